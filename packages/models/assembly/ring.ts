// SIMD twin of src/langevin/ring-plain.ts, which is the specification: the same operations in the same order, so the same bits.
// Works in the memory that is shared with the noise of @szilard/core, whose own part ends at X.

/** Trajectories of a block, and rows of draws, at most. */
export const LANES: usize = 1024;
export const ROWS: usize = 16;

/** By lane: place, drift at the end of the last move, way gone in all, ratio in units of the gain. */
export const X: usize = 1 << 20;
export const PUSH: usize = X + 8 * LANES;
export const WAY: usize = PUSH + 8 * LANES;
export const RATIO: usize = WAY + 8 * LANES;
/** Numbers of the move, see src/langevin/ring-plain.ts. */
export const NUMBERS: usize = RATIO + 8 * LANES;
/** Rows of normal deviates. */
export const DRAWS: usize = NUMBERS + 256;

// @ts-ignore: decorator
@inline
function affine(a: v128, b: v128, x: v128): v128 {
  return f64x2.add(a, f64x2.mul(b, x));
}

// @ts-ignore: decorator
@inline
function number(at: usize): v128 {
  return v128.load64_splat(NUMBERS + (at << 3));
}

/** One tick of two lanes. */
// @ts-ignore: decorator
@inline
function move(i: usize, draws: usize): void {
  const push = v128.load(i, PUSH);
  const kick = f64x2.mul(number(0), v128.load(draws + i));
  const way = f64x2.add(push, kick);
  const length = number(3);
  const gone = f64x2.add(v128.load(i, X), way);
  const wrapped = f64x2.sub(gone, f64x2.mul(length, f64x2.floor(f64x2.div(gone, length))));
  const place = v128.andnot(wrapped, f64x2.ge(wrapped, length));
  v128.store(i, place, X);
  v128.store(i, f64x2.add(v128.load(i, WAY), way), WAY);
  const half = number(4);
  const s = f64x2.sub(place, half);
  const a = f64x2.abs(s);
  const r = f64x2.pmin(a, f64x2.sub(half, a));
  const z = f64x2.mul(r, r);
  const z2 = f64x2.mul(z, z);
  const z4 = f64x2.mul(z2, z2);
  const low = affine(affine(number(5), number(6), z), affine(number(7), number(8), z), z2);
  const high = affine(affine(affine(number(9), number(10), z), affine(number(11), number(12), z), z2), number(13), z4);
  const sine = affine(r, f64x2.mul(r, z), affine(low, high, z4));
  // sin x = −sin(x − π): the other sign than s.
  const signed = v128.xor(sine, v128.andnot(f64x2.splat(-0.0), s));
  const back = affine(number(2), number(1), signed);
  v128.store(i, back, PUSH);
  const far = f64x2.add(back, f64x2.add(way, kick));
  v128.store(i, affine(v128.load(i, RATIO), f64x2.add(push, back), far), RATIO);
}

/** So much for all lanes, a multiple of 4, of which those in the block do not wait for each other as neighbours in time do. */
export function tick(end: usize, draws: usize): void {
  for (let i: usize = 0; i < end; i += 32) {
    move(i, draws);
    move(i + 16, draws);
  }
}
