// Jumps between numbered states over a block of trajectories. What is drawn and chosen is that of src/jump/move-table.ts.
// A move table is rows, addressed by bytes from TABLE: mean stay (double, then 8 bytes free), bounds P (doubles, an even number of them, 2
// where there is none), entries. An entry, 32 bytes: log-ratio, work (doubles), address of the row it leads to (word).
import { FIRST, LANE, LEFT, ROW, ROW_END, SECOND, TABLE, WORTH, WORTH_END } from "./room";
export { steps, tally } from "./steps";
export { COUNTS_THETA, COUNTS_X, FIRST, LANE, LANES, LEFT, ROW, ROWS, ROW_END, SECOND, TABLE, TABLE_BYTES, WORTH, WORTH_END } from "./room";
export { LOG_THETA, LOG_X, TABLE_THETA, TABLE_X, THETA, WHO, X } from "./room";

const BOUNDS: usize = TABLE + 16;

/**
 * Bytes from the first entry to the one that u chooses, without a branch. With one or two `pairs` of bounds, which rise: every pair says 0, 1
 * or 3, so that entries lie at 0, 1, 3, 4 and 6. With none: `depth` bounds, one less than a power of two, by halving.
 */
// @ts-ignore: decorator
@inline
function choose(pairs: i32, draw: usize, row: usize, depth: usize): usize {
  if (pairs > 0) {
    const u = v128.load64_splat(draw, SECOND);
    let passed = i64x2.bitmask(f64x2.ge(u, v128.load(row, BOUNDS)));
    if (pairs > 1) passed += i64x2.bitmask(f64x2.ge(u, v128.load(row, BOUNDS + 16)));
    return <usize>passed << 5;
  }
  const u = load<f64>(draw, SECOND);
  let k: usize = 0;
  for (let half = (depth + 1) >> 1; half > 0; half >>= 1) k += half * <usize>(u >= load<f64>(row + ((k + half - 1) << 3), BOUNDS));
  return k << 5;
}

// @ts-ignore: decorator
@inline
function jump(pairs: i32, active: usize, size: usize, depth: usize, head: usize): void {
  const end = active << 3;
  for (let draw: usize = 0, last = end * size; draw < last; draw += end) {
    for (let j: usize = 0; j < end; j += 8) {
      const row = <usize>load<u32>(j, ROW);
      const rest = load<f64>(j, LEFT) - load<f64>(draw + j, FIRST) * load<f64>(row, TABLE);
      store<f64>(j, rest, LEFT);
      if (rest > 0) {
        const entry = row + head + choose(pairs, draw + j, row, depth);
        v128.store(j << 1, f64x2.add(v128.load(j << 1, WORTH), v128.load(entry, TABLE)), WORTH);
        store<u32>(j, load<u32>(entry, TABLE + 16), ROW);
      }
    }
  }
}

/**
 * `size` waiting times and choices for each of `active` trajectories, draws outside, trajectories inside: neighbours in time wait for each
 * other, those in the block do not. Who has no time left stays as he is. Rows have `depth` bounds.
 */
export function round(active: usize, size: usize, depth: usize): void {
  if (depth == 2) jump(1, active, size, 2, 32);
  else if (depth == 4) jump(2, active, size, 4, 48);
  else jump(0, active, size, depth, 24 + (depth << 3));
}

/** Closes the ranks: who has time left moves up; of the others row and worth are put where their lane is. Answers how many go on. */
export function carry(active: usize): usize {
  let going: usize = 0;
  for (let j: usize = 0; j < active; j++) {
    const lane = <usize>load<u32>(j << 2, LANE);
    const row = load<u32>(j << 3, ROW);
    const rest = load<f64>(j << 3, LEFT);
    const worth = v128.load(j << 4, WORTH);
    if (rest > 0) {
      store<u32>(going << 2, <u32>lane, LANE);
      store<u32>(going << 3, row, ROW);
      store<f64>(going << 3, rest, LEFT);
      v128.store(going << 4, worth, WORTH);
      going++;
    } else {
      store<u32>(lane << 2, row, ROW_END);
      v128.store(lane << 4, worth, WORTH_END);
    }
  }
  return going;
}
