import { SzilardError } from '@szilard/core';
import { CHUNK, type DenseJob } from './engine.ts';

/** Singles in a line of memory: outputs of a panel, as `assembly/dense.ts` has it. */
export const PANEL = 20;
const LINE = 4 * PANEL;
/** What a list says of input k is MARK · k. */
export const MARK = 16;
/** A 32-bit address space, less a little. */
const MOST = 2 ** 32 - 2 ** 20;
/** The lower 64 KiB stay free for the compiler's own data. */
const BASE = 65536;

/** Where the numbers of one layer lie; addresses in bytes. */
export interface LayerRoom {
  readonly from: number;
  readonly to: number;
  readonly panels: number;
  readonly weights: number;
  /** As the weights; single precision. */
  readonly gradient: number;
  /** As the weights; double precision. */
  readonly sum: number;
  /** Turned weights, in panels of inputs; none for the first layer. */
  readonly turned: number;
  readonly turnedPanels: number;
  /** What goes in, rectified; [rows, stride]. None for the first layer. */
  readonly inputs: number;
  /** Lists of what goes in; those of the first layer are the data's. */
  readonly inputTable: number;
  readonly inputLists: number;
  /** ∂L/∂(affine output); [rows, stride]. */
  readonly delta: number;
  readonly deltaTable: number;
  readonly deltaLists: number;
  /** Bytes of a list, inputs' and deltas'. */
  readonly inputBytes: number;
  readonly deltaBytes: number;
}

export interface DenseRoom {
  readonly pages: number;
  readonly layers: readonly LayerRoom[];
  /** Weights, gradients and sums of all layers follow each other: so many numbers of each. */
  readonly length: number;
  /** Between rows of numbers; an odd count of 64 bytes, so that rows spread over all sets of a cache. */
  readonly stride: number;
  /** Sums on their way; [rows, stride]. */
  readonly z: number;
  readonly ends: number;
  readonly columns: number;
  /** Doubles; [CHUNK]. */
  readonly norms: number;
  readonly data: number;
}

/** Lay out one block of memory for a network, a chunk of rows and all inputs. */
export function denseRoom({ shape, data }: DenseJob, entries: number): DenseRoom {
  let next = BASE;
  const take = (bytes: number) => {
    const at = next;
    next += 64 * Math.ceil(bytes / 64);
    return at;
  };
  const plan = shape.at.map(({ from, to }, l) => ({
    from,
    to,
    panels: Math.ceil(to / PANEL),
    turnedPanels: l > 0 ? Math.ceil(from / PANEL) : 0,
    // Four entries are written at a time, and one beyond.
    inputBytes: 8 * (from + 5),
    deltaBytes: 8 * (to + 5),
  }));
  const lines = plan.map(({ from, panels }) => panels * (from + 1) * LINE);
  const block = (size: number) => {
    const start = take(size * lines.reduce((sum, bytes) => sum + bytes, 0));
    return lines.map((_, l) => start + size * lines.slice(0, l).reduce((sum, bytes) => sum + bytes, 0));
  };
  const [weights, gradient, sum] = [block(1), block(1), block(2)];
  const stride = 64 * (Math.ceil((Math.max(...plan.map(({ panels }) => panels)) * LINE) / 64) | 1);
  const layers = plan.map((layer, l) => ({
    ...layer,
    weights: weights[l],
    gradient: gradient[l],
    sum: sum[l],
    // Four lines are read at a time beyond the last weights: there is room for three more.
    turned: take(layer.turnedPanels * layer.to * LINE),
    inputs: l > 0 ? take(CHUNK * stride) : 0,
    inputTable: take(8 * CHUNK),
    inputLists: l > 0 ? take(CHUNK * layer.inputBytes) : 0,
    delta: take(CHUNK * stride),
    deltaTable: take(8 * CHUNK),
    deltaLists: take(CHUNK * layer.deltaBytes),
  }));
  const deepest = Math.max(...plan.map(({ from }) => from)) + 1;
  const room = {
    layers,
    length: lines.reduce((total, bytes) => total + bytes, 0) / 4,
    stride,
    z: take(CHUNK * stride),
    ends: take(4 * (deepest + 1)),
    columns: take(8 * CHUNK * deepest),
    norms: take(8 * CHUNK),
    data: take(8 * entries),
  };
  if (next > MOST)
    throw new SzilardError(
      'input',
      `[dense classifier] expected inputs and parameters that fit 4 GiB, got ${(next / 2 ** 30).toFixed(1)} GiB for ${data.n} inputs. Take fewer.`,
    );
  return { ...room, pages: Math.ceil(next / 65536) + 1 };
}
