// Moves of one bead a tick with their bookkeeping, for a block of trajectories. What a move does is written in src/langevin/chain-moves.ts,
// operation by operation: the same bits.
// Trajectories lie in tiles of 32: every bead has a row of places and a row of heats, 256 bytes each, between two walls at 0; so that
// neighbours lie at constant distances. Addresses are constants, not arguments: those would fill all registers. Numbers are read from
// memory, not written here: V8 would build each anew at every use.

/** The room behind the noise of @szilard/core. */
export const FIRST: usize = 1 << 20;
/** Trajectories, ticks a call and beads at most. */
export const LANES: usize = 1024;
export const ROWS: usize = 32;
export const MOST: usize = 4096;
/** Normal deviates, a row a tick; what fills up the last tile reads beyond. */
export const NOISE: usize = FIRST;
/** The bead of every tick. */
export const ORDER: usize = NOISE + 8 * LANES * ROWS + 256;
export const SETTINGS: usize = ORDER + 4 * ROWS;
/** Up to four numbers for every bead. */
export const BEADS: usize = SETTINGS + 256;
export const RATIO: usize = BEADS + 32 * MOST;
export const TILES: usize = RATIO + 8 * LANES;

const AT: usize = TILES + 512;
const RIGHT: usize = TILES + 1024;
const HEAT: usize = TILES + 768;

// @ts-ignore: decorator
@inline
function setting(k: usize): v128 {
  return v128.load64_splat(SETTINGS + 8 * k);
}

// @ts-ignore: decorator
@inline
function plus(a: v128, b: v128): v128 {
  return f64x2.add(a, b);
}

// @ts-ignore: decorator
@inline
function times(a: v128, b: v128): v128 {
  return f64x2.mul(a, b);
}

// @ts-ignore: decorator
@inline
function less(a: v128, b: v128): v128 {
  return f64x2.sub(a, b);
}

// @ts-ignore: decorator
@inline
function ofBead(bead: usize, k: usize): v128 {
  return v128.load64_splat(BEADS + (bead << 5) + 8 * k);
}

// @ts-ignore: decorator
@inline
function book(p: usize, r: usize, next: v128, lost: v128, ratio: v128): void {
  v128.store(p, plus(v128.load(p, HEAT), lost), HEAT);
  v128.store(r, plus(v128.load(r, RATIO), ratio), RATIO);
  v128.store(p, next, AT);
}

// @ts-ignore: decorator
@inline
function linear(ticks: usize, tiles: usize, tile: usize, row: usize, pushed: bool): void {
  const stiffness = setting(1);
  const decay = setting(2);
  const gain = setting(3);
  const shift = times(setting(0), setting(4));
  for (let g: usize = 0; g < tiles; g++) {
    for (let t: usize = 0; t < ticks; t++) {
      const bead = <usize>load<u32>(t << 2, ORDER);
      const width = ofBead(bead, 0);
      const weight = ofBead(bead, 1);
      const cross = ofBead(bead, 2);
      let p = g * tile + (bead << 9);
      let z = t * row + (g << 8);
      let r = g << 8;
      for (let end = p + 256; p < end; p += 16, z += 16, r += 16) {
        const at = v128.load(p, AT);
        const noise = v128.load(z, NOISE);
        let around = plus(v128.load(p, TILES), v128.load(p, RIGHT));
        if (pushed) around = plus(around, shift);
        const next = plus(plus(times(decay, at), times(gain, around)), times(width, noise));
        const back = less(at, next);
        const lost = times(times(stiffness, back), less(plus(at, next), around));
        book(p, r, next, lost, times(back, plus(times(weight, back), times(cross, noise))));
      }
    }
  }
}

/** `linearMove`, at λ = 0. `tile`: bytes of one; `row`: bytes of a row of noise. */
export function linearFree(ticks: usize, tiles: usize, tile: usize, row: usize): void {
  linear(ticks, tiles, tile, row, false);
}

/** `linearMove`. */
export function linearPushed(ticks: usize, tiles: usize, tile: usize, row: usize): void {
  linear(ticks, tiles, tile, row, true);
}

// @ts-ignore: decorator
@inline
function quartic(ticks: usize, tiles: usize, tile: usize, row: usize, anharmonic: bool): void {
  const stiffness = setting(1);
  const dt = setting(2);
  for (let g: usize = 0; g < tiles; g++) {
    for (let t: usize = 0; t < ticks; t++) {
      const bead = <usize>load<u32>(t << 2, ORDER);
      const width = ofBead(bead, 0);
      const weight = ofBead(bead, 1);
      const lambda = setting(0);
      let p = g * tile + (bead << 9);
      let z = t * row + (g << 8);
      let r = g << 8;
      for (let end = p + 256; p < end; p += 16, z += 16, r += 16) {
        const left = v128.load(p, TILES);
        const at = v128.load(p, AT);
        const right = v128.load(p, RIGHT);
        const pull = plus(times(stiffness, plus(left, right)), lambda);
        const kick = times(width, v128.load(z, NOISE));
        const square = times(at, at);
        let push = less(pull, times(at, plus(setting(3), times(setting(4), square))));
        const before = less(at, left);
        const beyond = less(right, at);
        const squareBefore = times(before, before);
        const squareBeyond = times(beyond, beyond);
        if (anharmonic) push = plus(push, times(setting(7), less(times(beyond, squareBeyond), times(before, squareBefore))));
        const move = plus(times(dt, push), kick);
        const next = plus(at, move);
        const squareNext = times(next, next);
        let pushNext = less(pull, times(next, plus(setting(3), times(setting(4), squareNext))));
        const beforeNext = less(next, left);
        const beyondNext = less(right, next);
        const squareBeforeNext = times(beforeNext, beforeNext);
        const squareBeyondNext = times(beyondNext, beyondNext);
        if (anharmonic)
          pushNext = plus(pushNext, times(setting(7), less(times(beyondNext, squareBeyondNext), times(beforeNext, squareBeforeNext))));
        const back = plus(move, times(dt, pushNext));
        const rest = plus(setting(5), times(setting(6), plus(square, squareNext)));
        let lost = plus(times(less(square, squareNext), rest), times(pull, move));
        if (anharmonic) {
          const lostBefore = times(less(squareBefore, squareBeforeNext), plus(squareBefore, squareBeforeNext));
          const lostBeyond = times(less(squareBeyond, squareBeyondNext), plus(squareBeyond, squareBeyondNext));
          lost = plus(lost, times(setting(8), plus(lostBefore, lostBeyond)));
        }
        book(p, r, next, lost, times(weight, less(times(back, back), times(kick, kick))));
      }
    }
  }
}

/** `siteMove`. */
export function sites(ticks: usize, tiles: usize, tile: usize, row: usize): void {
  quartic(ticks, tiles, tile, row, false);
}

/** `bondMove`. */
export function bonds(ticks: usize, tiles: usize, tile: usize, row: usize): void {
  quartic(ticks, tiles, tile, row, true);
}
