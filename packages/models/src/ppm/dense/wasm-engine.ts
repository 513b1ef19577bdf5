import { CHUNK, CHUNKS, type DenseEngine, type DenseJob } from './engine.ts';
import { head } from './head.ts';
import { denseKernels } from './kernels.ts';
import { listStarts, writeLists } from './lists.ts';
import { parameterPlaces } from './places.ts';
import { squareOf } from './plain-layer.ts';
import { denseRoom, MARK } from './room.ts';

/** The SIMD engine, or null where WebAssembly SIMD is not to be had. Inputs are kept as lists of what is not zero. */
export function wasmEngine(job: DenseJob): DenseEngine | null {
  const { data } = job;
  const width = job.shape.at[0].from;
  const starts = listStarts(data, width);
  const room = denseRoom(job, starts[data.n]);
  const opened = denseKernels(room.pages);
  if (!opened) return null;
  const { buffer, kernel } = opened;
  const [words, singles, doubles] = [new Uint32Array(buffer), new Float32Array(buffer), new Float64Array(buffer)];
  writeLists(data, width, room.data, words, singles);
  const { layers, z, stride } = room;
  const [first, last] = [layers[0], layers[layers.length - 1]];
  const top = head(last.to);
  const inputNorms = Float64Array.from({ length: data.n }, (_, i) => squareOf(data.inputs, i * width, width));
  const norms = doubles.subarray(room.norms / 8, room.norms / 8 + CHUNK);
  const places = parameterPlaces(job.shape, layers);
  const theta = singles.subarray(first.weights / 4, first.weights / 4 + room.length);
  const gradient = singles.subarray(first.gradient / 4, first.gradient / 4 + room.length);
  const sums = doubles.subarray(first.sum / 8, first.sum / 8 + room.length);

  function turn(): void {
    for (const layer of layers.slice(1)) kernel.turn(layer.weights, layer.from, layer.to, layer.turned);
  }

  function forward(rows: Int32Array, at: number, n: number): void {
    for (let i = 0, to = first.inputTable / 4; i < n; i++) {
      words[to++] = room.data + 8 * starts[rows[at + i]];
      words[to++] = room.data + 8 * starts[rows[at + i] + 1];
    }
    for (let l = 0; l < layers.length; l++) {
      const { inputTable, from, to, weights, panels } = layers[l];
      kernel.forward(inputTable, n, from + 1, weights, panels, z, stride);
      if (l === layers.length - 1) break;
      const next = layers[l + 1];
      kernel.rectify(z, n, stride, to, next.inputs, next.inputLists, next.inputBytes, next.inputTable);
    }
  }

  function headDeltas(rows: Int32Array, at: number, n: number): void {
    for (let i = 0; i < n; i++) {
      const own = (last.delta + i * stride) / 4;
      top.delta(singles, (z + i * stride) / 4, data.labels[rows[at + i]], singles, own);
      const begin = last.deltaLists + i * last.deltaBytes;
      let to = begin / 4;
      for (let c = 0; c < last.to; c++) {
        if (singles[own + c] === 0) continue;
        words[to++] = MARK * c;
        singles[to++] = singles[own + c];
      }
      words[last.deltaTable / 4 + 2 * i] = begin;
      words[last.deltaTable / 4 + 2 * i + 1] = 4 * to;
    }
  }

  /** Deltas of every layer, from those of the last one. */
  function backward(rows: Int32Array, at: number, n: number): void {
    headDeltas(rows, at, n);
    for (let l = layers.length - 1; l > 0; l--) {
      const { deltaTable, to, turned, turnedPanels, inputTable } = layers[l];
      const before = layers[l - 1];
      kernel.forward(deltaTable, n, to, turned, turnedPanels, z, stride);
      kernel.thin(inputTable, n, z, stride, before.panels, before.delta, before.deltaLists, before.deltaBytes, before.deltaTable);
    }
  }

  /** Of rows of the chunk at hand: Σ over layers of (|input|² + 1)|delta|². */
  function square(rows: Int32Array, at: number, n: number, out: Float64Array): void {
    const inputs = new Float64Array(n);
    out.fill(0, at, at + n);
    for (let l = layers.length - 1; l >= 0; l--) {
      const { turnedPanels, panels, delta } = layers[l];
      if (l > 0) kernel.norms(layers[l].inputs, n, stride, turnedPanels, room.norms);
      for (let i = 0; i < n; i++) inputs[i] = l > 0 ? norms[i] : inputNorms[rows[at + i]];
      kernel.norms(delta, n, stride, panels, room.norms);
      for (let i = 0; i < n; i++) out[at + i] += (inputs[i] + 1) * norms[i];
    }
  }

  function collect(rows: Int32Array, squares: Float64Array | undefined, afterChunk: (chunk: number) => void): void {
    for (let at = 0, chunk = 0; at < rows.length; at += CHUNK, chunk++) {
      const n = Math.min(CHUNK, rows.length - at);
      forward(rows, at, n);
      backward(rows, at, n);
      for (const { inputTable, from, gradient: to, panels, delta } of layers) {
        kernel.columns(inputTable, n, from + 1, stride, room.ends, room.columns);
        kernel.accumulate(room.ends, from + 1, to, panels, delta, 1);
      }
      if (squares) square(rows, at, n, squares);
      afterChunk(chunk);
    }
  }

  return {
    name: 'wasm',
    load(from) {
      for (let k = 0; k < places.length; k++) theta[places[k]] = from[k];
      turn();
    },
    store(to) {
      for (let k = 0; k < places.length; k++) to[k] = theta[places[k]];
    },
    parameter: (index) => theta[places[index]],
    scores(rows, out) {
      for (let at = 0; at < rows.length; at += CHUNK) {
        const n = Math.min(CHUNK, rows.length - at);
        forward(rows, at, n);
        for (let i = 0; i < n; i++) out.set(singles.subarray((z + i * stride) / 4, (z + i * stride) / 4 + last.to), (at + i) * last.to);
      }
    },
    descend: (rows, scale) => (rows.length === 1 ? one(rows, scale) : some(rows, scale)),
    gradient(rows, sum, squares) {
      sums.fill(0);
      const chunks = Math.ceil(rows.length / CHUNK);
      collect(rows, squares, (chunk) => {
        if ((chunk + 1) % CHUNKS === 0 || chunk === chunks - 1) kernel.fold(first.gradient, first.sum, room.length);
      });
      for (let k = 0; k < places.length; k++) sum[k] = sums[places[k]];
    },
  };

  /** Weights and turned weights move together, line by line, and no gradient is written down. */
  function one(rows: Int32Array, scale: number): void {
    forward(rows, 0, 1);
    backward(rows, 0, 1);
    for (let l = 0; l < layers.length; l++) {
      const { inputTable, from, to, weights, panels, delta, deltaTable, turned, turnedPanels, inputs } = layers[l];
      kernel.online(inputTable, from + 1, weights, panels, delta, scale);
      if (l > 0) kernel.online(deltaTable, to, turned, turnedPanels, inputs, scale);
    }
  }

  function some(rows: Int32Array, scale: number): void {
    const n = rows.length;
    if (n <= CHUNK) {
      forward(rows, 0, n);
      backward(rows, 0, n);
      for (const { inputTable, from, weights, panels, delta } of layers) {
        kernel.columns(inputTable, n, from + 1, stride, room.ends, room.columns);
        kernel.accumulate(room.ends, from + 1, weights, panels, delta, -scale);
      }
    } else {
      collect(rows, undefined, () => {});
      const s = Math.fround(scale);
      for (let k = 0; k < theta.length; k++) theta[k] -= Math.fround(s * gradient[k]);
      gradient.fill(0);
    }
    turn();
  }
}
