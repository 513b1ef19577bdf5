import { moments } from './moments.ts';

/** A number and its standard error. */
export interface Reading {
  readonly value: number;
  readonly stderr: number;
}

/** ⟨a⟩/⟨b⟩ of independent pairs; `influence`: what each pair does to it, mean 0, so that stderr is that of their mean. */
export function ratioOfMeans(a: Float64Array, b: Float64Array): Reading & { readonly influence: Float64Array } {
  const under = moments(b).mean;
  const value = moments(a).mean / under;
  const influence = a.map((v, i) => (v - value * b[i]) / under);
  return { value, stderr: moments(influence).stderr, influence };
}

/** Mean and its standard error. */
export function readingOf(values: ArrayLike<number>): Reading {
  const { mean, stderr } = moments(values);
  return { value: mean, stderr };
}
