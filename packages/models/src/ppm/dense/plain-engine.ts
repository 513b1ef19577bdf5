import { CHUNK, CHUNKS, type DenseEngine, type DenseJob } from './engine.ts';
import { head } from './head.ts';
import { eachSum, forward, pull, square } from './plain-layer.ts';

const f = Math.fround;

/** The specification in plain TypeScript; where there is no WebAssembly SIMD, also what runs. `assembly/dense.ts` gives the same bits. */
export function plainEngine({ shape, data }: DenseJob): DenseEngine {
  const layers = shape.at.map(({ from, to, weights }) => ({ from, to, at: weights }));
  const [{ from: width }, { to: classes }] = [layers[0], layers[layers.length - 1]];
  const theta = new Float32Array(shape.parameters);
  const top = head(classes);

  /** What goes into every layer, and the scores; [rows, width] each. */
  function tape(rows: Int32Array): Float32Array[] {
    const inputs = new Float32Array(rows.length * width);
    for (const [i, row] of rows.entries()) inputs.set(data.inputs.subarray(row * width, (row + 1) * width), i * width);
    const kept: Float32Array[] = [inputs];
    for (const [l, layer] of layers.entries()) {
      const z = forward(layer, theta, kept[l], rows.length);
      kept.push(l < layers.length - 1 ? z.map((value) => Math.max(value, 0)) : z);
    }
    return kept;
  }

  function deltas(rows: Int32Array, kept: readonly Float32Array[]): Float32Array[] {
    const out: Float32Array[] = [];
    let delta: Float32Array = new Float32Array(rows.length * classes);
    for (const [i, row] of rows.entries()) top.delta(kept[layers.length], i * classes, data.labels[row], delta, i * classes);
    for (let l = layers.length - 1; l >= 0; l--) {
      out[l] = delta;
      if (l > 0) delta = pull(layers[l], theta, kept[l], delta);
    }
    return out;
  }

  /** Sums of one chunk of rows: `visit(parameter, sum)`. */
  function sums(rows: Int32Array, visit: (parameter: number, sum: number) => void, squares?: Float64Array): void {
    const kept = tape(rows);
    const own = deltas(rows, kept);
    for (const [l, layer] of layers.entries()) eachSum(layer, kept[l], own[l], visit);
    if (squares)
      for (let i = 0; i < rows.length; i++)
        squares[i] = layers.reduceRight((total, layer, l) => total + square(layer, kept[l], own[l], i), 0);
  }
  const chunksOf = (rows: Int32Array) =>
    Array.from({ length: Math.ceil(rows.length / CHUNK) }, (_, c) => rows.subarray(c * CHUNK, (c + 1) * CHUNK));

  return {
    name: 'plain',
    load: (from) => theta.set(from),
    store: (to) => to.set(theta),
    parameter: (index) => theta[index],
    scores(rows, out) {
      for (const [c, chunk] of chunksOf(rows).entries()) out.set(tape(chunk)[layers.length], c * CHUNK * classes);
    },
    descend(rows, scale) {
      const move = (parameter: number, sum: number) => void (theta[parameter] = f(theta[parameter] - f(f(scale) * sum)));
      if (rows.length <= CHUNK) return sums(rows, move);
      const total = new Float32Array(theta.length);
      for (const chunk of chunksOf(rows)) sums(chunk, (parameter, sum) => void (total[parameter] += sum));
      total.forEach((sum, parameter) => {
        move(parameter, sum);
      });
    },
    gradient(rows, sum, squares) {
      sum.fill(0);
      const some = new Float32Array(theta.length);
      const chunks = chunksOf(rows);
      for (const [c, chunk] of chunks.entries()) {
        sums(chunk, (parameter, own) => void (some[parameter] += own), squares?.subarray(c * CHUNK, (c + 1) * CHUNK));
        if ((c + 1) % CHUNKS !== 0 && c < chunks.length - 1) continue;
        for (let k = 0; k < sum.length; k++) sum[k] += some[k];
        some.fill(0);
      }
    },
  };
}
