import { SzilardError } from '@szilard/core';
import { compileExpression } from './compile-expression.ts';
import type { ReactionNetwork } from './network.ts';

/** Every state that a network can come to, and the propensities between them. */
export interface ReachableStates {
  readonly count: number;
  /** [count, variables]; the initial state first. */
  readonly counts: Float64Array;
  /** Number of the state with these counts; undefined: it cannot be reached. */
  find(counts: Float64Array, from?: number): number | undefined;
  /** Propensity of a reaction from state to state; 0 where it does not lead there. 1/time. */
  propensity(reaction: number, from: number, to: number): number;
}

export function reachableStates(network: ReactionNetwork, most: number): ReachableStates {
  const { initial, reactions, events, source } = network;
  const refuse = (expected: string, got: string, hint: string): never => {
    throw new SzilardError('input', `[${source}] expected ${expected}, got ${got}. ${hint}`);
  };
  if (events.length > 0 || reactions.some(({ assign, timeDependence }) => assign.length > 0 || timeDependence.kind !== 'none'))
    refuse('reactions whose rates depend on counts only', 'events, assignments or rates with time', 'Use szilard simulate on the file.');
  const dim = initial.length;
  const rates = reactions.map(({ rate }) => compileExpression(rate));
  const numbers = new Map<string, number>();
  const states: Float64Array[] = [];
  const numberOf = (state: Float64Array): number => {
    const key = state.join();
    let at = numbers.get(key);
    if (at === undefined) {
      if (states.length === most) refuse(`at most ${most} states`, 'more', 'Take smaller counts, or use szilard simulate on the file.');
      at = states.push(state) - 1;
      numbers.set(key, at);
    }
    return at;
  };
  numberOf(Float64Array.from(initial));
  const targets: Map<number, number>[] = reactions.map(() => new Map());
  for (let from = 0; from < states.length; from++) {
    for (const [r, { name, text, change }] of reactions.entries()) {
      const rate = rates[r](states[from], 0);
      if (!(rate >= 0 && rate < Infinity))
        refuse(`a finite rate of at least 0 of reaction "${name}"`, `${rate} from "${text}"`, 'Correct it.');
      if (rate === 0) continue;
      const to = Float64Array.from(states[from]);
      for (const [index, amount] of change) to[index] += amount;
      if (to.some((count) => count < 0)) refuse(`reactants for reaction "${name}"`, `a rate ${rate} without them`, 'Let it vanish there.');
      targets[r].set(from * most + numberOf(to), rate);
    }
  }
  const counts = new Float64Array(states.length * dim);
  for (const [k, state] of states.entries()) counts.set(state, k * dim);
  return {
    count: states.length,
    counts,
    find: (data, from = 0) => numbers.get(data.subarray(from, from + dim).join()),
    propensity: (reaction, from, to) => targets[reaction].get(from * most + to) ?? 0,
  };
}
