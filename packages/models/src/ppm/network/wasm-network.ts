import { CHUNK } from '../dense/engine.ts';
import { denseKernels } from '../dense/kernels.ts';
import { MARK, PANEL } from '../dense/room.ts';
import { bendConstants } from './bends.ts';
import type { NetworkEngine, NetworkJob } from './engine.ts';
import { networkRoom, networkRuns } from './room.ts';

/** The SIMD engine, or null where WebAssembly SIMD is not to be had. Rows are kept as lists of what is not zero. */
export function wasmNetwork(job: NetworkJob): NetworkEngine | null {
  const { activation, toInputs } = job;
  const { pages, layers, length, sum: sumAt, stride, z, ends, columns, constants } = networkRoom(job);
  const opened = denseKernels(pages);
  if (!opened) return null;
  const { buffer, kernel } = opened;
  const [words, singles, doubles] = [new Uint32Array(buffer), new Float32Array(buffer), new Float64Array(buffer)];
  singles.set(bendConstants, constants / 4);
  const [first, last] = [layers[0], layers[layers.length - 1]];
  const theta = singles.subarray(first.weights / 4, first.weights / 4 + length);
  const sums = doubles.subarray(sumAt / 8, sumAt / 8 + length);
  const runs = networkRuns(layers);
  const rows = new Int32Array(job.slots);
  const bend = activation === 'softplus' ? kernel.soften : kernel.squash;
  const forwardBy = (panel: number) => (panel === PANEL ? kernel.forward : kernel.forward16);
  const accumulateBy = (panel: number) => (panel === PANEL ? kernel.accumulate : kernel.accumulate16);
  const slant = activation === 'relu' ? kernel.survive : kernel.slant;
  const tableOf = (l: number, slot: number) => layers[l].inputTable + slot * CHUNK * 8;
  const slopesOf = (l: number, slot: number) => layers[l].slopes + slot * CHUNK * stride;

  /** Lists of rows of `width` numbers, `bytes` each; a bias ends those that have one. */
  function write(values: Float32Array, width: number, lists: number, bytes: number, table: number, bias: boolean): void {
    const count = values.length / width;
    for (let i = 0, at = 0; i < count; i++) {
      const begin = lists + i * bytes;
      let to = begin / 4;
      for (let k = 0; k < width; k++, at++) {
        if (values[at] === 0) continue;
        words[to++] = MARK * k;
        singles[to++] = values[at];
      }
      if (bias) {
        words[to++] = MARK * width;
        singles[to++] = 1;
      }
      words[table / 4 + 2 * i] = begin;
      words[table / 4 + 2 * i + 1] = 4 * to;
    }
  }

  /** Rows of few numbers out of memory, or into it: one by one, for a view of each row would cost more. */
  function read(at: number, width: number, out: Float32Array): void {
    for (let from = at / 4, to = 0; to < out.length; from += stride / 4) for (let k = 0; k < width; k++) out[to++] = singles[from + k];
  }
  function place(values: Float32Array, width: number, at: number): void {
    for (let to = at / 4, from = 0; from < values.length; to += stride / 4)
      for (let k = 0; k < width; k++) singles[to + k] = values[from++];
  }

  return {
    load(from) {
      for (let r = 0, k = 0; r < runs.length; r += 2) {
        const end = runs[r + 1];
        for (let place = runs[r]; place < end; place++) theta[place] = from[k++];
      }
      for (const { weights, from: inputs, to, panel, turned, turnedPanel, turnedPanels } of layers)
        if (turnedPanels > 0) kernel.turnLines(weights, inputs, to, turned, 4 * panel, 4 * turnedPanel);
    },
    forward(slot, inputs, outputs) {
      const n = inputs.length / first.from;
      rows[slot] = n;
      write(inputs, first.from, first.inputLists + slot * CHUNK * first.inputBytes, first.inputBytes, tableOf(0, slot), true);
      for (let l = 0; l < layers.length; l++) {
        const { from, to, weights, panel, panels } = layers[l];
        forwardBy(panel)(tableOf(l, slot), n, from + 1, weights, panels, z, stride);
        if (l === layers.length - 1) break;
        const { inputLists, inputBytes } = layers[l + 1];
        const lists = inputLists + slot * CHUNK * inputBytes;
        const table = tableOf(l + 1, slot);
        const slopes = slopesOf(l + 1, slot);
        if (activation === 'relu') kernel.rectify(z, n, stride, to, slopes, lists, inputBytes, table);
        else bend(z, n, stride, to, slopes, lists, inputBytes, table, constants);
      }
      read(z, last.to, outputs);
    },
    back(slot, outputGradient, inputGradient) {
      const n = rows[slot];
      write(outputGradient, last.to, last.deltaLists, last.deltaBytes, last.deltaTable, false);
      place(outputGradient, last.to, last.delta);
      for (let l = layers.length - 1; l >= 0; l--) {
        const { from, to, gradient, panel, panels, delta, deltaTable, turned, turnedPanel, turnedPanels } = layers[l];
        const table = tableOf(l, slot);
        if (to <= 4) kernel.narrow(table, n, from + 1, gradient, 4 * panel, delta, stride, columns);
        else {
          kernel.columns(table, n, from + 1, stride, ends, columns);
          accumulateBy(panel)(ends, from + 1, gradient, panels, delta, 1);
        }
        if (l === 0 && !toInputs) break;
        forwardBy(turnedPanel)(deltaTable, n, to, turned, turnedPanels, z, stride);
        if (l === 0) break;
        const before = layers[l - 1];
        slant(z, n, stride, from, slopesOf(l, slot), before.delta, before.deltaLists, before.deltaBytes, before.deltaTable);
      }
      if (toInputs && inputGradient) read(z, first.from, inputGradient);
    },
    fold: () => kernel.fold(first.gradient, sumAt, length),
    take(sum) {
      for (let r = 0, k = 0; r < runs.length; r += 2) {
        const end = runs[r + 1];
        for (let place = runs[r]; place < end; place++) sum[k++] = sums[place];
      }
      sums.fill(0);
    },
  };
}
