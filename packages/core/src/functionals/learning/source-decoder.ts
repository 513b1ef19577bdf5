import type { Batch } from '../../contracts/batch.ts';
import { logSum } from './mixtures.ts';
import type { Groups } from './record.ts';

/**
 * ln π(s|θ_i): which data set θ_i was learned from, told by the runs of other numbers on all of them; [trajectories, sources], nats.
 * Normal laws around their means, with the variances of each coordinate within data sets. Null with fewer than three runs on each.
 * Whatever π is, ln S + ⟨ln π(B|Θ)⟩ ≤ I(Θ;B) [Barber2003].
 */
export function sourceDecoder(
  { dim, data }: Batch,
  { sources: S, replicas: R, trajectories: T, source, replica, run }: Groups,
): Float64Array | null {
  if (R < 3) return null;
  const out = new Float64Array(T * S);
  const sums = new Float64Array(S * dim);
  for (let i = 0; i < T; i++) for (let k = 0; k < dim; k++) sums[source[i] * dim + k] += data[i * dim + k];
  const means = new Float64Array(S * dim);
  const variance = new Float64Array(dim);
  for (let r = 0; r < R; r++) {
    for (let s = 0; s < S; s++) {
      const left = run[s * R + r] * dim;
      for (let k = 0; k < dim; k++) means[s * dim + k] = (sums[s * dim + k] - data[left + k]) / (R - 1);
    }
    variance.fill(0);
    for (let i = 0; i < T; i++) {
      if (replica[i] === r) continue;
      const m = source[i] * dim;
      for (let k = 0; k < dim; k++) variance[k] += (data[i * dim + k] - means[m + k]) ** 2;
    }
    // Of the run that is judged about a mean that is itself uncertain.
    for (let k = 0; k < dim; k++) variance[k] *= R / ((R - 1) * S * (R - 2));
    for (let s = 0; s < S; s++) {
      const i = run[s * R + r];
      const row = out.subarray(i * S, (i + 1) * S);
      for (let guess = 0; guess < S; guess++) {
        row[guess] = 0;
        for (let k = 0; k < dim; k++) {
          const off = data[i * dim + k] - means[guess * dim + k];
          // A coordinate without noise that agrees says nothing; one that does not, all.
          if (off !== 0) row[guess] -= (off * off) / (2 * variance[k]);
        }
      }
      const total = logSum(row);
      // Nothing fits: no opinion.
      for (let guess = 0; guess < S; guess++) row[guess] = total === Number.NEGATIVE_INFINITY ? -Math.log(S) : row[guess] - total;
    }
  }
  return out;
}
