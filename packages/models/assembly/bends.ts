// What bends the layers of a network smoothly. src/ppm/network/bends.ts is the specification: the same operations in the same order, so
// the same bits. `constants`: the singles that it exports, in its order. Rows and lists lie as in dense.ts.

// @ts-ignore: decorator
@inline
function chain(a: v128, b: v128, x: v128): v128 {
  return f32x4.add(a, f32x4.mul(b, x));
}

// @ts-ignore: decorator
@inline
function given(constants: usize, index: usize): v128 {
  return v128.load32_splat(constants + (index << 2));
}

// @ts-ignore: decorator
@inline
function fading(u: v128, constants: usize): v128 {
  const magic = given(constants, 1);
  const t = f32x4.add(f32x4.mul(u, given(constants, 0)), magic);
  const whole = f32x4.sub(t, magic);
  const one = given(constants, 20);
  const power = i32x4.add(i32x4.shl(t, 23), one);
  const r = f32x4.sub(f32x4.sub(f32x4.neg(u), f32x4.mul(whole, given(constants, 2))), f32x4.mul(whole, given(constants, 3)));
  const e3 = chain(given(constants, 8), given(constants, 9), r);
  const rest = chain(given(constants, 5), chain(given(constants, 6), chain(given(constants, 7), e3, r), r), r);
  const e = f32x4.mul(f32x4.add(one, chain(r, f32x4.mul(r, r), rest)), power);
  return v128.andnot(e, f32x4.gt(u, given(constants, 4)));
}

// @ts-ignore: decorator
@inline
function soft(z: v128, slopes: usize, constants: usize): v128 {
  const one = given(constants, 20);
  const two = given(constants, 21);
  const zero = f32x4.splat(0);
  const e = fading(f32x4.abs(z), constants);
  const s = f32x4.div(e, f32x4.add(two, e));
  const w = f32x4.mul(s, s);
  const rest = chain(given(constants, 10), chain(given(constants, 11), chain(given(constants, 12), given(constants, 13), w), w), w);
  v128.store(slopes, f32x4.div(v128.bitselect(one, e, f32x4.ge(z, zero)), f32x4.add(one, e)));
  return f32x4.add(f32x4.max(z, zero), f32x4.mul(s, chain(two, w, rest)));
}

// @ts-ignore: decorator
@inline
function tangent(z: v128, slopes: usize, constants: usize): v128 {
  const one = given(constants, 20);
  const u = f32x4.abs(z);
  const e = fading(f32x4.add(u, u), constants);
  const w = f32x4.mul(u, u);
  const upper = chain(given(constants, 17), given(constants, 18), w);
  const rest = chain(given(constants, 14), chain(given(constants, 15), chain(given(constants, 16), upper, w), w), w);
  const sum = f32x4.add(one, e);
  v128.store(slopes, f32x4.div(f32x4.mul(given(constants, 22), e), f32x4.mul(sum, sum)));
  const inner = chain(u, f32x4.mul(u, w), rest);
  const outer = f32x4.div(f32x4.sub(one, e), sum);
  return v128.or(v128.bitselect(inner, outer, f32x4.lt(u, given(constants, 19))), v128.and(z, i32x4.splat(0x80000000)));
}

/** Entries of four numbers, those whose bit is set in `kept`; returns where the next one goes. */
// @ts-ignore: decorator
@inline
function append(at: usize, value: v128, line: u64, kept: i32): usize {
  const low = <u64>i64x2.extract_lane(value, 0);
  const high = <u64>i64x2.extract_lane(value, 1);
  store<u64>(at, (low << 32) | line);
  at += (kept & 1) << 3;
  store<u64>(at, (low & 0xffffffff00000000) | (line + 16));
  at += (kept & 2) << 2;
  store<u64>(at, (high << 32) | (line + 32));
  at += (kept & 4) << 1;
  store<u64>(at, (high & 0xffffffff00000000) | (line + 48));
  return at + (kept & 8);
}

// @ts-ignore: decorator
@inline
function bend(
  hyperbolic: bool,
  z: usize,
  rows: i32,
  stride: usize,
  width: i32,
  slopes: usize,
  lists: usize,
  room: usize,
  table: usize,
  constants: usize,
): void {
  const zero = f32x4.splat(0);
  const size = i32x4.splat(width);
  const end = <usize>width << 2;
  for (let i = 0; i < rows; i++) {
    let at = lists;
    let line: u64 = 0;
    let place = i32x4(0, 1, 2, 3);
    store<u32>(table, <u32>lists);
    for (let k: usize = 0; k < end; k += 16) {
      const raw = v128.load(z + k);
      const value = hyperbolic ? tangent(raw, slopes + k, constants) : soft(raw, slopes + k, constants);
      const kept = i32x4.bitmask(v128.and(f32x4.ne(value, zero), i32x4.lt_s(place, size)));
      at = append(at, value, line, kept);
      line += 64;
      place = i32x4.add(place, i32x4.splat(4));
    }
    store<u32>(at, <u32>width << 4);
    store<f32>(at, 1, 4);
    store<u32>(table, <u32>(at + 8), 4);
    lists += room;
    z += stride;
    slopes += stride;
    table += 8;
  }
}

/** Lists of ln(1 + e^z), `room` bytes each, with their table, and slopes; the bias ends every list, as an input of 1. */
export function soften(z: usize, rows: i32, stride: usize, width: i32, slopes: usize, lists: usize, room: usize, table: usize, constants: usize): void {
  bend(false, z, rows, stride, width, slopes, lists, room, table, constants);
}

/** The same of tanh z. */
export function squash(z: usize, rows: i32, stride: usize, width: i32, slopes: usize, lists: usize, room: usize, table: usize, constants: usize): void {
  bend(true, z, rows, stride, width, slopes, lists, room, table, constants);
}

// @ts-ignore: decorator
@inline
function slantBy(rectified: bool, z: usize, rows: i32, stride: usize, width: i32, slopes: usize, delta: usize, lists: usize, room: usize, table: usize): void {
  const zero = f32x4.splat(0);
  const size = i32x4.splat(width);
  const end = <usize>width << 2;
  for (let i = 0; i < rows; i++) {
    let at = lists;
    let line: u64 = 0;
    let place = i32x4(0, 1, 2, 3);
    store<u32>(table, <u32>lists);
    for (let k: usize = 0; k < end; k += 16) {
      const back = v128.load(z + k);
      const slope = v128.load(slopes + k);
      const value = rectified
        ? v128.and(back, i32x4.ne(slope, zero))
        : v128.and(f32x4.mul(back, slope), i32x4.lt_s(place, size));
      const kept = i32x4.bitmask(f32x4.ne(value, zero));
      v128.store(delta + k, value);
      at = append(at, value, line, kept);
      line += 64;
      if (!rectified) place = i32x4.add(place, i32x4.splat(4));
    }
    store<u32>(table, <u32>at, 4);
    lists += room;
    z += stride;
    slopes += stride;
    delta += stride;
    table += 8;
  }
}

/** What came back (z) times the slope: deltas, zero beyond their width, and their lists, `room` bytes each, with their table. */
export function slant(z: usize, rows: i32, stride: usize, width: i32, slopes: usize, delta: usize, lists: usize, room: usize, table: usize): void {
  slantBy(false, z, rows, stride, width, slopes, delta, lists, room, table);
}

/** The same of rectifiers: what came back where they are alive; `alive`: what they gave, zero beyond their width. */
export function survive(z: usize, rows: i32, stride: usize, width: i32, alive: usize, delta: usize, lists: usize, room: usize, table: usize): void {
  slantBy(true, z, rows, stride, width, alive, delta, lists, room, table);
}
