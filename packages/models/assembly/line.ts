// SIMD twin of src/langevin/line-plain.ts, which is the specification: the same operations in the same order, so the same bits.
// Works in the memory that is shared with the noise of @szilard/core, whose own part ends at X. Addresses are constants, not arguments:
// those would fill all registers.

/** Trajectories of a block, rows of draws, and of ticks, at most. */
export const LANES: usize = 1024;
export const ROWS: usize = 16;
export const MANY: usize = 256;

/** By lane: distance from the centre, drift at the end of the last move, work, ratio in units of the gain. */
export const X: usize = 1 << 20;
export const PUSH: usize = X + 8 * LANES;
export const FLOW: usize = PUSH + 8 * LANES;
export const RATIO: usize = FLOW + 8 * LANES;
/** For a drift that is asked for outside: at the end of the last move, and at the start of the next. */
export const BACK: usize = RATIO + 8 * LANES;
export const NEXT: usize = BACK + 8 * LANES;
export const WORK: usize = NEXT + 8 * LANES;
/** Numbers that compiled functions read. */
export const NUMBERS: usize = WORK + 8 * LANES;
export const MOST: usize = 64;
/** Sixteen doubles a tick, see src/langevin/line-row.ts. */
export const TICKS: usize = NUMBERS + 8 * MOST;
/** Rows of normal deviates. */
export const DRAWS: usize = TICKS + 128 * MANY;

// @ts-ignore: decorator
@inline
function affine(a: v128, b: v128, x: v128): v128 {
  return f64x2.add(a, f64x2.mul(b, x));
}

/** Mean displacement in a tick: linear (1), cubic without a square (2), cubic (3). Short chains, not few operations. */
// @ts-ignore: decorator
@inline
function drift(shape: i32, x: v128, a0: v128, a1: v128, a2: v128, a3: v128): v128 {
  const low = affine(a0, a1, x);
  if (shape == 1) return low;
  return affine(low, f64x2.mul(x, x), shape == 2 ? f64x2.mul(a3, x) : affine(a2, a3, x));
}

/** One tick of two lanes, which changes the energy to degree `drives`: 0, 1, 2 (with a linear drift) or 4 (with a cubic one). */
// @ts-ignore: decorator
@inline
function move(
  shape: i32, drives: i32, i: usize, draws: usize, width: v128, shift: v128, turn: v128, rescale: v128,
  d1: v128, d2: v128, d3: v128, d4: v128, a0: v128, a1: v128, a2: v128, a3: v128,
): void {
  const cubic = shape > 1;
  let x = v128.load(i, X);
  if (drives > 1 || (drives == 1 && !cubic)) x = f64x2.sub(x, shift);
  let push: v128;
  // A cubic drift at the end of a move is that at the start of the next, but for its constant.
  if (!cubic || drives > 1) push = drift(shape, x, a0, a1, a2, a3);
  else {
    push = v128.load(i, PUSH);
    if (drives == 1) push = f64x2.add(push, turn);
  }
  if (drives > 0) {
    let slope = d1;
    if (drives == 2) slope = affine(d1, d2, x);
    if (drives == 4) slope = affine(d1, affine(d2, affine(d3, d4, x), x), x);
    v128.store(i, affine(v128.load(i, FLOW), slope, x), FLOW);
  }
  const kick = f64x2.mul(width, v128.load(draws + i));
  const way = f64x2.add(push, kick);
  x = f64x2.add(x, way);
  v128.store(i, x, X);
  const back = drift(shape, x, a0, a1, a2, a3);
  if (cubic) v128.store(i, back, PUSH);
  const far = f64x2.add(back, f64x2.add(way, kick));
  let ratio = v128.load(i, RATIO);
  if (drives > 1) ratio = f64x2.mul(ratio, rescale);
  v128.store(i, affine(ratio, f64x2.add(push, back), far), RATIO);
}

// @ts-ignore: decorator
@inline
function splat(tick: usize, column: usize): v128 {
  return v128.load64_splat(tick + (column << 3));
}

// @ts-ignore: decorator
@inline
function pass(shape: i32, drives: i32, tick: usize, end: usize, draws: usize): void {
  const width = splat(tick, 0);
  const shift = splat(tick, 1);
  const turn = splat(tick, 2);
  const rescale = splat(tick, 3);
  const d1 = splat(tick, 4);
  const d2 = splat(tick, 5);
  const d3 = splat(tick, 6);
  const d4 = splat(tick, 7);
  const a0 = splat(tick, 8);
  const a1 = splat(tick, 9);
  const a2 = splat(tick, 10);
  const a3 = splat(tick, 11);
  for (let i: usize = 0; i < end; i += 32) {
    move(shape, drives, i, draws, width, shift, turn, rescale, d1, d2, d3, d4, a0, a1, a2, a3);
    move(shape, drives, i + 16, draws, width, shift, turn, rescale, d1, d2, d3, d4, a0, a1, a2, a3);
  }
}

// One function for each kind of tick: in a common one V8 runs out of registers. So much for all lanes, a multiple of 4, of which those in
// the block do not wait for each other as neighbours in time do. `tick`: where its numbers are; `draws`: a row of normal deviates.
export function linear0(tick: usize, end: usize, draws: usize): void {
  pass(1, 0, tick, end, draws);
}
export function linear1(tick: usize, end: usize, draws: usize): void {
  pass(1, 1, tick, end, draws);
}
export function linear2(tick: usize, end: usize, draws: usize): void {
  pass(1, 2, tick, end, draws);
}
export function cubic0(tick: usize, end: usize, draws: usize): void {
  pass(3, 0, tick, end, draws);
}
export function cubic1(tick: usize, end: usize, draws: usize): void {
  pass(3, 1, tick, end, draws);
}
export function odd0(tick: usize, end: usize, draws: usize): void {
  pass(2, 0, tick, end, draws);
}
export function odd1(tick: usize, end: usize, draws: usize): void {
  pass(2, 1, tick, end, draws);
}
export function cubic4(tick: usize, end: usize, draws: usize): void {
  pass(3, 4, tick, end, draws);
}

// The same move by a drift that is asked for outside, of two lanes. FLOW holds how far the way and the kick add up to.
// @ts-ignore: decorator
@inline
function kick(books: bool, rests: bool, i: usize, draws: usize, width: v128, gain: v128): void {
  let push: v128;
  if (books) {
    const back = v128.load(i, BACK);
    const near = f64x2.mul(gain, f64x2.add(v128.load(i, PUSH), back));
    v128.store(i, affine(v128.load(i, RATIO), near, f64x2.add(back, v128.load(i, FLOW))), RATIO);
    push = rests ? back : v128.load(i, NEXT);
  } else push = v128.load(i, NEXT);
  const blow = f64x2.mul(width, v128.load(draws + i));
  const way = f64x2.add(push, blow);
  v128.store(i, f64x2.add(v128.load(i, X), way), X);
  v128.store(i, push, PUSH);
  v128.store(i, f64x2.add(way, blow), FLOW);
}

// @ts-ignore: decorator
@inline
function kicks(books: bool, rests: bool, tick: usize, end: usize, draws: usize): void {
  const width = splat(tick, 0);
  const gain = splat(tick, 1);
  for (let i: usize = 0; i < end; i += 32) {
    kick(books, rests, i, draws, width, gain);
    kick(books, rests, i + 16, draws, width, gain);
  }
}

/** A first move, by the drift in NEXT. */
export function begin(tick: usize, end: usize, draws: usize): void {
  kicks(false, false, tick, end, draws);
}
/** Books the move before, which ended with the drift in BACK, and makes one by that in NEXT. */
export function drive(tick: usize, end: usize, draws: usize): void {
  kicks(true, false, tick, end, draws);
}
/** The same where the drift at the end is that at the start of the next. */
export function rest(tick: usize, end: usize, draws: usize): void {
  kicks(true, true, tick, end, draws);
}
