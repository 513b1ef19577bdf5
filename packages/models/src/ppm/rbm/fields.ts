import type { RbmShape } from './shape.ts';

/** Which half of the units: the other half decides their law. */
export type Layer = 'visible' | 'hidden';

/** ln(1 + e^z) without overflow. */
export const softplus = (z: number): number => (z > 0 ? z + Math.log1p(Math.exp(-z)) : Math.log1p(Math.exp(z)));

/** 1/(1 + e^−z). */
export const sigmoid = (z: number): number => 1 / (1 + Math.exp(-z));

export const unitsOf = ({ visible, hidden }: RbmShape, layer: Layer): number => (layer === 'visible' ? visible : hidden);

/**
 * What every unit of `layer` feels, given the other layer: c_j + Σ_i v_i W_ij, or b_i + Σ_j W_ij h_j; energy. `theta` is read from
 * `at` on, the other layer's units from `from` on; `out` is filled from its start.
 */
export function fieldsOf(
  shape: RbmShape,
  layer: Layer,
  theta: Float64Array,
  at: number,
  other: Float64Array,
  from: number,
  out: Float64Array,
) {
  const { visible, hidden } = shape;
  const biases = at + visible * hidden;
  if (layer === 'hidden') {
    for (let j = 0; j < hidden; j++) out[j] = theta[biases + visible + j];
    for (let i = 0; i < visible; i++) {
      const v = other[from + i];
      if (v === 0) continue;
      for (let j = 0, w = at + i * hidden; j < hidden; j++, w++) out[j] += v * theta[w];
    }
    return;
  }
  for (let i = 0; i < visible; i++) {
    let field = theta[biases + i];
    for (let j = 0, w = at + i * hidden; j < hidden; j++, w++) field += theta[w] * other[from + j];
    out[i] = field;
  }
}

/** Σ own biases of the units of `layer` that are on; energy. */
export function biasOf(
  { visible, hidden }: RbmShape,
  layer: Layer,
  theta: Float64Array,
  at: number,
  units: Float64Array,
  from: number,
): number {
  const first = at + visible * hidden + (layer === 'visible' ? 0 : visible);
  let sum = 0;
  for (let k = 0; k < (layer === 'visible' ? visible : hidden); k++) sum += theta[first + k] * units[from + k];
  return sum;
}
