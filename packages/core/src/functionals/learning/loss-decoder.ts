import { logSum } from './mixtures.ts';
import type { Groups } from './record.ts';

/** Any κ gives a bound; a per cent of the best is near enough. */
const PASSES = 20;

/**
 * ln π(s|θ_i) by how well θ_i fits each data set: π ∝ e^−κL_s(θ), the very law of B where p(θ|B) ∝ e^−κL_B; [trajectories, sources],
 * nats. κ for a run is the likeliest for the runs of other numbers, and for one made-up run that is told wrongly by the mean
 * difference of losses, which keeps it finite. `losses`: [trajectories, sources]. Null with one run on each data set.
 */
export function lossDecoder(
  losses: Float64Array,
  { sources: S, replicas: R, trajectories: T, source, replica }: Groups,
): Float64Array | null {
  if (R < 2) return null;
  const own = (i: number) => losses[i * S + source[i]];
  let apart = 0;
  for (let i = 0; i < T; i++) for (let s = 0; s < S; s++) apart += Math.abs(losses[i * S + s] - own(i)) / (T * Math.max(1, S - 1));
  const row = new Float64Array(S);
  const fill = (i: number, kappa: number): number => {
    for (let s = 0; s < S; s++) row[s] = -kappa * losses[i * S + s];
    return logSum(row);
  };
  /** Slope of the log-likelihood of κ without the runs of number r. */
  const slope = (kappa: number, r: number): number => {
    let sum = -apart / (1 + Math.exp(-kappa * apart));
    for (let i = 0; i < T; i++) {
      if (replica[i] === r) continue;
      const total = fill(i, kappa);
      sum -= own(i);
      for (let s = 0; s < S; s++) sum += Math.exp(row[s] - total) * losses[i * S + s];
    }
    return sum;
  };
  const out = new Float64Array(T * S);
  for (let r = 0; r < R; r++) {
    let [low, high] = [0, apart > 0 && slope(0, r) > 0 ? 1 / apart : 0];
    while (high > 0 && slope(high, r) > 0 && high * apart < 1e6) [low, high] = [high, 2 * high];
    for (let pass = 0; high - low > 0.01 * high && pass < PASSES; pass++) {
      const middle = (low + high) / 2;
      if (slope(middle, r) > 0) low = middle;
      else high = middle;
    }
    for (let i = 0; i < T; i++) {
      if (replica[i] !== r) continue;
      const total = fill(i, low);
      for (let s = 0; s < S; s++) out[i * S + s] = row[s] - total;
    }
  }
  return out;
}
