import type { Batch, Estimate, Estimator, Quantities, RandomStream } from '@szilard/core';
import { jackknife } from '../uncertainty/jackknife.ts';
import { unitsOf } from '../uncertainty/units.ts';
import { runsBySource } from './sources.ts';

/** Groups of data sets left out in turn. */
const GROUPS = 50;

/**
 * Error of a number over runs that share data sets: the independent units are data sets, so whole ones are left out in turn.
 * Runs with a data set each have nothing to share, and keep the estimator's own error.
 */
export function errorBySource<T extends { readonly source: Batch }>(
  estimate: (ensemble: T, rng: RandomStream) => Estimate,
  ensemble: T,
  rng: RandomStream,
): Estimate {
  const groups = runsBySource(ensemble.source);
  const own = estimate(ensemble, rng);
  if (groups.length === ensemble.source.n) return own;
  const { pick } = unitsOf(ensemble);
  const runs = (chosen: Float64Array): Int32Array => Int32Array.from([...chosen].flatMap((group) => [...groups[group]]));
  const bySource = {
    estimate: ({ x }: Quantities['entropy'], stream: RandomStream) => estimate(pick([runs(x.data)]), stream),
  } satisfies Estimator<'entropy'>;
  const names = { x: { n: groups.length, dim: 1, data: Float64Array.from(groups, (_, g) => g) } };
  const blocks = Math.min(GROUPS, groups.length);
  const { stderr } = jackknife(bySource, names, rng.fork('data sets'), { blocks });
  return {
    ...own,
    stderr,
    details: { ...own.details, ownStderr: own.stderr, sources: groups.length },
    cautions: groups.length < 20 ? [...own.cautions, `only ${groups.length} data sets: the error bar itself is rough`] : own.cautions,
  };
}
