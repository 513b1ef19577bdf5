import type { EventText } from './events.ts';
import { type Expression, variablesOf } from './expression.ts';
import { refuse } from './json-reader.ts';
import { massAction } from './mass-action.ts';
import type { Names } from './meanings.ts';
import type { Counts, ReactionText } from './reactions.ts';
import type { Assignment } from './rules.ts';
import { type TimeDependence, timeDependence } from './time-dependence.ts';

/** A place in the state and what is put there. */
export type Setting = readonly [index: number, value: Expression];

export interface Reaction {
  readonly name: string;
  /** The propensity as it was written. */
  readonly text: string;
  /** Propensity; 1/time. */
  readonly rate: Expression;
  /** Never below the rate and smooth in nothing: firings are drawn at this rate and thinned. */
  readonly bound?: Expression;
  /** What one firing adds, by place. */
  readonly change: readonly (readonly [index: number, count: number])[];
  /** Done at every firing, after the change. */
  readonly assign: readonly Setting[];
  /** Places that must hold counts for it: what it changes, and what mass action counts. */
  readonly touches: readonly number[];
  readonly timeDependence: TimeDependence;
}

export interface NetworkEvent {
  readonly name: string;
  readonly trigger: Expression;
  readonly timeDependence: TimeDependence;
  readonly settings: readonly Setting[];
  readonly before: boolean;
}

export function resolveReactions(texts: readonly ReactionText[], names: Names): Reaction[] {
  return texts.map((text) => {
    const { name, reactants, products, law, localParameters, assign, where } = text;
    const at = (part: string) => `${where}.${part}`;
    for (const [part, counts] of [
      ['reactants', reactants],
      ['products', products],
      ['change', text.change ?? new Map()],
    ] as const)
      for (const species of counts.keys()) mustBeSpecies(species, names, at(part));
    const written = names.expression(law.text, law.text, at(law.kind === 'rate' ? 'rate' : 'rate_constant'), localParameters);
    const counted =
      law.kind === 'rate'
        ? []
        : [...reactants].map(
            ([species, count]) => [names.expression({ kind: 'name', name: species, at: 0 }, species, at('reactants')), count] as const,
          );
    const rate = law.kind === 'rate' ? written : massAction(written, counted);
    const change = changeOf(text, names);
    const bound = text.bound === undefined ? undefined : names.expression(text.bound, text.bound, at('bound'), localParameters);
    const depends = timeDependence(bound ?? rate);
    if (depends.kind === 'smooth')
      refuse(
        at(bound ? 'bound' : 'rate'),
        'a value that time changes in steps only, such as t < 25 ? a : b',
        bound ? text.bound : law.text,
        bound ? '' : 'Give a bound: an expression without t that the rate never exceeds.',
      );
    return {
      name,
      text: law.kind === 'rate' ? law.text : `mass action with rate constant ${law.text}`,
      rate,
      ...(bound ? { bound } : {}),
      change,
      assign: assign.map((one) => setting(one, names)),
      touches: [...new Set([...change.map(([index]) => index), ...counted.flatMap(([value]) => variablesOf(value))])],
      timeDependence: depends,
    };
  });
}

export const resolveEvents = (texts: readonly EventText[], names: Names): NetworkEvent[] =>
  texts.map(({ name, trigger: text, assignments, before, where }) => {
    const trigger = names.expression(text, text, where);
    const depends = timeDependence(trigger);
    if (depends.kind === 'smooth') refuse(where, 'a trigger that compares with t itself, such as t >= 25 or 2*t > X', text);
    if (trigger.kind === 'number') refuse(where, 'a trigger that can change', text);
    return { name, trigger, timeDependence: depends, settings: assignments.map((one) => setting(one, names)), before };
  });

const setting = ({ target, text, where }: Assignment, names: Names): Setting => [names.place(target)!, names.expression(text, text, where)];

function mustBeSpecies(name: string, names: Names, where: string): void {
  names.expression({ kind: 'name', name, at: 0 }, name, where);
  if (!names.recorded.includes(name)) refuse(where, 'a species', name, 'A parameter does not react.');
}

/** What one firing adds: what `change` says, else products − reactants; boundary species stay. */
function changeOf({ reactants, products, change, where }: ReactionText, names: Names): [number, number][] {
  const net = new Map<string, number>();
  for (const [name, count] of products) net.set(name, (net.get(name) ?? 0) + count);
  for (const [name, count] of reactants) net.set(name, (net.get(name) ?? 0) - count);
  const free = (counts: Counts) => [...counts].filter(([name, count]) => count !== 0 && !names.isBoundary(name));
  if (change && reactants.size + products.size > 0) {
    for (const name of new Set([...free(net), ...free(change)].map(([species]) => species)))
      if ((net.get(name) ?? 0) !== (change.get(name) ?? 0))
        refuse(
          `${where}.change.${name}`,
          `${net.get(name) ?? 0}, which is products - reactants`,
          change.get(name) ?? 0,
          'Correct one of the two.',
        );
  }
  return free(change ?? net).map(([name, count]) => {
    if (names.isRule(name)) refuse(where, 'species that no rule sets', name, 'A reaction cannot change it; make it a boundary species.');
    return [names.place(name)!, count];
  });
}
