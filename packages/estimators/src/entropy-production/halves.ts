import type { Batch } from '@szilard/core';

/** Some rows in order of time, `length` a trajectory. */
export interface Half {
  readonly rows: Batch;
  readonly length: number;
}

/** From so many trajectories on, a half is half of them; else it is half of the time of each. */
const MANY = 8;

/** Two halves, so that what is fitted to one can be judged by the other. */
export function halvesOf({ n, dim, data }: Batch, length: number): [Half, Half] {
  const trajectories = n / length;
  if (trajectories >= MANY) {
    const cut = Math.floor(trajectories / 2) * length;
    return [
      { rows: { n: cut, dim, data: data.subarray(0, cut * dim) }, length },
      { rows: { n: n - cut, dim, data: data.subarray(cut * dim) }, length },
    ];
  }
  const middle = Math.floor(length / 2);
  const part = (from: number, to: number): Half => {
    const own = new Float64Array(trajectories * (to - from) * dim);
    for (let i = 0; i < trajectories; i++)
      own.set(data.subarray((i * length + from) * dim, (i * length + to) * dim), i * (to - from) * dim);
    return { rows: { n: trajectories * (to - from), dim, data: own }, length: to - from };
  };
  return [part(0, middle), part(middle, length)];
}

/** One column: rows times weights; [n]. */
export function projected({ n, dim, data }: Batch, weights: Float64Array): Float64Array {
  const out = new Float64Array(n);
  for (let i = 0; i < n; i++) for (let k = 0; k < dim; k++) out[i] += data[i * dim + k] * weights[k];
  return out;
}

/** A half's word on what the other half has fitted. */
export interface Judged {
  readonly value: number;
  /** Error of first order. */
  readonly first: number;
  /** Error that is left where the first order vanishes. */
  readonly second: number;
}

/**
 * Mean of both halves. Their first-order errors are independent; those of second order come from the angle between the two halves'
 * weights, which they share, and count in full.
 */
export function together(judged: readonly Judged[]): { value: number; stderr: number } {
  const value = judged.reduce((sum, own) => sum + own.value, 0) / judged.length;
  const first = Math.hypot(...judged.map((own) => own.first)) / judged.length;
  const second = judged.reduce((sum, own) => sum + own.second, 0) / judged.length;
  return { value, stderr: Math.max(first, second) };
}
