import { FIRST, LOG_THETA, LOG_X, SCRATCH, SECOND, TABLE_THETA, TABLE_X, THETA, WHO, X } from "./room";

// Moves in discrete time of two seats with few states, sixteen trajectories at once: states, rows and moves are bytes, and tables of up
// to 64 bytes are read by shuffling. Layout of a seat's table, in bytes from its address:
//   0 state of the partner → row of state 0;  16 row → its first entry;  32 entry → state, 4 pages;
//   96 row → bound k as a word, 4 pages each, k = 0, 1, 2;  288 row → bound k, 16 doubles each.
// A draw is two words, of which the upper 26 bits count; `low` is how far its low word lies behind its high one. Where the high word is
// that of a bound it decides nothing: then the doubles are compared.

const PAGES: usize = 96;
const EXACT: usize = 288;
/** More than any count of bounds, less than what a byte holds. */
const TIE = -64;

/** Page after page: an index beyond a page reads 0 from it. */
// @ts-ignore: decorator
@inline
function read(pages: usize, index: v128, small: bool): v128 {
  let found = i8x16.swizzle(v128.load(pages), index);
  if (!small) {
    found = v128.or(found, i8x16.swizzle(v128.load(pages, 16), i8x16.sub(index, i8x16.splat(16))));
    found = v128.or(found, i8x16.swizzle(v128.load(pages, 32), i8x16.sub(index, i8x16.splat(32))));
    found = v128.or(found, i8x16.swizzle(v128.load(pages, 48), i8x16.sub(index, i8x16.splat(48))));
  }
  return found;
}

/** Minus the number of bounds that four draws lie beyond, and TIE for every one that they lie on. `rows`: a row's byte, four times, in each word. */
// @ts-ignore: decorator
@inline
function passed(rows: v128, u: usize, table: usize, small: bool): v128 {
  const index = i32x4.add(i32x4.shl(rows, 2), i32x4.splat(0x03020100));
  const word = i32x4.shr_u(v128.load(u), 6);
  const tie = i32x4.splat(TIE);
  const first = read(table + PAGES, index, small);
  let count = i32x4.add(i32x4.gt_s(word, first), v128.and(i32x4.eq(word, first), tie));
  if (!small) {
    const second = read(table + PAGES + 64, index, small);
    count = i32x4.add(count, i32x4.add(i32x4.gt_s(word, second), v128.and(i32x4.eq(word, second), tie)));
    const third = read(table + PAGES + 128, index, small);
    count = i32x4.add(count, i32x4.add(i32x4.gt_s(word, third), v128.and(i32x4.eq(word, third), tie)));
  }
  return count;
}

/** Counts bounds by the doubles themselves. */
function exactly(rows: v128, u: usize, low: usize, table: usize): v128 {
  v128.store(SCRATCH, rows);
  for (let lane: usize = 0; lane < 16; lane++) {
    const at = u + (lane << 2);
    const wide = <f64>(load<u32>(at) >> 6) * 67108864 + <f64>(load<u32>(at + low) >> 6);
    const draw = (wide + 0.5) * 2.220446049250313e-16;
    const bound = table + EXACT + ((<usize>load<u8>(SCRATCH + lane)) << 3);
    let count = 0;
    for (let k: usize = 0; k < 3; k++) if (draw >= load<f64>(bound + (k << 7))) count--;
    store<i8>(SCRATCH + lane, count);
  }
  return v128.load(SCRATCH);
}

/** Entries of the moves that sixteen draws choose. */
// @ts-ignore: decorator
@inline
function entries(own: v128, partner: v128, u: usize, low: usize, table: usize, small: bool): v128 {
  const row = i8x16.add(own, i8x16.swizzle(v128.load(table), partner));
  const a = passed(i8x16.shuffle(row, row, 0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3), u, table, small);
  const b = passed(i8x16.shuffle(row, row, 4, 4, 4, 4, 5, 5, 5, 5, 6, 6, 6, 6, 7, 7, 7, 7), u + 16, table, small);
  const c = passed(i8x16.shuffle(row, row, 8, 8, 8, 8, 9, 9, 9, 9, 10, 10, 10, 10, 11, 11, 11, 11), u + 32, table, small);
  const d = passed(i8x16.shuffle(row, row, 12, 12, 12, 12, 13, 13, 13, 13, 14, 14, 14, 14, 15, 15, 15, 15), u + 48, table, small);
  let count = i8x16.narrow_i16x8_s(i16x8.narrow_i32x4_s(a, b), i16x8.narrow_i32x4_s(c, d));
  if (v128.any_true(i8x16.lt_s(count, i8x16.splat(-32)))) count = exactly(row, u, low, table);
  return i8x16.sub(i8x16.swizzle(v128.load(table, 16), row), count);
}

/** One move of one seat. */
// @ts-ignore: decorator
@inline
function move(lanes: usize, own: usize, partner: usize, u: usize, low: usize, table: usize, log: usize, small: bool): void {
  for (let g: usize = 0; g < lanes; g += 16) {
    const entry = entries(v128.load(own + g), v128.load(partner + g), u + (g << 2), low, table, small);
    v128.store(log + g, entry);
    v128.store(own + g, read(table + 32, entry, small));
  }
}

/**
 * `ticks` moves of both seats in the order that is written at WHO (0: x, 1: theta) for `lanes` trajectories, a multiple of 16: neighbours
 * in time wait for each other, those in the block do not. Draws: for every move of a seat a row of high words and, `low` bytes behind, one
 * of low words. Entries of all moves go to a log of each seat; [moves, lanes] bytes.
 */
export function steps(ticks: usize, lanes: usize, low: usize, smallX: bool, smallTheta: bool): void {
  let drawsX = FIRST;
  let drawsTheta = SECOND;
  let logX = LOG_X;
  let logTheta = LOG_THETA;
  for (let t: usize = 0; t < ticks; t++) {
    if (load<u8>(WHO + t) == 0) {
      if (smallX) move(lanes, X, THETA, drawsX, low, TABLE_X, logX, true);
      else move(lanes, X, THETA, drawsX, low, TABLE_X, logX, false);
      drawsX += 2 * low;
      logX += lanes;
    } else {
      if (smallTheta) move(lanes, THETA, X, drawsTheta, low, TABLE_THETA, logTheta, true);
      else move(lanes, THETA, X, drawsTheta, low, TABLE_THETA, logTheta, false);
      drawsTheta += 2 * low;
      logTheta += lanes;
    }
  }
}

// @ts-ignore: decorator
@inline
function addWide(to: usize, bytes: v128): void {
  const low = i16x8.extend_low_i8x16_u(bytes);
  const high = i16x8.extend_high_i8x16_u(bytes);
  v128.store(to, i32x4.add(v128.load(to), i32x4.extend_low_i16x8_u(low)));
  v128.store(to, i32x4.add(v128.load(to, 16), i32x4.extend_high_i16x8_u(low)), 16);
  v128.store(to, i32x4.add(v128.load(to, 32), i32x4.extend_low_i16x8_u(high)), 32);
  v128.store(to, i32x4.add(v128.load(to, 48), i32x4.extend_high_i16x8_u(high)), 48);
}

/** Adds up to 255 rows of a log to `counts`: how often every entry came; [entries, lanes] words. */
export function tally(log: usize, moves: usize, lanes: usize, all: i32, counts: usize): void {
  for (let entry = 0; entry < all; entry += 4) {
    const e0 = i8x16.splat(<i8>entry);
    const e1 = i8x16.splat(<i8>(entry + 1));
    const e2 = i8x16.splat(<i8>(entry + 2));
    const e3 = i8x16.splat(<i8>(entry + 3));
    const to = counts + ((<usize>entry * lanes) << 2);
    for (let g: usize = 0; g < lanes; g += 16) {
      let c0 = i8x16.splat(0);
      let c1 = c0;
      let c2 = c0;
      let c3 = c0;
      for (let at = log + g, end = log + moves * lanes; at < end; at += lanes) {
        const v = v128.load(at);
        c0 = i8x16.sub(c0, i8x16.eq(v, e0));
        c1 = i8x16.sub(c1, i8x16.eq(v, e1));
        c2 = i8x16.sub(c2, i8x16.eq(v, e2));
        c3 = i8x16.sub(c3, i8x16.eq(v, e3));
      }
      addWide(to + (g << 2), c0);
      addWide(to + ((g + lanes) << 2), c1);
      addWide(to + ((g + 2 * lanes) << 2), c2);
      addWide(to + ((g + 3 * lanes) << 2), c3);
    }
  }
}
