import { type Batch, moments, SzilardError, sum } from '@szilard/core';
import type { RbmLearnerModel } from './learner.ts';
import { parameterCount } from './shape.ts';
import { logSum, logWeights } from './states.ts';

/** A mean over replicas and its standard error; nats. */
export interface Replicated {
  readonly value: number;
  readonly stderr: number;
}

/** What replicas of a learner know of their data sets, the laws p(v|θ) summed over all states of v; docs/theory.md 6. */
export interface ReplicaInformation {
  /** I(V;Θ). */
  readonly both: Replicated;
  /** L-info I(V;B). */
  readonly learned: Replicated;
  /** I(V;Θ|B) = I(V;Θ) − I(V;B). */
  readonly conditional: Replicated;
  /** Replicas of each data set. */
  readonly replicas: Int32Array;
}

/**
 * I(V;Θ), I(V;B) and I(V;Θ|B) of the data sets of this learner, each as likely as the other, from replicas (b, θ): x[0] is b. Only
 * θ is sampled, v is summed over. First-order errors; the bias, of order (spread of p(v|θ) over p(v))²/replicas, is upwards in I(V;B).
 */
export function replicaInformation({ shape, sets }: RbmLearnerModel, x: Batch, theta: Batch): ReplicaInformation {
  const dim = parameterCount(shape);
  const laws = Array.from({ length: theta.n }, (_, r) => {
    const logs = logWeights(shape, 'visible', theta.data, r * dim, 1, '[replicaInformation]');
    const logZ = logSum(logs);
    return logs.map((w) => Math.exp(w - logZ));
  });
  const groups = sets.map((_, b) => laws.flatMap((_law, r) => (x.data[r * x.dim] === b ? [r] : [])));
  const few = groups.findIndex((runs) => runs.length < 2);
  if (few >= 0)
    throw new SzilardError(
      'input',
      `[replicaInformation] expected at least two replicas of every data set, got ${groups[few].length} of data set ${few}. Run more.`,
    );
  const mean = (runs: readonly number[]) => {
    const out = new Float64Array(2 ** shape.visible);
    for (const r of runs) for (let s = 0; s < out.length; s++) out[s] += laws[r][s] / runs.length;
    return out;
  };
  const own = groups.map(mean);
  const whole = own[0].map((_, s) => own.reduce((total, law) => total + law[s] / own.length, 0));
  const cross = (law: Float64Array, over: Float64Array, under: Float64Array) => sum(law.map((p, s) => p * Math.log(over[s] / under[s])));
  const over = (term: (r: number, b: number) => number): Replicated => {
    const each = groups.map((runs, b) => moments(runs.map((r) => term(r, b))));
    return {
      value: each.reduce((total, { mean: value }) => total + value, 0) / each.length,
      stderr: Math.hypot(...each.map(({ stderr }) => stderr)) / each.length,
    };
  };
  return {
    both: over((r) => cross(laws[r], laws[r], whole)),
    learned: over((r, b) => cross(laws[r], own[b], whole)),
    conditional: over((r, b) => cross(laws[r], laws[r], own[b])),
    replicas: Int32Array.from(groups, (runs) => runs.length),
  };
}
