import type { Batch } from '../../contracts/batch.ts';
import type { DataSets } from './measured.ts';
import { logSum } from './mixtures.ts';
import { type Groups, type KnownModel, logRows } from './record.ts';

/** ln q(x_i|θ′_i) for samples x_i drawn before θ_i became θ′_i; [trajectories], nats. */
export type Retrodicted = Float64Array;

/**
 * The law of the sample before a move of Θ, told from θ′ alone: every run's θ′ less the mean move of the runs of other numbers on
 * data set s, over s by how likely it is its own. q does not know the θ it came from, so that ⟨ln p(x|θ) − ln q(x|θ′)⟩ is at least
 * the nostalgia, whatever q.
 */
export function byMeanMove(
  model: KnownModel,
  x: readonly Batch[],
  before: Batch,
  after: Batch,
  logSource: Float64Array,
  { sources: S, replicas: R, trajectories: T, replica, run }: Groups,
  where: string,
): Retrodicted[] {
  const { dim } = after;
  const sums = new Float64Array(S * dim);
  for (let s = 0; s < S; s++)
    for (let r = 0; r < R; r++) {
      const at = run[s * R + r] * dim;
      for (let k = 0; k < dim; k++) sums[s * dim + k] += after.data[at + k] - before.data[at + k];
    }
  const terms = x.map(() => new Float64Array(T * S));
  const guess = { n: T, dim, data: new Float64Array(T * dim) };
  for (let s = 0; s < S; s++) {
    for (let i = 0; i < T; i++) {
      const left = run[s * R + replica[i]] * dim;
      for (let k = 0; k < dim; k++)
        guess.data[i * dim + k] = after.data[i * dim + k] - (sums[s * dim + k] - (after.data[left + k] - before.data[left + k])) / (R - 1);
    }
    for (const [set, samples] of x.entries()) {
      const logs = logRows(model, samples, guess, where);
      for (let i = 0; i < T; i++) terms[set][i * S + s] = logSource[i * S + s] + logs[i];
    }
  }
  return terms.map((logs) => Float64Array.from({ length: T }, (_, i) => logSum(logs.subarray(i * S, (i + 1) * S))));
}

/**
 * The same by Bayes' rule over the ensemble, where K(θ′|θ) is known: Σ_j K(θ′_i|θ_j) p(x_i|θ_j)/Σ_j K(θ′_i|θ_j). With its own θ
 * among them the nostalgia comes out too small on average, without it too large. `logs`: ln p(x_i|θ_j), `moves`: ln K(θ′_i|θ_j).
 */
export function byTransition(
  logs: Float64Array,
  moves: Float64Array,
  { trajectories: T, source, replica }: Groups,
  dataSets: DataSets,
): { readonly withOwn: Retrodicted; readonly without: Retrodicted } {
  const [withOwn, without] = [new Float64Array(T), new Float64Array(T)];
  const [weight, term] = [new Float64Array(T), new Float64Array(T)];
  for (let i = 0; i < T; i++) {
    for (let j = 0; j < T; j++) {
      weight[j] = moves[i * T + j];
      term[j] = weight[j] + logs[i * T + j];
    }
    withOwn[i] = logSum(term) - logSum(weight);
    for (let j = 0; j < T; j++) {
      if (dataSets === 'these' ? replica[j] !== replica[i] : source[j] !== source[i]) continue;
      weight[j] = Number.NEGATIVE_INFINITY;
      term[j] = Number.NEGATIVE_INFINITY;
    }
    // Nobody else could have got there: it says nothing, and −∞ bounds nothing.
    const total = logSum(weight);
    without[i] = total === Number.NEGATIVE_INFINITY ? Number.NEGATIVE_INFINITY : logSum(term) - total;
  }
  return { withOwn, without };
}
