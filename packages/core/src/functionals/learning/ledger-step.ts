import type { Batch } from '../../contracts/batch.ts';
import type { DataSets } from './measured.ts';
import { type Groups, type KnownModel, logRows } from './record.ts';
import { byMeanMove, byTransition, type Retrodicted } from './retrodiction.ts';

/** One frame: parameters, the samples that took part in the run, and sets of further ones, drawn only to look. */
export interface Frame {
  readonly theta: Batch;
  readonly chain: Batch;
  readonly probes: readonly Batch[];
  /** ln p of each at its own θ; [trajectories], nats. */
  readonly own: readonly Float64Array[];
}

/** What one move of Θ, and the relaxation of X after it, were worth on every run; [trajectories] each, nats (β = 1, so energy too). */
export interface StepColumns {
  /** Into X by the move of Θ. */
  readonly work: Float64Array;
  /** Into the bath by the relaxation of X. */
  readonly heat: Float64Array;
  /** ln p(x|θ)/p(x|θ′) of samples that took no part in the run: D(p_θ ‖ p_θ′) on average. */
  readonly dissipated: Float64Array;
  /** σ^X on average at least `partialLeast`, at most `partialMost`; nostalgia between its two. */
  readonly partialLeast: Float64Array;
  readonly partialMost: Float64Array;
  readonly nostalgiaLeast: Float64Array;
  readonly nostalgiaMost: Float64Array;
  /** Nostalgia by the same q as `partialLeast`, seen by samples that took no part: the two sum to the dissipation on average. */
  readonly nostalgiaBeside: Float64Array;
}

export interface StepOptions {
  readonly model: KnownModel;
  readonly groups: Groups;
  readonly dataSets: DataSets;
  readonly where: string;
  /** ln π(source|θ) after the move; null: unknown. */
  readonly logSource: Float64Array | null;
  /** ln p(x_i|θ_j) before the move, of the chain and of every set of probes, and ln K(θ′_i|θ_j); where K is known. */
  readonly transition?: { readonly logs: readonly Float64Array[]; readonly moves: Float64Array };
}

export function ledgerStep(before: Frame, after: Frame, options: StepOptions): StepColumns {
  const { model, groups, dataSets, where, logSource, transition } = options;
  const samples = [before.chain, ...before.probes];
  const stale = samples.map((x) => logRows(model, x, after.theta, where));
  const work = less(before.own[0], stale[0]);
  const heat = less(after.own[0], stale[0]);
  const dissipated = meanOf(before.probes.map((_, k) => less(before.own[k + 1], stale[k + 1])));

  const candidates: Retrodicted[][] = [];
  if (logSource && dataSets === 'these') candidates.push(byMeanMove(model, samples, before.theta, after.theta, logSource, groups, where));
  const known = transition?.logs.map((logs) => byTransition(logs, transition.moves, groups, dataSets));
  const alone = dataSets === 'these' ? groups.replicas < 2 : groups.sources < 2;
  if (known && !alone) candidates.push(known.map(({ without }) => without));
  // Not knowing better, take the model at θ′ for the law of the sample: then all of the dissipation is called nostalgia.
  const q = best(candidates, before.own[0]) ?? stale;
  const forgotten = (guess: readonly Retrodicted[]) => meanOf(before.probes.map((_, k) => less(before.own[k + 1], guess[k + 1])));
  const nostalgia = forgotten(q);
  const none = new Float64Array(work.length);
  return {
    work,
    heat,
    dissipated,
    partialLeast: less(q[0], stale[0]),
    nostalgiaBeside: nostalgia,
    nostalgiaMost: average(nostalgia) < average(dissipated) ? nostalgia : dissipated,
    partialMost: known ? less(known[0].withOwn, stale[0]) : work,
    nostalgiaLeast: known ? forgotten(known.map(({ withOwn }) => withOwn)) : none,
  };
}

/** The retrodiction under which samples lose least; undefined where none is finite. */
function best(candidates: readonly Retrodicted[][], own: Float64Array): Retrodicted[] | undefined {
  let [found, least]: [Retrodicted[] | undefined, number] = [undefined, Number.POSITIVE_INFINITY];
  for (const candidate of candidates) {
    const lost = average(less(own, candidate[0]));
    if (lost < least && candidate.every((logs) => logs.every(Number.isFinite))) [found, least] = [candidate, lost];
  }
  return found;
}

export const less = (a: Float64Array, b: Float64Array): Float64Array => a.map((v, i) => v - b[i]);
const average = (values: Float64Array): number => values.reduce((sum, v) => sum + v, 0) / values.length;
const meanOf = (columns: readonly Float64Array[]): Float64Array =>
  columns[0].map((_, i) => columns.reduce((sum, column) => sum + column[i], 0) / columns.length);
