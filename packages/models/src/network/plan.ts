import { type Expression, variablesOf } from './expression.ts';
import type { ReactionNetwork } from './network.ts';
import type { Switch } from './time-dependence.ts';

/** A network made ready to run: who depends on whom. */
export interface Plan {
  readonly network: ReactionNetwork;
  /** Rates at which firings are drawn; [reactions]. */
  readonly propensities: readonly Expression[];
  /** Rates that thin them; [reactions]. */
  readonly thinning: readonly (Expression | undefined)[];
  /** Reactions whose propensity one firing changes; [reactions]. */
  readonly dependents: readonly (readonly number[])[];
  /** Reactions after which somebody else has to look: a trigger, the moment of a switch, an assignment; [reactions]. */
  readonly checked: readonly boolean[];
  /** Comparisons with time in triggers and rates. */
  readonly switches: readonly Switch[];
}

export function planOf(network: ReactionNetwork): Plan {
  const { reactions, events } = network;
  const propensities = reactions.map(({ rate, bound }) => bound ?? rate);
  const users: number[][] = network.variables.map(() => []);
  for (const [j, rate] of propensities.entries()) for (const index of variablesOf(rate)) users[index].push(j);
  const switches = [...reactions, ...events].flatMap(({ timeDependence: depends }) => (depends.kind === 'steps' ? depends.switches : []));
  const watched = new Set([...events.flatMap(({ trigger }) => variablesOf(trigger)), ...switches.flatMap(({ variables }) => variables)]);
  return {
    network,
    propensities,
    thinning: reactions.map(({ rate, bound }) => (bound ? rate : undefined)),
    dependents: reactions.map(({ change }) => [...new Set(change.flatMap(([index]) => users[index]))].sort((a, b) => a - b)),
    checked: reactions.map(({ change, assign }) => assign.length > 0 || change.some(([index]) => watched.has(index))),
    switches,
  };
}
