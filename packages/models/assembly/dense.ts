// Dense layers in single precision. src/ppm/dense/plain-engine.ts is the specification: the same sums in the same order, so the same bits.
// No product is fused with a sum. What is zero (a blank pixel, a dead rectifier) is left out of lists, not multiplied.
//
// Weights of a layer: panels of 20 (or 16) outputs; in a panel, one line of 80 (or 64) bytes for every input, then one for the biases.
// Turned weights: panels of as many inputs, a line for every output, no biases. Rows of numbers stand `stride` bytes apart; beyond their
// width they are zero.
// Lists: (16 · input, value), inputs ascending; a table of [first, end) addresses says where each row's list is.
export { slant, soften, squash, survive } from "./bends";
export { accumulate, accumulate16, forward, forward16, narrow, turn, turnLines } from "./panels";

/** Bytes of a line of five vectors. */
const LINE: usize = 80;

/** z ← max(z, 0), and its lists, `room` bytes each, with their table; the bias ends every list, as an input of 1. */
export function rectify(z: usize, rows: i32, stride: usize, width: i32, out: usize, lists: usize, room: usize, table: usize): void {
  const zero = f32x4.splat(0);
  const wide = i32x4.splat(width);
  const four = i32x4.splat(4);
  const size = <usize>width << 2;
  for (let i = 0; i < rows; i++) {
    let at = lists;
    let line: u64 = 0;
    let place = i32x4(0, 1, 2, 3);
    store<u32>(table, <u32>lists);
    for (let k: usize = 0; k < size; k += 16) {
      const raw = v128.load(z + k);
      // Not above 0, but not at or below it: a NaN goes on, where it is one of this layer's.
      const dead = v128.or(f32x4.le(raw, zero), i32x4.ge_s(place, wide));
      place = i32x4.add(place, four);
      const value = v128.andnot(raw, dead);
      const gone = i32x4.bitmask(dead);
      const low = <u64>i64x2.extract_lane(value, 0);
      const high = <u64>i64x2.extract_lane(value, 1);
      v128.store(out + k, value);
      store<u64>(at, (low << 32) | line);
      at += (~gone & 1) << 3;
      store<u64>(at, (low & 0xffffffff00000000) | (line + 16));
      at += (~gone & 2) << 2;
      store<u64>(at, (high << 32) | (line + 32));
      at += (~gone & 4) << 1;
      store<u64>(at, (high & 0xffffffff00000000) | (line + 48));
      at += ~gone & 8;
      line += 64;
    }
    store<u32>(at, <u32>width << 4);
    store<f32>(at, 1, 4);
    store<u32>(table, <u32>(at + 8), 4);
    lists += room;
    z += stride;
    out += stride;
    table += 8;
  }
}

/** What came back (z) to inputs that are alive: deltas, zero elsewhere, and their lists, `room` bytes each, with their table. */
export function thin(
  inputs: usize,
  rows: i32,
  z: usize,
  stride: usize,
  panels: i32,
  delta: usize,
  lists: usize,
  room: usize,
  table: usize,
): void {
  const size = <usize>panels * LINE;
  const zero = f32x4.splat(0);
  for (let i = 0; i < rows; i++) {
    for (let at = delta; at < delta + size; at += 16) v128.store(at, zero);
    const last = <usize>load<u32>(inputs, 4) - 8;
    let at = lists;
    store<u32>(table, <u32>lists);
    for (let e = <usize>load<u32>(inputs); e < last; e += 8) {
      const line = load<u32>(e);
      const k = line >> 2;
      const bits = load<u32>(z + k);
      store<u32>(delta + k, bits);
      store<u64>(at, (<u64>bits << 32) | <u64>line);
      at += (<usize>(bits << 1 != 0)) << 3;
    }
    store<u32>(table, <u32>at, 4);
    lists += room;
    z += stride;
    delta += stride;
    inputs += 8;
    table += 8;
  }
}

/** Lists of rows turned into lists of columns: (row · stride, value), rows ascending; column k is [ends[k], ends[k + 1]). */
export function columns(table: usize, rows: i32, lines: i32, stride: u32, ends: usize, lists: usize): void {
  memory.fill(ends, 0, (<usize>lines + 1) << 2);
  let entry = table;
  for (let i = 0; i < rows; i++) {
    const end = <usize>load<u32>(entry, 4);
    for (let e = <usize>load<u32>(entry); e < end; e += 8) {
      const count = ends + <usize>(load<u32>(e) >> 2);
      store<u32>(count, load<u32>(count) + 8);
    }
    entry += 8;
  }
  // Counts into ends; filled from the last row on, ends turn into starts.
  let at = <u32>lists;
  for (let k = 0; k < lines; k++) {
    at += load<u32>(ends + (<usize>k << 2));
    store<u32>(ends + (<usize>k << 2), at);
  }
  store<u32>(ends + (<usize>lines << 2), at);
  for (let i = rows - 1; i >= 0; i--) {
    entry -= 8;
    const row = <u64>i * <u64>stride;
    const end = <usize>load<u32>(entry, 4);
    for (let e = <usize>load<u32>(entry); e < end; e += 8) {
      const word = load<u64>(e);
      const start = ends + <usize>(<u32>word >> 2);
      const to = load<u32>(start) - 8;
      store<u32>(start, to);
      store<u64>(<usize>to, (word & 0xffffffff00000000) | row);
    }
  }
}

/** One row: weights −= scale · value · delta at once, line after line; for turned weights, of deltas and inputs. */
export function online(table: usize, lines: i32, weights: usize, panels: i32, delta: usize, scale: f32): void {
  const s = f32x4.splat(scale);
  const first = <usize>load<u32>(table);
  const end = <usize>load<u32>(table, 4);
  for (let p = 0; p < panels; p++) {
    const a = v128.load(delta);
    const b = v128.load(delta, 16);
    const c = v128.load(delta, 32);
    const d = v128.load(delta, 48);
    const f = v128.load(delta, 64);
    for (let e = first; e < end; e += 8) {
      const line = weights + 5 * <usize>load<u32>(e);
      const v = v128.load32_splat(e, 4);
      v128.store(line, f32x4.sub(v128.load(line), f32x4.mul(s, f32x4.mul(v, a))));
      v128.store(line, f32x4.sub(v128.load(line, 16), f32x4.mul(s, f32x4.mul(v, b))), 16);
      v128.store(line, f32x4.sub(v128.load(line, 32), f32x4.mul(s, f32x4.mul(v, c))), 32);
      v128.store(line, f32x4.sub(v128.load(line, 48), f32x4.mul(s, f32x4.mul(v, d))), 48);
      v128.store(line, f32x4.sub(v128.load(line, 64), f32x4.mul(s, f32x4.mul(v, f))), 64);
    }
    weights += <usize>lines * LINE;
    delta += LINE;
  }
}

/** sum (doubles) += gradient (singles), and gradient = 0; `length`: a multiple of 4. */
export function fold(gradient: usize, sum: usize, length: i32): void {
  const zero = f32x4.splat(0);
  for (let i = 0; i < length; i += 4) {
    const g = v128.load(gradient);
    v128.store(gradient, zero);
    v128.store(sum, f64x2.add(v128.load(sum), f64x2.promote_low_f32x4(g)));
    v128.store(sum, f64x2.add(v128.load(sum, 16), f64x2.promote_low_f32x4(upper(g))), 16);
    gradient += 16;
    sum += 32;
  }
}

/** out[row] (doubles) = Σ of squares of a row of `panels` lines; four sums, as lanes have it. */
export function norms(values: usize, rows: i32, stride: usize, panels: i32, out: usize): void {
  const size = <usize>panels * LINE;
  for (let i = 0; i < rows; i++) {
    let low = f64x2.splat(0);
    let high = low;
    for (let at = values; at < values + size; at += 16) {
      const v = v128.load(at);
      const l = f64x2.promote_low_f32x4(v);
      const h = f64x2.promote_low_f32x4(upper(v));
      low = f64x2.add(low, f64x2.mul(l, l));
      high = f64x2.add(high, f64x2.mul(h, h));
    }
    store<f64>(
      out,
      f64x2.extract_lane(low, 0) + f64x2.extract_lane(low, 1) + (f64x2.extract_lane(high, 0) + f64x2.extract_lane(high, 1)),
    );
    out += 8;
    values += stride;
  }
}

// @ts-ignore: decorator
@inline
function upper(v: v128): v128 {
  return i8x16.shuffle(v, v, 8, 9, 10, 11, 12, 13, 14, 15, 8, 9, 10, 11, 12, 13, 14, 15);
}
