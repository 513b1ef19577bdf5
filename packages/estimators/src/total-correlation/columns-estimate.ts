import { type Batch, type Estimate, type RandomStream, SzilardError } from '@szilard/core';
import { checkSamples } from '../border.ts';
import { columnsOf } from '../columns.ts';
import type { Local } from '../information/balls.ts';
import { errorOfLocal, meanOf } from '../information/mean-error.ts';
import { errorWithTies, identical, infinite, neighbourCautions, preparationCautions } from '../information/neighbour-cautions.ts';
import { type Preparation, prepare } from '../information/prepare.ts';
import { apart, sameColumn, type View, viewOf } from '../neighbours/view.ts';

/** Border, preparation and cautions that estimators from nearest neighbours share whose variables are the columns of x. */
export function columnsEstimate(
  id: string,
  params: Preparation & { readonly k: number },
  x: Batch,
  rng: RandomStream,
  termsOf: (variables: readonly View[]) => Local,
  signed = false,
): Estimate {
  checkSamples(id, { x });
  refuseOneColumn(id, x);
  const { n } = x;
  const columns = columnsOf('x', x);
  const { local, response, tied, ceiling } = termsOf(apart(prepare(id, x, columns, params, rng.fork('x'))));
  const [value, stderr] = [meanOf(local), errorWithTies(errorOfLocal(local, response), tied, n)];
  const cautions = [
    ...preparationCautions(params),
    ...neighbourCautions({ value, stderr, n, k: params.k, tied, columns, signed, ...(signed ? {} : { ceiling }) }),
  ];
  const view = viewOf(x);
  const twins = identical(columns, columns, (i, j) => i < j && sameColumn(view, i, view, j));
  if (twins) cautions.unshift(infinite(twins));
  return {
    value,
    stderr,
    unit: 'nat',
    n,
    method: id,
    params: { ...params },
    ...(twins && !signed ? { bound: 'lower' as const } : {}),
    cautions,
  };
}

export function refuseOneColumn(where: string, { dim }: Batch): void {
  if (dim >= 2) return;
  throw new SzilardError('shape', `[${where}] x: expected at least 2 columns, got ${dim}. Every column is one variable.`);
}
