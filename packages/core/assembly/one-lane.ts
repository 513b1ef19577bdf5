// Many normals of one sfc32 stream: its words one by one, what they become four at a time. The same bits as from the kernels of many lanes.
import { finePairs } from "./fine-normals";
import { normalPairs } from "./normals";

/** `each` words for every one of `pairs` pairs, word by word a row of `stride` bytes. */
function words(state: usize, pairs: usize, each: usize, out: usize, stride: usize): void {
  let a = load<u32>(state);
  let b = load<u32>(state, 4);
  let c = load<u32>(state, 8);
  let d = load<u32>(state, 12);
  for (let pair: usize = 0; pair < pairs; pair++) {
    let to = out + (pair << 2);
    for (let k: usize = 0; k < each; k++) {
      const w = a + b + d;
      d++;
      a = b ^ (b >> 9);
      b = c + (c << 3);
      c = rotl<u32>(c, 21) + w;
      store<u32>(to, w);
      to += stride;
    }
  }
  store<u32>(state, a);
  store<u32>(state, b, 4);
  store<u32>(state, c, 8);
  store<u32>(state, d, 12);
}

/** Rows of cosines and sines as pairs, two at a time. */
function weave(from: usize, row: usize, out: usize): void {
  for (let end = from + row; from < end; from += 16) {
    const k = v128.load(from);
    const s = v128.load(from + row);
    v128.store(out, i8x16.shuffle(k, s, 0, 1, 2, 3, 4, 5, 6, 7, 16, 17, 18, 19, 20, 21, 22, 23));
    v128.store(out, i8x16.shuffle(k, s, 8, 9, 10, 11, 12, 13, 14, 15, 24, 25, 26, 27, 28, 29, 30, 31), 16);
    out += 32;
  }
}

/** `pairs` pairs of one stream in a row, and up to three more; `scratch`: room for 32 bytes of each, and of those. */
export function normalsOfOne(state: usize, pairs: usize, out: usize, constants: usize, scratch: usize): void {
  const lanes = (pairs + 3) & ~3;
  const draws = scratch + 4 * (lanes << 2);
  words(state, pairs, 2, scratch, lanes << 2);
  normalPairs(scratch, lanes, 1, draws, lanes << 3, constants);
  weave(draws, lanes << 3, out);
}

export function fineNormalsOfOne(state: usize, pairs: usize, out: usize, constants: usize, scratch: usize): void {
  const lanes = (pairs + 3) & ~3;
  const draws = scratch + 4 * (lanes << 2);
  words(state, pairs, 4, scratch, lanes << 2);
  finePairs(scratch, lanes, 1, draws, lanes << 3, constants);
  weave(draws, lanes << 3, out);
}
