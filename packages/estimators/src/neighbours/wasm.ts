import type { NearestJob, NeighbourEngine, Room, WithinJob } from './engine.ts';
import { LEAF } from './k-d-tree.ts';
import { neighbourBytes } from './neighbour-bytes.generated.ts';
import { plainEngine } from './plain.ts';

/** The lower 64 KiB stay free for the compiler's own data. */
const BASE = 65536;
/** A 32-bit address space, less a little. */
const MOST = 2 ** 32 - 2 ** 20;

/** Bytes of the largest memory that is kept for the next room. */
const KEPT = 2 ** 26;

/** Nodes that wait to be looked into, at most. */
const STACK = 256;
/** Counters of the sort: 6 digits of 11 bits. */
const DIGITS = 6 * 2048;

interface Memory extends Room {
  readonly kernels: Kernels;
  readonly bytes: (values: Uint8Array) => number;
}

type Kernels = Record<'sort' | 'grow' | 'turn' | 'nearest' | 'within' | 'withinBoxes' | 'line', (...args: number[]) => void>;

/** The SIMD engine, or null where WebAssembly SIMD is not to be had. */
export function wasmEngine(): NeighbourEngine | null {
  if (typeof WebAssembly === 'undefined') return null;
  const bytes = Uint8Array.from(atob(neighbourBytes), (c) => c.charCodeAt(0));
  if (!WebAssembly.validate(bytes)) return null;
  const module = new WebAssembly.Module(bytes);
  /** The last memory, for the next room: a system gives new memory page by page, which takes longer than a search of it. */
  let kept: WebAssembly.Memory | null = null;

  function inRoom<T>(size: number, work: (room: Room) => T): T {
    const pages = Math.ceil((BASE + size) / 65536) + 1;
    const memory = kept && kept.buffer.byteLength >= 65536 * pages ? kept : new WebAssembly.Memory({ initial: pages, maximum: pages });
    kept = null;
    try {
      return work(roomIn(memory));
    } finally {
      if (memory.buffer.byteLength <= KEPT) kept = memory;
    }
  }

  function roomIn(memory: WebAssembly.Memory): Memory {
    let next = BASE;
    const take = (length: number) => {
      const at = next;
      next = 16 * Math.ceil((next + length) / 16);
      return at;
    };
    return {
      kernels: new WebAssembly.Instance(module, { env: { memory } }).exports as Kernels,
      doubles: (length) => new Float64Array(memory.buffer, take(8 * length), length),
      words: (length) => new Int32Array(memory.buffer, take(4 * length), length),
      bytes(values) {
        const own = new Uint8Array(memory.buffer, take(values.length), values.length);
        own.set(values);
        return own.byteOffset;
      },
    };
  }

  const at = (array: Float64Array | Int32Array) => array.byteOffset;
  /** Where the ends of Euclidean blocks lie; 0 for the maximum norm. */
  const ends = (memory: Memory, { metric }: NearestJob | WithinJob) => (metric.ends ? memory.bytes(metric.ends) : 0);

  return {
    name: 'wasm',
    most: MOST,
    inRoom,
    sort({ values, sorted, rows }, room) {
      const n = values.length;
      const scratch = [room.doubles(n), room.words(n), room.words(DIGITS)].map(at);
      (room as Memory).kernels.sort(n, at(values), at(sorted), rows ? at(rows) : 0, ...scratch);
    },
    grow({ n, dim, leaves, lanes, points, ids, box, sizes, starts }, room) {
      const own = (room as Memory).kernels;
      for (let i = 0; i < n; i++) ids[i] = i;
      own.grow(dim, leaves, at(points), at(ids), at(box), at(sizes), at(starts), 0, 0, n);
      own.turn(dim, leaves, lanes, at(points), at(ids), at(starts), at(room.doubles(lanes * (dim + 1))));
    },
    nearest(job, room) {
      const memory = room as Memory;
      const { tree, k, window } = job;
      const args = memory.words(18 + 3 * job.extents.length);
      const { dim, leaves, lanes } = tree;
      const own = [memory.doubles(dim), memory.doubles(k + 4), memory.doubles(k + 4), memory.words(STACK), memory.doubles(LEAF)];
      args.set([dim, leaves, lanes, at(tree.points), at(tree.ids), at(tree.box), k, ends(memory, job), ...own.map(at)]);
      args.set([window.width, window.length, at(job.radius), at(job.popularity), job.extents.length], 13);
      job.extents.forEach(({ from, to, out }, b) => {
        args.set([from, to, at(out)], 18 + 3 * b);
      });
      memory.kernels.nearest(at(args));
    },
    within(job, room) {
      const memory = room as Memory;
      const { tree, window } = job;
      const { n, dim, leaves } = tree;
      const args = memory.words(25);
      const query = memory.doubles(tree.dim);
      const stack = memory.words(STACK);
      const parts = memory.doubles(2 * LEAF);
      const hits = memory.words(2 * (2 * tree.leaves + LEAF * tree.leaves + 2 * window.width + 2));
      args.set([tree.dim, tree.leaves, tree.lanes, at(tree.points), at(tree.ids), at(tree.box), at(tree.sizes), ends(memory, job)]);
      args.set([at(query), at(job.radius), at(job.slotOf), at(stack), window.width, window.length, at(job.count), at(job.given)], 8);
      args.set([at(hits), at(parts), at(job.given) + 8 * (2 * leaves - 1), n], 16);
      if (job.metric.ends) return memory.kernels.withinBoxes(at(args));
      const ranks = Array.from({ length: 3 }, () => at(memory.words(LEAF * dim * leaves)));
      const boxes = memory.words(2 * dim * (2 * leaves - 1));
      args.set([...ranks, at(boxes), at(memory.words(9 * n + DIGITS))], 20);
      memory.kernels.within(at(args));
    },
    line(job, room) {
      if (job.metric.ends !== null) return plainEngine.line(job, room);
      const memory = room as Memory;
      const { values, radius, count, share, window } = job;
      const n = values.length;
      const args = memory.words(14);
      args.set([n, at(values), at(radius), at(count), at(share), window.width, window.length]);
      args.set(
        [
          memory.doubles(n),
          memory.words(n),
          memory.words(n),
          memory.doubles(n + 1),
          memory.words(n),
          memory.words(DIGITS),
          memory.doubles(n),
        ].map(at),
        7,
      );
      memory.kernels.line(at(args));
    },
  };
}
