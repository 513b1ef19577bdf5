import type { Tick } from '@szilard/core';

/** Two seats with finitely many states that move in turn. */
export interface FinitePair {
  /** Numbers of states. */
  readonly states: { readonly x: number; readonly theta: number };
  /** Chance from → to of each seat, its partner standing still; by numbers of states. */
  readonly x: (from: number, to: number, theta: number) => number;
  readonly theta: (from: number, to: number, x: number) => number;
  /** p_0, entry x · |Θ| + θ. */
  readonly start: Float64Array;
  readonly ticks: readonly Tick[];
}

/** p_n before the first tick and after each, entry x · |Θ| + θ; and Σ⟨ln K/K̃⟩ over the run, nats. */
export function propagateLaws({ states, x, theta, start, ticks }: FinitePair): { laws: Float64Array[]; entropyFlow: number } {
  const laws = [start];
  let entropyFlow = 0;
  for (const { mover, slowShare = 0.5 } of ticks) {
    const before = laws[laws.length - 1];
    const after = new Float64Array(before.length);
    const slow = mover === 'random' ? slowShare : mover === 'theta' ? 1 : 0;
    for (let s = 0; s < before.length; s++) {
      if (before[s] === 0) continue;
      const [i, j] = [Math.floor(s / states.theta), s % states.theta];
      const go = (to: number, share: number, there: number, back: number) => {
        if (share * there === 0) return;
        after[to] += before[s] * share * there;
        entropyFlow += before[s] * share * there * Math.log(there / back);
      };
      for (let to = 0; to < states.x; to++) go(to * states.theta + j, 1 - slow, x(i, to, j), x(to, i, j));
      for (let to = 0; to < states.theta; to++) go(i * states.theta + to, slow, theta(j, to, i), theta(to, j, i));
    }
    laws.push(after);
  }
  return { laws, entropyFlow };
}

/** −Σ p ln p; nats. */
export const entropyOf = (law: Iterable<number>): number => {
  let sum = 0;
  for (const p of law) if (p > 0) sum -= p * Math.log(p);
  return sum;
};

/** I of two parts of the state, `a` and `b` naming the value of each in entry s of the law; nats. */
export function informationOf(law: Float64Array, a: (s: number) => number, b: (s: number) => number): number {
  const lumped = (key: (s: number) => number | string) => {
    const sums = new Map<number | string, number>();
    law.forEach((p, s) => void sums.set(key(s), (sums.get(key(s)) ?? 0) + p));
    return sums.values();
  };
  return entropyOf(lumped(a)) + entropyOf(lumped(b)) - entropyOf(lumped((s) => `${a(s)} ${b(s)}`));
}
