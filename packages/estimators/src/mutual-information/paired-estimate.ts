import { type Estimate, type PairedSamples, type RandomStream, SzilardError } from '@szilard/core';
import { columnsOf } from '../columns.ts';
import type { Local } from '../information/balls.ts';
import { errorOfLocal, meanOf } from '../information/mean-error.ts';
import { errorWithTies, identical, infinite, neighbourCautions, preparationCautions } from '../information/neighbour-cautions.ts';
import { type Preparation, prepare } from '../information/prepare.ts';
import { sameColumn, type View, viewOf } from '../neighbours/view.ts';
import { checkPaired } from '../paired-samples.ts';

/** Border, preparation and cautions that estimators of I(X;Y) from nearest neighbours share. */
export function pairedEstimate(
  id: string,
  params: Preparation & { readonly k: number },
  input: PairedSamples,
  rng: RandomStream,
  termsOf: (variables: readonly View[]) => Local,
): Estimate {
  checkPaired(id, input);
  const { k } = params;
  const n = input.x.n;
  if (k >= n)
    throw new SzilardError('parameter', `[${id}] k: expected k below n = ${n} samples, got ${k}. Take a smaller k or more samples.`);
  const [x, y] = [columnsOf('x', input.x), columnsOf('y', input.y)];
  const views = [prepare(id, input.x, x, params, rng.fork('x')), prepare(id, input.y, y, params, rng.fork('y'))];
  const { local, response, tied, ceiling } = termsOf(views);
  const [value, stderr] = [meanOf(local), errorWithTies(errorOfLocal(local, response), tied, n)];
  const cautions = [...preparationCautions(params), ...neighbourCautions({ value, stderr, n, k, tied, columns: [...x, ...y], ceiling })];
  const twins = identical(x, y, (i, j) => sameColumn(viewOf(input.x), i, viewOf(input.y), j));
  if (twins) cautions.unshift(infinite(twins));
  return {
    value,
    stderr,
    unit: 'nat',
    n,
    method: id,
    params: { ...params },
    ...(twins ? { bound: 'lower' as const } : {}),
    cautions,
  };
}
