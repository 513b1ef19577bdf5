import { defineEstimator, type Estimate, type PairedSamples, type RandomStream, SzilardError } from '@szilard/core';
import { columnsOf } from '../columns.ts';
import { metricsOf, refuseOverflow } from '../information/balls.ts';
import { digammas } from '../information/digammas.ts';
import { errorOfLocal, meanOf } from '../information/mean-error.ts';
import { errorWithTies, neighbourCautions, preparationCautions } from '../information/neighbour-cautions.ts';
import { type NeighbourParams, neighbourDefaults, neighbourDomain } from '../information/neighbour-params.ts';
import { prepare } from '../information/prepare.ts';
import { kNearest } from '../neighbours/nearest.ts';
import { collected, subset } from '../neighbours/view.ts';
import { upTo, within } from '../neighbours/within.ts';
import { checkPaired } from '../paired-samples.ts';
import { classesOf } from './classes.ts';

const id = 'mutual-information/ross';

export interface RossParams extends NeighbourParams {
  /** Which of the two is discrete: each of its distinct rows is a symbol. The other is continuous. */
  discrete: 'x' | 'y';
}

/**
 * I between a discrete and a continuous variable [Ross2014, eq. 2]; [n, dx] and [n, dy], nats:
 *
 *     I = ψ(n) + ⟨ψ(k) − ψ(n_s) − ψ(m)⟩
 *
 * n_s: rows with the symbol of this one; m: other rows, of any symbol, no farther in the continuous variable than the k-th neighbour
 * with the same symbol. Symbols seen k times or less make do with k = n_s − 1; rows whose symbol is seen once have no such neighbour
 * and are left out; both are said. May be negative; never clamped.
 *
 * Error: as for mutual-information/ksg1; it does not cover bias.
 */
export const ross = defineEstimator<'mutual-information', RossParams>({
  id,
  title: 'mutual information of a discrete and a continuous variable from nearest neighbours, after Ross',
  quantity: 'mutual-information',
  rows: 'mixed',
  source: '[Ross2014]',
  calibrated: true,
  defaults: { ...neighbourDefaults, discrete: 'y' },
  domain: { ...neighbourDomain, discrete: { oneOf: ['x', 'y'] } },
  verifiedBy: 'jidt',
  create: (params) => ({ estimate: (input, rng) => estimate(params, input, rng) }),
});

function estimate(params: RossParams, input: PairedSamples, rng: RandomStream): Estimate {
  checkPaired(id, input);
  const { k, norm, discrete } = params;
  const smooth = discrete === 'x' ? 'y' : 'x';
  const found = classesOf(input[discrete]);
  const classes = found.filter(({ length }) => length > 1);
  const alone = found.length - classes.length;
  refuseNoClasses(discrete, input.x.n, classes.length);

  const columns = columnsOf(smooth, input[smooth]);
  const view = prepare(id, input[smooth], columns, params, rng.fork(smooth));
  const samples = collected(view);
  const kept = subset(samples, Int32Array.from(classes.flatMap((rows) => [...rows])).sort());
  const place = new Int32Array(view.n).fill(-1);
  for (const rows of classes) for (const row of rows) place[row] = 0;
  for (let row = 0, next = 0; row < view.n; row++) if (place[row] === 0) place[row] = next++;

  const n = kept.n;
  const psi = digammas(n);
  const metric = metricsOf([view.dim], { norm })([0]);
  const radius = new Float64Array(n);
  const local = new Float64Array(n);
  const response = new Float64Array(n);
  for (const rows of classes) {
    const own = Math.min(k, rows.length - 1);
    const nearest = kNearest(subset(samples, rows), own, metric);
    for (let i = 0; i < rows.length; i++) {
      const at = place[rows[i]];
      radius[at] = nearest.radius[i];
      local[at] = psi[n] + psi[own] - psi[rows.length];
      response[at] = nearest.popularity[i] / own;
    }
  }
  refuseOverflow(id, smooth, radius);
  const { count, share } = within(kept, upTo(radius), metric);
  let tied = 0;
  for (let i = 0; i < n; i++) {
    local[i] -= psi[count[i]];
    response[i] -= share[i];
    if (radius[i] === 0) tied++;
  }

  const [value, stderr] = [meanOf(local), errorWithTies(errorOfLocal(local, response), tied, n)];
  const cautions = [...preparationCautions(params), ...neighbourCautions({ value, stderr, n, k, tied, columns })];
  const small = classes.filter(({ length }) => length <= k).length;
  if (alone > 0) cautions.push(`${alone} rows left out: their symbols are seen once`);
  if (small > 0) cautions.push(`${small} of ${classes.length} symbols are seen ${k} times or less: fewer neighbours taken for them`);
  return { value, stderr, unit: 'nat', n, method: id, params: { ...params }, cautions };
}

function refuseNoClasses(discrete: 'x' | 'y', n: number, classes: number): void {
  if (classes > 0) return;
  throw new SzilardError(
    'input',
    `[${id}] ${discrete}: expected symbols that are seen twice or more, got ${n} different ones in ${n} rows. Set discrete to the discrete variable, or take mutual-information/ksg1.`,
  );
}
