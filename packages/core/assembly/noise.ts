// SIMD twin of src/random/noise.ts, which is the specification: the same operations in the same order, so the same bits.
// `constants`: the words that noise.ts exports, in its order.
// Memory: sfc32 states as [a | b | c | d], each `lanes` words; draws as rows of doubles, one for every lane.
export { exponentials } from "./exponentials";
export { fineNormals } from "./fine-normals";
export { seeds, uniforms, words } from "./uniforms";

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

/** `pairs` Box-Muller pairs for each of `lanes` (a multiple of 4) streams; out: 2 · pairs rows of `row` bytes, as of uniforms. */
export function normals(state: usize, lanes: usize, pairs: i32, out: usize, row: usize, constants: usize): void {
  const stride = lanes << 2;
  // Read from memory, not written here: the optimiser would fold them into the loop, where V8 builds each one anew from
  // two immediates at every use, at twice the price of the arithmetic.
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
  for (let i = lanes; i > 0; ) {
    i -= 4;
    const at = state + (i << 2);
    let a = v128.load(at);
    let b = v128.load(at + stride);
    let c = v128.load(at + 2 * stride);
    let d = v128.load(at + 3 * stride);
    let to = out + (i << 3);
    for (let pair = 0; pair < pairs; pair++) {
      let w = i32x4.add(i32x4.add(a, b), d);
      d = i32x4.add(d, one);
      a = v128.xor(b, i32x4.shr_u(b, 9));
      b = i32x4.add(c, i32x4.shl(c, 3));
      c = i32x4.add(v128.or(i32x4.shl(c, 21), i32x4.shr_u(c, 11)), w);
      const radial = w;
      w = i32x4.add(i32x4.add(a, b), d);
      d = i32x4.add(d, one);
      a = v128.xor(b, i32x4.shr_u(b, 9));
      b = i32x4.add(c, i32x4.shl(c, 3));
      c = i32x4.add(v128.or(i32x4.shl(c, 21), i32x4.shr_u(c, 11)), w);
      const angular = w;

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
      const radius = f32x4.sqrt(f32x4.mul(log, minusTwo));

      const t = f32x4.mul(f32x4.convert_i32x4_s(angular), turn);
      const z = f32x4.mul(t, t);
      const zz = f32x4.mul(z, z);
      const s = f32x4.mul(f32x4.mul(step(step(s3, s2, z), step(s1, s0, z), zz), t), radius);
      const k = f32x4.mul(step(step(unit, k3, z), step(step(k2, k1, z), k0, zz), zz), radius);

      const swap = i32x4.shr_s(i32x4.shl(radial, 31), 31);
      const negative = v128.and(radial, sign);
      storeWide(to, v128.xor(v128.bitselect(s, k, swap), negative));
      storeWide(to + row, v128.xor(v128.bitselect(k, s, swap), negative));
      to += 2 * row;
    }
    v128.store(at, a);
    v128.store(at + stride, b);
    v128.store(at + 2 * stride, c);
    v128.store(at + 3 * stride, d);
  }
}
