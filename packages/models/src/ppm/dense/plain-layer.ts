const f = Math.fround;

/** A layer of a plain engine: weights [out, in] by rows, then biases, from `at` on. */
export interface PlainLayer {
  readonly from: number;
  readonly to: number;
  readonly at: number;
}

/** z = Σ input · weight over inputs that are not zero, ascending, then the bias; [rows, from] → [rows, to]. */
export function forward({ from, to, at }: PlainLayer, theta: Float32Array, inputs: Float32Array, rows: number): Float32Array {
  const z = new Float32Array(rows * to);
  for (let i = 0; i < rows; i++) {
    for (let o = 0; o < to; o++) {
      let sum = 0;
      for (let k = 0; k < from; k++) {
        const value = inputs[i * from + k];
        if (value !== 0) sum = f(sum + f(value * theta[at + o * from + k]));
      }
      z[i * to + o] = f(sum + theta[at + from * to + o]);
    }
  }
  return z;
}

/** ∂L/∂input where the input is alive, 0 elsewhere: Σ delta · weight over deltas that are not zero, ascending; [rows, to] → [rows, from]. */
export function pull({ from, to, at }: PlainLayer, theta: Float32Array, inputs: Float32Array, delta: Float32Array): Float32Array {
  const before = new Float32Array(inputs.length);
  for (let i = 0; i < inputs.length / from; i++) {
    for (let k = 0; k < from; k++) {
      if (inputs[i * from + k] === 0) continue;
      let sum = 0;
      for (let o = 0; o < to; o++) {
        const value = delta[i * to + o];
        if (value !== 0) sum = f(sum + f(value * theta[at + o * from + k]));
      }
      before[i * from + k] = sum;
    }
  }
  return before;
}

/**
 * Σ over rows of ∂L/∂parameter, for every parameter that any row touches: `visit(parameter, sum)`. Rows whose input is zero do not
 * touch; the first that does starts the sum.
 */
export function eachSum(
  { from, to, at }: PlainLayer,
  inputs: Float32Array,
  delta: Float32Array,
  visit: (parameter: number, sum: number) => void,
): void {
  const rows = delta.length / to;
  for (let o = 0; o < to; o++) {
    for (let k = 0; k <= from; k++) {
      let sum: number | undefined;
      for (let i = 0; i < rows; i++) {
        const value = k < from ? inputs[i * from + k] : 1;
        if (value === 0) continue;
        const term = f(value * delta[i * to + o]);
        sum = sum === undefined ? term : f(sum + term);
      }
      if (sum !== undefined) visit(k < from ? at + o * from + k : at + from * to + o, sum);
    }
  }
}

/** (Σ input² + 1) · Σ delta² of one row, in double precision: the square of its own gradient; the bias counts as an input of 1. */
export const square = ({ from, to }: PlainLayer, inputs: Float32Array, delta: Float32Array, row: number): number =>
  (squareOf(inputs, row * from, from) + 1) * squareOf(delta, row * to, to);

/** Σ value² of `width` numbers, in double precision: four running sums, number k in sum k mod 4. */
export function squareOf(values: Float32Array, at: number, width: number): number {
  const s = [0, 0, 0, 0];
  for (let k = 0; k < width; k++) s[k & 3] += values[at + k] * values[at + k];
  return s[0] + s[1] + (s[2] + s[3]);
}
