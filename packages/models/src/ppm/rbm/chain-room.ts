import { rbmBytes } from './rbm-bytes.generated.ts';

type Kernel = (...args: number[]) => number;

/** The SIMD kernels of `assembly/rbm.ts` on a memory that all chains share: it is only its owner's who wrote to it last. */
export interface ChainRoom {
  readonly kernel: Readonly<Record<'fields' | 'draw' | 'total', Kernel>>;
  /** How much of it is free, and from which address on. */
  readonly bytes: number;
  readonly free: number;
  readonly fours: Uint16Array;
  readonly words: Uint32Array;
  readonly singles: Float32Array;
  readonly doubles: Float64Array;
  owner: object | null;
}

/** Draws of `draw`: 24 bits. It leaves alone what is closer to its chance than this; the chance is off by half of that at most. */
const [BITS, CLOSE] = [2 ** 24, 2 ** -14];
/** Bounds of t; what rounds; 2ᵗ on (−½, ½): the cubic of least greatest error, 10⁻⁴; draws. */
const VECTORS = [120, -120, 1.5 * 2 ** 23, 5.50089349e-2, 2.42210961e-1, 6.93282926e-1, 1, BITS, BITS * CLOSE];

let compiled: WebAssembly.Module | null | undefined;
let last: ChainRoom | null = null;

/** Machines that need more are for plain numbers. */
const MOST = 2 ** 30;

/** A room with at least so many free bytes; null where there is no WebAssembly SIMD. */
export function chainRoom(bytes: number): ChainRoom | null {
  if (compiled === undefined) compiled = moduleOf(rbmBytes);
  if (!compiled || bytes > MOST) return null;
  if (last && last.bytes >= bytes) return last;
  const opened = open(compiled, bytes);
  if (opened) last = opened;
  return opened;
}

function moduleOf(text: string): WebAssembly.Module | null {
  if (typeof WebAssembly === 'undefined') return null;
  const code = Uint8Array.from(atob(text), (c) => c.charCodeAt(0));
  return WebAssembly.validate(code) ? new WebAssembly.Module(code) : null;
}

/** Half as much again, so that a slightly larger machine needs no other room; null where so much is not to be had. */
function memoryOf(bytes: number): WebAssembly.Memory | null {
  const pages = 3 + Math.ceil((1.5 * bytes) / 65536);
  try {
    return new WebAssembly.Memory({ initial: pages, maximum: pages });
  } catch (cause) {
    if (cause instanceof RangeError) return null;
    throw cause;
  }
}

function open(module: WebAssembly.Module, bytes: number): ChainRoom | null {
  const memory = memoryOf(bytes);
  if (!memory) return null;
  const { exports } = new WebAssembly.Instance(module, { env: { memory } });
  const { buffer } = memory;
  const { MASKS, CONSTANTS, FREE } = exports as Record<string, { readonly value: number }>;
  const words = new Uint32Array(buffer);
  const singles = new Float32Array(buffer);
  for (let bits = 0; bits < 16; bits++)
    for (let word = 0; word < 8; word++) words[MASKS.value / 4 + 32 * bits + word] = (bits >> (word >> 1)) & 1 ? 0xffffffff : 0;
  for (const [k, value] of VECTORS.entries()) singles.fill(value, CONSTANTS.value / 4 + 4 * k, CONSTANTS.value / 4 + 4 * (k + 1));
  // Everything but the sign; everything.
  const masks = CONSTANTS.value / 4 + 4 * VECTORS.length;
  words.fill(0x7fffffff, masks, masks + 4).fill(0xffffffff, masks + 4, masks + 8);
  return {
    kernel: exports as ChainRoom['kernel'],
    bytes: buffer.byteLength - FREE.value,
    free: FREE.value,
    fours: new Uint16Array(buffer),
    words,
    singles,
    doubles: new Float64Array(buffer),
    owner: null,
  };
}
