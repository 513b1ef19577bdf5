import { exponentialConstants } from './exponentials.ts';
import { fineConstants } from './fine-normals.ts';
import type { NoiseEngine } from './noise.ts';
import { noiseConstants, plainNoise } from './noise.ts';
import { noiseBytes } from './noise-bytes.generated.ts';

/** Lanes per call: states and draws of one call fit the module's fixed megabyte. */
const MOST = 2048;
/** The lower megabyte is the engine's own; the rest is room for kernels that use draws where they are made. */
const OWN = 1 << 20;
const PAGES = 96;
/** Draws of each kind a call: those of a few lanes fit beside them. */
const MOST_DRAWS = 256;

/** Of one lane: pairs a call. */
const MOST_PAIRS = 1024;
/** What kernels write down on their way. */
const SCRATCH = 1 << 16;

type Draws = Float64Array | Uint32Array;
type NormalKind = 'normals' | 'fineNormals';
type Kind = NormalKind | 'uniforms' | 'exponentials' | 'words';
type Fill = (state: number, lanes: number, count: number, out: number, row: number, constants: number, scratch: number) => void;
type FillOne = (state: number, pairs: number, out: number, constants: number, scratch: number) => void;
type Seeds = (key: number, first: number, lanes: number, out: number) => void;

/** The SIMD engine, or null where WebAssembly SIMD is not to be had. */
export function wasmNoise(): NoiseEngine | null {
  if (typeof WebAssembly === 'undefined') return null;
  const bytes = Uint8Array.from(atob(noiseBytes), (c) => c.charCodeAt(0));
  if (!WebAssembly.validate(bytes)) return null;
  const memory = new WebAssembly.Memory({ initial: PAGES, maximum: PAGES });
  const instance = new WebAssembly.Instance(new WebAssembly.Module(bytes), { env: { memory } });
  const kernel = instance.exports as Record<Kind, Fill> & Record<`${NormalKind}OfOne`, FillOne> & { seeds: Seeds };

  // The lower 64 KiB stay free for the compiler's own data; then constants, states, scratch, draws.
  const table = 65536;
  const exponentialTable = table + 256;
  new Uint32Array(memory.buffer, table).set(noiseConstants());
  const constants = new Float64Array(memory.buffer, exponentialTable);
  constants.set(exponentialConstants());
  constants.set(fineConstants(), exponentialConstants().length);
  const tables: Record<Kind, number> = {
    normals: table,
    fineNormals: exponentialTable,
    uniforms: exponentialTable,
    words: table,
    exponentials: exponentialTable,
  };
  const base = exponentialTable + 384;
  const scratch = base + 16 * MOST;
  const draws = scratch + SCRATCH;
  const words = new Uint32Array(memory.buffer, base, 4 * MOST);
  // What fills up lanes and eights may stick out at the end.
  const capacity = ((OWN - draws) >> 3) - 8;
  const doubles = new Float64Array(memory.buffer, draws, capacity);
  const drawnWords = new Uint32Array(memory.buffer, draws, 2 * capacity);

  let viewed = words;
  function fill(kind: Kind, state: Uint32Array, lanes: number, count: number, out: Draws, own: Draws): void {
    const inPlace = out.buffer === memory.buffer && lanes <= MOST;
    const each = kind === 'uniforms' || kind === 'exponentials' ? 1 : 2;
    if (count > MOST_DRAWS && !inPlace) {
      fill(kind, state, lanes, MOST_DRAWS, out, own);
      fill(kind, state, lanes, count - MOST_DRAWS, out.subarray(each * MOST_DRAWS * lanes), own);
      return;
    }
    const rows = each * count;
    const chunk = inPlace ? MOST : Math.min(MOST, Math.floor(capacity / rows) & ~3);
    for (let from = 0; from < lanes; from += chunk) {
      const n = Math.min(chunk, lanes - from);
      const padded = (n + 3) & ~3;
      if (padded === lanes) words.set(state);
      else for (let k = 0; k < 4; k++) words.set(state.subarray(k * lanes + from, k * lanes + from + n), k * padded);
      kernel[kind](base, padded, count, inPlace ? out.byteOffset : draws, n * out.BYTES_PER_ELEMENT, tables[kind], scratch);
      if (padded === lanes) state.set(viewed.length === 4 * n ? viewed : (viewed = words.subarray(0, 4 * n)));
      else for (let k = 0; k < 4; k++) state.set(words.subarray(k * padded, k * padded + n), k * lanes + from);
      if (inPlace) return;
      if (n === lanes) out.set(own.subarray(0, rows * n));
      else for (let row = 0; row < rows; row++) out.set(own.subarray(row * n, (row + 1) * n), row * lanes + from);
    }
  }

  function fillOne(kind: NormalKind, state: Uint32Array, pairs: number, out: Float64Array): void {
    words.set(state);
    for (let from = 0; from < pairs; from += MOST_PAIRS) {
      const some = Math.min(MOST_PAIRS, pairs - from);
      kernel[`${kind}OfOne`](base, some, draws, tables[kind], scratch);
      out.set(doubles.subarray(0, 2 * some), 2 * from);
    }
    state.set(words.subarray(0, 4));
  }
  const normalsOf =
    (kind: NormalKind): NoiseEngine[NormalKind] =>
    (state, lanes, pairs, out) => {
      if (lanes === 1) fillOne(kind, state, pairs, out);
      else fill(kind, state, lanes, pairs, out, doubles);
    };

  function seeds(key: Uint32Array, first: number, lanes: number, out: Uint32Array): void {
    for (let from = 0; from < lanes; from += MOST) {
      const n = Math.min(MOST, lanes - from);
      drawnWords.set(key);
      kernel.seeds(draws, first + from, n, base);
      for (let k = 0; k < 4; k++) out.set(words.subarray(k * n, (k + 1) * n), k * lanes + from);
    }
  }

  return {
    name: 'wasm',
    seeds,
    room: { memory, from: OWN, bytes: memory.buffer.byteLength - OWN },
    normals: normalsOf('normals'),
    fineNormals: normalsOf('fineNormals'),
    // One lane leaves three of four SIMD lanes idle: the plain engine is as fast there and gives the same bits.
    uniforms: (state, lanes, count, out) =>
      lanes < 4 ? plainNoise.uniforms(state, lanes, count, out) : fill('uniforms', state, lanes, count, out, doubles),
    words: (state, lanes, count, out) =>
      lanes < 4 ? plainNoise.words(state, lanes, count, out) : fill('words', state, lanes, count, out, drawnWords),
    exponentials: (state, lanes, count, out) =>
      lanes < 4 ? plainNoise.exponentials(state, lanes, count, out) : fill('exponentials', state, lanes, count, out, doubles),
  };
}
