import { SzilardError } from '@szilard/core';
import { CHUNK } from '../dense/engine.ts';
import { PANEL } from '../dense/room.ts';
import { bendConstants } from './bends.ts';
import type { NetworkJob } from './engine.ts';

/** Outputs of the other panel. */
const NARROW = 16;
const filled = (width: number, panel: number) => panel * Math.ceil(width / panel);
/** The narrower panel where it leaves clearly less empty: lists are read once for every panel. */
const panelOf = (width: number): number => (1.05 * filled(width, NARROW) < filled(width, PANEL) ? NARROW : PANEL);
/** The lower 64 KiB stay free for the compiler's own data. */
const BASE = 65536;
/** A 32-bit address space, less a little. */
const MOST = 2 ** 32 - 2 ** 20;

/** Where the numbers of one layer lie; addresses in bytes. Of what is kept by slot, those of the first slot. */
export interface LayerRoom {
  readonly from: number;
  readonly to: number;
  /** Outputs of a panel, and panels. */
  readonly panel: number;
  readonly panels: number;
  readonly weights: number;
  readonly gradient: number;
  /** Turned weights, in panels of inputs; none where nothing goes back to them. */
  readonly turned: number;
  readonly turnedPanel: number;
  readonly turnedPanels: number;
  /** Lists of what goes in, by slot; of a list so many bytes. */
  readonly inputTable: number;
  readonly inputLists: number;
  readonly inputBytes: number;
  /** Slopes of what bends the inputs, or what rectifiers gave, by slot; [rows, stride]. None for the first layer. */
  readonly slopes: number;
  /** ∂/∂(affine output) of the block at hand; [rows, stride]. */
  readonly delta: number;
  readonly deltaTable: number;
  readonly deltaLists: number;
  readonly deltaBytes: number;
}

export interface NetworkRoom {
  readonly pages: number;
  readonly layers: readonly LayerRoom[];
  /** Weights, gradients and sums of all layers follow each other: so many numbers of each. */
  readonly length: number;
  /** In double precision. */
  readonly sum: number;
  /** Between rows of numbers; an odd count of 64 bytes, so that rows spread over all sets of a cache. */
  readonly stride: number;
  /** Sums on their way; [rows, stride]. */
  readonly z: number;
  readonly ends: number;
  readonly columns: number;
  readonly constants: number;
  /** What a slot keeps. */
  readonly slotBytes: number;
}

/** Lay out one block of memory for a network and what its slots keep. */
export function networkRoom({ layers: shapes, toInputs, slots }: NetworkJob): NetworkRoom {
  let next = BASE;
  const take = (bytes: number) => {
    const at = next;
    next += 64 * Math.ceil(bytes / 64);
    return at;
  };
  const lines = shapes.map(({ from, to }) => 4 * filled(to, panelOf(to)) * (from + 1));
  const before = (l: number) => lines.slice(0, l).reduce((sum, bytes) => sum + bytes, 0);
  const total = before(lines.length);
  const [weights, gradient, sum] = [take(total), take(total), take(2 * total)];
  const widest = Math.max(...shapes.flatMap(({ from, to }, l) => (l > 0 || toInputs ? [from, to] : [to])));
  const stride = 64 * (Math.ceil((4 * filled(widest, PANEL)) / 64) | 1);
  let slotBytes = 0;
  const takeBySlot = (bytes: number) => {
    slotBytes += bytes;
    return take(slots * bytes);
  };
  const layers = shapes.map(({ from, to }, l) => {
    // Four entries are written at a time, and one beyond.
    const [inputBytes, deltaBytes] = [8 * (from + 5), 8 * (to + 5)];
    const [panel, turnedPanel] = [panelOf(to), panelOf(from)];
    const turnedPanels = l > 0 || toInputs ? Math.ceil(from / turnedPanel) : 0;
    return {
      ...{ from, to, panel, panels: Math.ceil(to / panel), turnedPanel, turnedPanels, inputBytes, deltaBytes },
      weights: weights + before(l),
      gradient: gradient + before(l),
      // Four lines are read at a time beyond the last weights: there is room for three more.
      turned: take(4 * turnedPanel * (turnedPanels * to + 3)),
      inputTable: takeBySlot(CHUNK * 8),
      inputLists: takeBySlot(CHUNK * inputBytes),
      slopes: l > 0 ? takeBySlot(CHUNK * stride) : 0,
      delta: take(CHUNK * stride),
      deltaTable: take(8 * CHUNK),
      deltaLists: take(CHUNK * deltaBytes),
    };
  });
  const deepest = Math.max(...shapes.map(({ from }) => from)) + 1;
  const room = {
    ...{ layers, length: total / 4, sum, stride },
    z: take(CHUNK * stride),
    ends: take(4 * (deepest + 1)),
    columns: take(8 * CHUNK * deepest),
    constants: take(4 * bendConstants.length),
  };
  if (next > MOST)
    throw new SzilardError('shape', `[network] expected layers that fit 4 GiB, got ${(next / 2 ** 30).toFixed(1)} GiB. Take smaller ones.`);
  return { ...room, slotBytes, pages: Math.ceil(next / 65536) + 1 };
}

/** Runs of parameters that lie side by side, in order: places among numbers that lie as the weights do, first and past the last. */
export function networkRuns(layers: readonly LayerRoom[]): Int32Array {
  const runs: number[] = [];
  let base = 0;
  for (const { from, to, panel, panels } of layers) {
    for (let k = 0; k <= from; k++)
      for (let p = 0; p < panels; p++) {
        const first = base + panel * (p * (from + 1) + k);
        runs.push(first, first + Math.min(panel, to - p * panel));
      }
    base += panel * panels * (from + 1);
  }
  return Int32Array.from(runs);
}
