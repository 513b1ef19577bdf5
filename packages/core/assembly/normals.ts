// SIMD twin of `normals` in src/random/noise.ts, which is the specification: the same operations in the same order, so the same bits.
// `constants`: the words that noise.ts exports, in its order.
import { words } from "./uniforms";

// @ts-ignore: decorator
@inline
function step(a: v128, b: v128, x: v128): v128 {
  return f32x4.add(a, f32x4.mul(b, x));
}

// @ts-ignore: decorator
@inline
function storeWide(at: usize, z: v128): void {
  v128.store(at, f64x2.promote_low_f32x4(z));
  v128.store(at, f64x2.promote_low_f32x4(i8x16.shuffle(z, z, 8, 9, 10, 11, 12, 13, 14, 15, 8, 9, 10, 11, 12, 13, 14, 15)), 16);
}

/** Four lanes' pair: cosines to `to`, sines a row below, by quadrant. */
// @ts-ignore: decorator
@inline
function pairOf(
  radial: v128, angular: v128, to: usize, row: usize,
  one: v128, magnitude: v128, bias: v128, thirtyOne: v128, mantissa: v128, sign: v128, unit: v128, q0: v128, q1: v128, q2: v128,
  q3: v128, q4: v128, q5: v128, q6: v128, q7: v128, q8: v128, ln2: v128, minusTwo: v128, turn: v128, s0: v128, s1: v128, s2: v128,
  s3: v128, k0: v128, k1: v128, k2: v128, k3: v128,
): void {
  const bits = v128.and(f32x4.convert_i32x4_s(v128.or(radial, one)), magnitude);
  const shifted = i32x4.sub(bits, bias);
  const exponent = f32x4.convert_i32x4_s(i32x4.sub(i32x4.shr_s(shifted, 23), thirtyOne));
  const x = f32x4.sub(i32x4.add(v128.and(shifted, mantissa), bias), unit);
  const xx = f32x4.mul(x, x);
  const xxxx = f32x4.mul(xx, xx);
  const low = step(step(q8, q7, x), step(q6, q5, x), xx);
  const high = step(step(q4, q3, x), step(q2, q1, x), xx);
  const p = step(low, step(high, q0, xxxx), xxxx);
  const log = f32x4.add(f32x4.add(f32x4.mul(xx, p), x), f32x4.mul(exponent, ln2));
  const radius = v128.xor(f32x4.sqrt(f32x4.mul(log, minusTwo)), v128.and(radial, sign));

  const t = f32x4.mul(f32x4.convert_i32x4_s(angular), turn);
  const z = f32x4.mul(t, t);
  const zz = f32x4.mul(z, z);
  const s = f32x4.mul(f32x4.mul(step(step(s3, s2, z), step(s1, s0, z), zz), t), radius);
  const k = f32x4.mul(step(step(unit, k3, z), step(step(k2, k1, z), k0, zz), zz), radius);

  const swap = v128.and(v128.xor(s, k), i32x4.shr_s(i32x4.shl(radial, 31), 31));
  storeWide(to, v128.xor(k, swap));
  storeWide(to + row, v128.xor(s, swap));
}

/**
 * Box-Muller pairs from rows of `lanes` (a multiple of 4) words, two a pair; out: 2 · pairs rows of `row` bytes, as of uniforms. Two fours of
 * lanes side by side, for one waits for itself; a last four without another goes twice.
 */
export function normalPairs(from: usize, lanes: usize, pairs: i32, out: usize, row: usize, constants: usize): void {
  const stride = lanes << 2;
  // Read from memory, not written here: the optimiser would fold them into the loop, where V8 builds each one anew from
  // two immediates at every use, at twice the price of the arithmetic. And read once: a load at every use costs a third.
  const one = v128.load32_splat(constants);
  const magnitude = v128.load32_splat(constants + 4);
  const bias = v128.load32_splat(constants + 8);
  const thirtyOne = v128.load32_splat(constants + 12);
  const mantissa = v128.load32_splat(constants + 16);
  const sign = v128.load32_splat(constants + 20);
  const unit = v128.load32_splat(constants + 24);
  const q0 = v128.load32_splat(constants + 28);
  const q1 = v128.load32_splat(constants + 32);
  const q2 = v128.load32_splat(constants + 36);
  const q3 = v128.load32_splat(constants + 40);
  const q4 = v128.load32_splat(constants + 44);
  const q5 = v128.load32_splat(constants + 48);
  const q6 = v128.load32_splat(constants + 52);
  const q7 = v128.load32_splat(constants + 56);
  const q8 = v128.load32_splat(constants + 60);
  const ln2 = v128.load32_splat(constants + 64);
  const minusTwo = v128.load32_splat(constants + 68);
  const turn = v128.load32_splat(constants + 72);
  const s0 = v128.load32_splat(constants + 76);
  const s1 = v128.load32_splat(constants + 80);
  const s2 = v128.load32_splat(constants + 84);
  const s3 = v128.load32_splat(constants + 88);
  const k0 = v128.load32_splat(constants + 92);
  const k1 = v128.load32_splat(constants + 96);
  const k2 = v128.load32_splat(constants + 100);
  const k3 = v128.load32_splat(constants + 104);
  for (let pair = 0; pair < pairs; pair++) {
    for (let i = lanes; i > 0; ) {
      const other: usize = (i & 4) != 0 ? 0 : 16;
      i -= 4 + (other >> 2);
      const at = from + (i << 2);
      const to = out + (i << 3);
      // No store before the last load: it would part them.
      const radial = v128.load(at);
      const angular = v128.load(at + stride);
      pairOf(
        v128.load(at + other), v128.load(at + other + stride), to + 2 * other, row,
        one, magnitude, bias, thirtyOne, mantissa, sign, unit, q0, q1, q2, q3, q4, q5, q6, q7, q8, ln2, minusTwo, turn, s0, s1, s2, s3,
        k0, k1, k2, k3,
      );
      pairOf(
        radial, angular, to, row,
        one, magnitude, bias, thirtyOne, mantissa, sign, unit, q0, q1, q2, q3, q4, q5, q6, q7, q8, ln2, minusTwo, turn, s0, s1, s2, s3,
        k0, k1, k2, k3,
      );
    }
    from += 2 * stride;
    out += 2 * row;
  }
}

/** `pairs` pairs for each of `lanes` streams, as many at a time as stay close; `scratch`: 16 KiB for their words, or 8 bytes a lane. */
export function normals(state: usize, lanes: usize, pairs: i32, out: usize, row: usize, constants: usize, scratch: usize): void {
  const most = max(1, 16384 / (<i32>lanes * 8));
  for (; pairs > 0; pairs -= most) {
    const some = min(pairs, most);
    words(state, lanes, some, scratch, lanes << 2);
    normalPairs(scratch, lanes, some, out, row, constants);
    out += 2 * <usize>some * row;
  }
}
