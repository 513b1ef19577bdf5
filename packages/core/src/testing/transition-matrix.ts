import type { Batch } from '../contracts/batch.ts';
import type { Given, Kernel } from '../contracts/kernel.ts';

/** Every state of coordinates with these values, the last running fastest; [states, dim]. */
export function allStates(values: readonly Float64Array[]): Batch {
  const rows = values.reduce<number[][]>((known, of) => known.flatMap((row) => Array.from(of, (v) => [...row, v])), [[]]);
  return { n: rows.length, dim: values.length, data: Float64Array.from(rows.flat()) };
}

/** K(j|i) of a kernel on finitely many states, by its densities; [from, to] by rows. `given` is for as many states as there are pairs. */
export function transitionMatrix(
  { logDensity }: Pick<Kernel, 'logDensity'>,
  { n, dim, data }: Batch,
  given: (n: number) => Given,
): Float64Array {
  const pairs = (row: (i: number, j: number) => number): Batch => ({
    n: n * n,
    dim,
    data: Float64Array.from({ length: n * n * dim }, (_, at) => {
      const pair = Math.floor(at / dim);
      return data[row(Math.floor(pair / n), pair % n) * dim + (at % dim)];
    }),
  });
  const out = new Float64Array(n * n);
  logDensity(
    pairs((i) => i),
    pairs((_i, j) => j),
    given(n * n),
    out,
  );
  return out.map(Math.exp);
}
