/** Bytes of WebAssembly: just what one function with loops over vectors of two doubles needs. */
const SIMD = 0xfd;

/** An unsigned number in groups of seven bits. */
export function unsigned(value: number): number[] {
  const bytes: number[] = [];
  for (let rest = value; ; rest >>>= 7) {
    if (rest < 128) return [...bytes, rest];
    bytes.push((rest & 127) | 128);
  }
}

/** A signed one. */
export function signed(value: number): number[] {
  const bytes: number[] = [];
  for (let rest = value; ; rest >>= 7) {
    const low = rest & 127;
    const done = (rest >> 7 === 0 && (low & 64) === 0) || (rest >> 7 === -1 && (low & 64) !== 0);
    bytes.push(done ? low : low | 128);
    if (done) return bytes;
  }
}

const simd = (code: number) => [SIMD, ...unsigned(code)];
/** Loads and stores at the address on the stack and so many bytes beyond; no alignment is promised. */
const at = (code: number, offset: number) => [...simd(code), 0, ...unsigned(offset)];

export const code = {
  get: (local: number) => [0x20, ...unsigned(local)],
  set: (local: number) => [0x21, ...unsigned(local)],
  tee: (local: number) => [0x22, ...unsigned(local)],
  word: (value: number) => [0x41, ...signed(value)],
  loadWord: (offset: number) => [0x28, 0, ...unsigned(offset)],
  add: [0x6a],
  multiply: [0x6c],
  shift: (bits: number) => [0x41, ...signed(bits), 0x74],
  load: (offset: number) => at(0, offset),
  store: (offset: number) => at(11, offset),
  loadSplat: (offset: number) => at(10, offset),
  /** Again as long as the local is below the other. */
  loop: (body: readonly number[], local: number, end: number) => [
    ...[0x03, 0x40, ...body],
    ...[0x20, ...unsigned(local), 0x20, ...unsigned(end), 0x49, 0x0d, 0x00, 0x0b],
  ],
} as const;

/** Of two doubles at once. */
export const vectorOperations = {
  '+': simd(0xf0),
  '-': simd(0xf1),
  '*': simd(0xf2),
  '/': simd(0xf3),
  negate: simd(0xed),
  'Math.sqrt': simd(0xef),
  'Math.abs': simd(0xec),
} as const;

/** A module with one function `run` of words, in the memory `env.memory`; locals: so many words, so many vectors. */
export function moduleOf(params: number, words: number, vectors: number, body: readonly number[]): Uint8Array {
  const list = (items: readonly (readonly number[])[]) => [...unsigned(items.length), ...items.flat()];
  const section = (id: number, bytes: readonly number[]) => [id, ...unsigned(bytes.length), ...bytes];
  const text = (name: string) => list([...name].map((letter) => [letter.charCodeAt(0)]));
  const [i32, v128] = [0x7f, 0x7b];
  const locals = list([
    [...unsigned(words), i32],
    [...unsigned(vectors), v128],
  ]);
  const whole = [...locals, ...body, 0x0b];
  return Uint8Array.from([
    ...[0, 0x61, 0x73, 0x6d, 1, 0, 0, 0],
    ...section(1, list([[0x60, ...list(Array.from({ length: params }, () => [i32])), 0]])),
    ...section(2, list([[...text('env'), ...text('memory'), 2, 0, 1]])),
    ...section(3, list([[0]])),
    ...section(7, list([[...text('run'), 0, 0]])),
    ...section(10, list([[...unsigned(whole.length), ...whole]])),
  ]);
}
