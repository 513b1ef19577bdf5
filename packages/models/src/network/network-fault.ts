import { SzilardError } from '@szilard/core';
import { compileExpression } from './compile-expression.ts';
import type { Plan } from './plan.ts';
import { type Bench, MOST, ROUNDING } from './stepper.ts';

/** Where a run was when it could not go on. */
export interface Place {
  /** Absent: before the first trajectory. */
  readonly trajectory?: number;
  readonly time: number;
}

export function stop({ network }: Plan, { state }: Pick<Bench, 'state'>, { trajectory, time }: Place, who: string, text: string): never {
  const shown = network.variables.slice(0, 6).map((name, index) => `${name} = ${state[index]}`);
  const more = network.variables.length > 6 ? ', …' : '';
  throw new SzilardError(
    'non-finite',
    `[${network.source}] ${who}${trajectory === undefined ? '' : `, trajectory ${trajectory}`}, time ${Number(time.toPrecision(6))}: ${text} State: ${shown.join(', ') || 'empty'}${more}.`,
  );
}

/** Says what is wrong on a bench whose stepper reported a fault. */
export function explain(plan: Plan, bench: Bench, place: Place): never {
  const { network, thinning } = plan;
  const { state, propensities, clock } = bench;
  const last = network.reactions[clock[3]];
  for (const [index, amount] of last?.change ?? []) {
    const [count, name] = [state[index], network.variables[index]];
    if (count < 0)
      stop(
        plan,
        bench,
        place,
        `reaction "${last.name}"`,
        `expected at least ${-amount} of ${name} to take ${-amount} away, got ${count - amount}. Let the rate "${last.text}" vanish where its reactants run out.`,
      );
    if (!(count <= MOST))
      stop(
        plan,
        bench,
        place,
        `reaction "${last.name}"`,
        `expected counts up to 2^53 - 1, where they are exact, got more of ${name}. Look for a runaway growth.`,
      );
  }
  for (const [j, { name, text, bound }] of network.reactions.entries()) {
    const rate = propensities[j];
    if (!(rate >= 0 && rate < Infinity))
      stop(
        plan,
        bench,
        place,
        `reaction "${name}"`,
        `expected a ${bound ? 'bound' : 'rate'} of at least 0 and finite, got ${rate} from "${text}". Write it so that it stays there in every state that can be reached.`,
      );
    if (!thinning[j]) continue;
    const exact = compileExpression(thinning[j])(state, clock[0]);
    if (!(exact >= 0 && exact <= rate * ROUNDING))
      stop(
        plan,
        bench,
        place,
        `reaction "${name}"`,
        `expected a rate from 0 to its bound ${rate}, got ${exact} from "${text}". Raise the bound, or keep the rate above 0.`,
      );
  }
  return stop(plan, bench, place, 'reactions', 'expected a finite sum of rates, got an infinite one. Take smaller rates.');
}
