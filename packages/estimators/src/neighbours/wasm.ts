import type { NearestJob, NeighbourEngine, Room, WithinJob } from './engine.ts';
import { LEAF } from './k-d-tree.ts';
import { neighbourBytes } from './neighbour-bytes.generated.ts';
import { plainEngine } from './plain.ts';

/** The lower 64 KiB stay free for the compiler's own data. */
const BASE = 65536;
/** A 32-bit address space, less a little. */
const MOST = 2 ** 32 - 2 ** 20;

interface Memory extends Room {
  readonly memory: WebAssembly.Memory;
  readonly bytes: (values: Uint8Array) => number;
}

/** The SIMD engine, or null where WebAssembly SIMD is not to be had. Each room is a memory of its own, free again with its tree. */
export function wasmEngine(): NeighbourEngine | null {
  if (typeof WebAssembly === 'undefined') return null;
  const bytes = Uint8Array.from(atob(neighbourBytes), (c) => c.charCodeAt(0));
  if (!WebAssembly.validate(bytes)) return null;
  const module = new WebAssembly.Module(bytes);
  const kernels = ({ memory }: Memory) =>
    new WebAssembly.Instance(module, { env: { memory } }).exports as Record<
      'grow' | 'nearest' | 'within' | 'line',
      (...args: number[]) => void
    >;

  function room(size: number): Memory {
    const pages = Math.ceil((BASE + size) / 65536) + 1;
    const memory = new WebAssembly.Memory({ initial: pages, maximum: pages });
    let next = BASE;
    const take = (length: number) => {
      const at = next;
      next = 16 * Math.ceil((next + length) / 16);
      return at;
    };
    return {
      memory,
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
    room,
    grow({ n, dim, leaves, points, ids, box, sizes, starts }, room) {
      kernels(room as Memory).grow(dim, leaves, at(points), at(ids), at(box), at(sizes), at(starts), 0, 0, n);
    },
    nearest(job, room) {
      const memory = room as Memory;
      const { tree, k, window } = job;
      const args = memory.words(17 + 3 * job.extents.length);
      const scratch = [memory.doubles(tree.dim), memory.doubles(k), memory.words(k), memory.words(64 * 4)].map(at);
      args.set([tree.dim, tree.leaves, tree.lanes, at(tree.points), at(tree.ids), at(tree.box), k, ends(memory, job), ...scratch]);
      args.set([window.width, window.length, at(job.radius), at(job.popularity), job.extents.length], 12);
      job.extents.forEach(({ from, to, out }, b) => {
        args.set([from, to, at(out)], 17 + 3 * b);
      });
      kernels(memory).nearest(at(args));
    },
    within(job, room) {
      const memory = room as Memory;
      const { tree, window } = job;
      const args = memory.words(18);
      const query = memory.doubles(tree.dim);
      const stack = memory.words(2 * 64);
      const parts = memory.doubles(2 * LEAF);
      const hits = memory.words(2 * (2 * tree.leaves + LEAF * tree.leaves + 2 * window.width + 2));
      args.set([tree.dim, tree.leaves, tree.lanes, at(tree.points), at(tree.ids), at(tree.box), at(tree.sizes), ends(memory, job)]);
      args.set([at(query), at(job.radius), at(job.slotOf), at(stack), window.width, window.length, at(job.count), at(job.given)], 8);
      args.set([at(hits), at(parts)], 16);
      kernels(memory).within(at(args));
    },
    line(job, room) {
      if (job.metric.ends !== null) return plainEngine.line(job, room);
      const { order, sorted, values, radius, rank, low, high } = job;
      kernels(room as Memory).line(values.length, at(order), at(sorted), at(values), at(radius), at(rank), at(low), at(high));
    },
  };
}
