// SIMD twin of src/random/fine-normals.ts, which is the specification: the same operations in the same order, so the same bits.
// `constants`: the doubles that exponentials.ts and fine-normals.ts export, in their order. States and draws lie as in noise.ts.

import { words } from "./uniforms";

// @ts-ignore: decorator
@inline
function chain(a: v128, w: v128, rest: v128): v128 {
  return f64x2.add(a, f64x2.mul(w, rest));
}

// @ts-ignore: decorator
@inline
function polynomial(z: v128, c0: v128, c1: v128, c2: v128, c3: v128, c4: v128, c5: v128, c6: v128): v128 {
  const zz = f64x2.mul(z, z);
  return chain(chain(c0, z, c1), zz, chain(chain(c2, z, c3), zz, chain(chain(c4, z, c5), zz, c6)));
}

/** Words of lanes 0 and 1, or 2 and 3, as lower and upper halves of doubles. */
// @ts-ignore: decorator
@inline
function low(lower: v128, upper: v128): v128 {
  return i8x16.shuffle(lower, upper, 0, 1, 2, 3, 16, 17, 18, 19, 4, 5, 6, 7, 20, 21, 22, 23);
}

// @ts-ignore: decorator
@inline
function high(lower: v128, upper: v128): v128 {
  return i8x16.shuffle(lower, upper, 8, 9, 10, 11, 24, 25, 26, 27, 12, 13, 14, 15, 28, 29, 30, 31);
}

/** The pair of two lanes from numbers in [1, 2), see uniforms: cosines to `to`, sines a row below, by quadrant. */
// @ts-ignore: decorator
@inline
function pairOf(
  radial: v128, angular: v128, swap: v128, negative: v128, to: usize, row: usize,
  p0: v128, p1: v128, p2: v128, p3: v128, p4: v128, p5: v128, minusLn2: v128, two: v128, one: v128, big: v128, below: v128, bias: v128,
  mantissa: v128, magic: v128, s0: v128, s1: v128, s2: v128, s3: v128, s4: v128, s5: v128, s6: v128, k0: v128, k1: v128, k2: v128,
  k3: v128, k4: v128, k5: v128, k6: v128, half: v128, less: v128,
): void {
  const shifted = i64x2.sub(f64x2.sub(radial, less), below);
  const m = i64x2.add(v128.and(shifted, mantissa), bias);
  const s = f64x2.div(f64x2.sub(one, m), f64x2.add(one, m));
  const z = f64x2.mul(s, s);
  const zz = f64x2.mul(z, z);
  const p = chain(chain(p0, z, p1), zz, chain(chain(p2, z, p3), zz, chain(p4, z, p5)));
  const k = f64x2.sub(v128.or(i64x2.shr_u(shifted, 52), magic), big);
  const e = chain(f64x2.mul(s, chain(two, z, p)), k, minusLn2);
  const r = v128.xor(f64x2.sqrt(f64x2.add(e, e)), negative);

  const t = f64x2.sub(f64x2.sub(angular, less), half);
  const tt = f64x2.mul(t, t);
  const sine = f64x2.mul(f64x2.mul(polynomial(tt, s0, s1, s2, s3, s4, s5, s6), t), r);
  const cosine = f64x2.mul(polynomial(tt, k0, k1, k2, k3, k4, k5, k6), r);
  const change = v128.and(v128.xor(sine, cosine), swap);
  v128.store(to, v128.xor(cosine, change));
  v128.store(to + row, v128.xor(sine, change));
}

/** Box-Muller pairs from rows of `lanes` (a multiple of 4) words, four a pair; out: 2 · pairs rows of `row` bytes, as of uniforms. */
export function finePairs(from: usize, lanes: usize, pairs: i32, out: usize, row: usize, constants: usize): void {
  const stride = lanes << 2;
  // Read once, as in normals.ts.
  const p0 = v128.load64_splat(constants);
  const p1 = v128.load64_splat(constants + 8);
  const p2 = v128.load64_splat(constants + 16);
  const p3 = v128.load64_splat(constants + 24);
  const p4 = v128.load64_splat(constants + 32);
  const p5 = v128.load64_splat(constants + 40);
  const minusLn2 = v128.load64_splat(constants + 48);
  const two = v128.load64_splat(constants + 56);
  const one = v128.load64_splat(constants + 64);
  const big = v128.load64_splat(constants + 72);
  const below = v128.load64_splat(constants + 80);
  const bias = v128.load64_splat(constants + 88);
  const mantissa = v128.load64_splat(constants + 96);
  const magic = v128.load64_splat(constants + 104);
  const s0 = v128.load64_splat(constants + 112);
  const s1 = v128.load64_splat(constants + 120);
  const s2 = v128.load64_splat(constants + 128);
  const s3 = v128.load64_splat(constants + 136);
  const s4 = v128.load64_splat(constants + 144);
  const s5 = v128.load64_splat(constants + 152);
  const s6 = v128.load64_splat(constants + 160);
  const k0 = v128.load64_splat(constants + 168);
  const k1 = v128.load64_splat(constants + 176);
  const k2 = v128.load64_splat(constants + 184);
  const k3 = v128.load64_splat(constants + 192);
  const k4 = v128.load64_splat(constants + 200);
  const k5 = v128.load64_splat(constants + 208);
  const k6 = v128.load64_splat(constants + 216);
  const half = v128.load64_splat(constants + 224);
  const less = v128.load64_splat(constants + 232);
  const top = v128.load64_splat(constants + 240);
  const exponent = v128.load64_splat(constants + 248);
  const zero = i32x4.splat(0);
  for (let pair = 0; pair < pairs; pair++) {
    for (let i = lanes; i > 0; ) {
      i -= 4;
      const at = from + (i << 2);
      const to = out + (i << 3);
      const radial = v128.load(at);
      const angular = v128.load(at + 2 * stride);
      const lowerR = v128.or(v128.and(i32x4.shl(radial, 20), top), i32x4.shr_u(v128.load(at + stride), 6));
      const upperR = v128.or(i32x4.shr_u(radial, 12), exponent);
      const lowerA = v128.or(v128.and(i32x4.shl(angular, 20), top), i32x4.shr_u(v128.load(at + 3 * stride), 6));
      const upperA = v128.or(i32x4.shr_u(angular, 12), exponent);
      const swap = i32x4.shr_s(i32x4.shl(radial, 31), 31);
      const negative = i32x4.shl(i32x4.shr_u(radial, 1), 31);
      pairOf(
        high(lowerR, upperR), high(lowerA, upperA), high(swap, swap), high(zero, negative), to + 16, row,
        p0, p1, p2, p3, p4, p5, minusLn2, two, one, big, below, bias, mantissa, magic, s0, s1, s2, s3, s4, s5, s6, k0, k1, k2, k3, k4,
        k5, k6, half, less,
      );
      pairOf(
        low(lowerR, upperR), low(lowerA, upperA), low(swap, swap), low(zero, negative), to, row,
        p0, p1, p2, p3, p4, p5, minusLn2, two, one, big, below, bias, mantissa, magic, s0, s1, s2, s3, s4, s5, s6, k0, k1, k2, k3, k4,
        k5, k6, half, less,
      );
    }
    from += 4 * stride;
    out += 2 * row;
  }
}

/** `pairs` pairs in double precision for each of `lanes` streams, as many at a time as stay close; `scratch`: 16 KiB for their words, or 16 bytes a lane. */
export function fineNormals(state: usize, lanes: usize, pairs: i32, out: usize, row: usize, constants: usize, scratch: usize): void {
  const most = max(1, 16384 / (<i32>lanes * 16));
  for (; pairs > 0; pairs -= most) {
    const some = min(pairs, most);
    words(state, lanes, 2 * some, scratch, lanes << 2);
    finePairs(scratch, lanes, some, out, row, constants);
    out += 2 * <usize>some * row;
  }
}
