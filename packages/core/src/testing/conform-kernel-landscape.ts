import { batch } from '../arrays/batch.ts';
import type { Batch } from '../contracts/batch.ts';
import type { Given } from '../contracts/kernel.ts';
import type { Landscape } from '../contracts/landscape.ts';
import { givenAt } from './conform-kernel-cases.ts';
import { energiesOf } from './conform-kernel-moves.ts';
import { type Conformance, promise, sameNumbers } from './conformance.ts';

export interface LandscapeConformanceOptions {
  /** States to look at; [n, dim]. */
  readonly x: Batch;
  /** λ; [controls]. Absent: none. */
  readonly control?: Float64Array;
  /** The other subsystem; [n, dim of the other]. Absent: none. */
  readonly partner?: Batch;
}

/** Every promise of the landscape contract, at these states. */
export function landscapeConformance(
  landscape: Landscape,
  { x, control = new Float64Array(0), partner = batch(x.n, 0) }: LandscapeConformanceOptions,
): Conformance[] {
  const { dim, energy, gradient, stiffness } = landscape;
  const given: Given = { ...givenAt(1, x.n), control, partner };
  const slope = (at: Batch) => {
    const out = batch(x.n, dim);
    gradient!(at, given, out);
    return out.data;
  };
  /** Central difference of a field along coordinate k, fourth order; as many numbers as the field has. */
  const along = (k: number, field: (at: Batch) => Float64Array): Float64Array => {
    const h = 1e-3;
    const at = (steps: number) => field({ ...x, data: x.data.map((v, j) => (j % dim === k ? v + steps * h : v)) });
    const [a, b, c, d] = [at(-2), at(-1), at(1), at(2)];
    return a.map((_, i) => (a[i] - 8 * b[i] + 8 * c[i] - d[i]) / (12 * h));
  };
  const list: Conformance[] = [
    {
      name: 'has finite energies, and leaves the states alone',
      run() {
        const before = x.data.slice();
        const first = energiesOf(energy, x, given);
        promise(x.dim === dim, `states have dimension ${x.dim}, the landscape ${dim}`);
        promise(first.every(Number.isFinite), 'some energy is not finite');
        sameNumbers(energiesOf(energy, x, given), first, 0, 'energy, asked again');
        if (gradient) promise(slope(x).every(Number.isFinite), 'some component of the gradient is not finite. Is every one written?');
        sameNumbers(x.data, before, 0, 'x');
      },
    },
  ];
  if (gradient)
    list.push({
      name: 'has the gradient of its energy',
      run() {
        const claimed = slope(x);
        for (let k = 0; k < dim; k++)
          sameNumbers(
            along(k, (at) => energiesOf(energy, at, given)),
            claimed.filter((_, at) => at % dim === k),
            1e-6,
            `∂U/∂x${k} by differences beside the gradient`,
          );
      },
    });
  if (gradient && stiffness)
    list.push({
      name: 'has the stiffness of its gradient, everywhere the same',
      run() {
        const claimed = stiffness(control);
        for (let k = 0; k < dim; k++)
          sameNumbers(
            along(k, slope),
            x.data.map((_, at) => claimed[(at % dim) * dim + k]),
            1e-6,
            `∂²U/∂x∂x${k} by differences beside the stiffness`,
          );
      },
    });
  return list;
}
