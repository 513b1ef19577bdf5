import type { Counts } from './counts.ts';

/** An entropy from how often symbols occur in an alphabet of so many; nats. */
export type EntropyOf = (counts: Counts, alphabet: number) => number;

/** A(n) − Σ_i (n_i/n) B(n_i): most entropies have this form. */
export const additive =
  (whole: (n: number) => number, part: (count: number) => number): EntropyOf =>
  ({ n, sizes, times }) => {
    let out = 0;
    for (let j = 0; j < sizes.length; j++) out += times[j] * (sizes[j] / n) * part(sizes[j]);
    return whole(n) - out;
  };
