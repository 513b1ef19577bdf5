import type { DataSets } from './measured.ts';
import type { Groups } from './record.ts';

/** What the mixtures over runs say of each sample x_i, drawn at θ_i; [trajectories] each, nats. */
export interface Mixtures {
  /** ln p(x|θ). */
  readonly own: Float64Array;
  /** ln of the mixture over all runs, its own among them: on average at least ln p(x). */
  readonly all: Float64Array;
  /** ln of the mixture without its own: on average at most ln p(x). Absent: too few runs. */
  readonly others?: Float64Array;
  /** The same over the runs on its data set. */
  readonly allGiven: Float64Array;
  readonly othersGiven?: Float64Array;
  /** What is said of its data set by runs that are not looked at: ln p(x|B)/p(x), from runs of other numbers alone. */
  readonly told?: Float64Array;
  /** Σ_i w_ij − 1 with w_ij = p(x_i|θ_j)/Σ_j p(x_i|θ_j): how much run j serves in the mixtures of all, and of its data set. */
  readonly served: Float64Array;
  readonly servedGiven: Float64Array;
}

/**
 * Mixtures by p(x_i|θ_j), [trajectories, trajectories], docs/theory.md 21. A sample is judged without its own θ by leaving out the
 * runs of its number on every data set, which keeps data sets in balance and, of `these`, says nothing of which is its own; where
 * data sets are `drawn`, by leaving out its whole data set.
 */
export function mixturesOf(logs: Float64Array, groups: Groups, dataSets: DataSets): Mixtures {
  const { sources: S, replicas: R, trajectories: T, source, replica, run } = groups;
  const column = () => new Float64Array(T);
  const [own, all, others, allGiven, othersGiven, told, served, servedGiven] = Array.from({ length: 8 }, column);
  const [whole, rest] = [new Float64Array(S), new Float64Array(S)];
  const row = new Float64Array(R);
  for (let i = 0; i < T; i++) {
    const at = i * T;
    const [s, r] = [source[i], replica[i]];
    for (let k = 0; k < S; k++) {
      for (let m = 0; m < R; m++) row[m] = logs[at + run[k * R + m]];
      whole[k] = logSum(row) - Math.log(R);
      row[r] = Number.NEGATIVE_INFINITY;
      rest[k] = logSum(row) - Math.log(R - 1);
    }
    own[i] = logs[at + i];
    all[i] = logSum(whole) - Math.log(S);
    allGiven[i] = whole[s];
    othersGiven[i] = rest[s];
    const balanced = logSum(rest) - Math.log(S);
    told[i] = rest[s] - balanced;
    others[i] = balanced;
    for (let j = 0; j < T; j++) {
      served[j] += Math.exp(logs[at + j] - all[i]) / T;
      if (source[j] === s) servedGiven[j] += Math.exp(logs[at + j] - whole[s]) / R;
    }
    if (dataSets === 'these') continue;
    whole[s] = Number.NEGATIVE_INFINITY;
    others[i] = logSum(whole) - Math.log(S - 1);
  }
  for (let j = 0; j < T; j++) {
    served[j] -= 1;
    servedGiven[j] -= 1;
  }
  const judged = dataSets === 'these' ? R > 1 : S > 1;
  return {
    own,
    all,
    allGiven,
    served,
    servedGiven,
    ...(judged ? { others } : {}),
    ...(R > 1 ? { othersGiven } : {}),
    ...(R > 1 && S > 1 ? { told } : {}),
  };
}

/** Run by run the mean over several samples of each. */
export function averaged(each: readonly Mixtures[]): Mixtures {
  const names = Object.keys(each[0]) as (keyof Mixtures)[];
  const mean = (name: keyof Mixtures) => each[0][name]!.map((_, i) => each.reduce((sum, one) => sum + one[name]![i], 0) / each.length);
  return Object.fromEntries(names.map((name) => [name, mean(name)])) as unknown as Mixtures;
}

/** ln Σ e^x; −∞ of nothing. */
export function logSum(logs: Float64Array): number {
  let top = Number.NEGATIVE_INFINITY;
  for (let k = 0; k < logs.length; k++) if (logs[k] > top) top = logs[k];
  if (top === Number.NEGATIVE_INFINITY) return top;
  let total = 0;
  for (let k = 0; k < logs.length; k++) total += Math.exp(logs[k] - top);
  return top + Math.log(total);
}
