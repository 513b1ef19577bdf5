// SIMD twin of src/random/fine-normals.ts, which is the specification: the same operations in the same order, so the same bits.
// `constants`: the doubles that it exports, in its order. States and draws lie as in noise.ts.

const ATANH: usize = 0;
const SINE: usize = 80;
const COSINE: usize = 160;
const LN2: usize = 240;

// @ts-ignore: decorator
@inline
function load(at: usize): v128 {
  return v128.load64_splat(at);
}

// @ts-ignore: decorator
@inline
function chain(a: v128, w: v128, rest: v128): v128 {
  return f64x2.add(a, f64x2.mul(w, rest));
}

// @ts-ignore: decorator
@inline
function polynomial(c: usize, z: v128): v128 {
  const w = f64x2.mul(z, z);
  const even = chain(load(c), w, chain(load(c + 16), w, chain(load(c + 32), w, chain(load(c + 48), w, load(c + 64)))));
  const odd = chain(load(c + 8), w, chain(load(c + 24), w, chain(load(c + 40), w, chain(load(c + 56), w, load(c + 72)))));
  return f64x2.add(even, f64x2.mul(z, odd));
}

// @ts-ignore: decorator
@inline
function upper(v: v128): v128 {
  return i8x16.shuffle(v, v, 8, 9, 10, 11, 12, 13, 14, 15, 8, 9, 10, 11, 12, 13, 14, 15);
}

/** Words of lanes 0 and 1, each spread over a double. */
// @ts-ignore: decorator
@inline
function spread(v: v128): v128 {
  return i64x2.extend_low_i32x4_s(v);
}

// @ts-ignore: decorator
@inline
function unit(high: v128, low: v128): v128 {
  const wide = f64x2.add(f64x2.mul(f64x2.convert_low_i32x4_u(i32x4.shr_u(high, 6)), f64x2.splat(67108864)), f64x2.convert_low_i32x4_u(i32x4.shr_u(low, 6)));
  return f64x2.mul(f64x2.add(wide, f64x2.splat(0.5)), f64x2.splat(2.220446049250313e-16));
}

// @ts-ignore: decorator
@inline
function logarithm(u: v128, constants: usize): v128 {
  const shifted = i32x4.sub(u, i32x4(0, 0x3fe6a09e, 0, 0x3fe6a09e));
  const mantissa = i32x4.add(v128.and(shifted, i32x4(-1, 0xfffff, -1, 0xfffff)), i32x4(0, 0x3fe6a09e, 0, 0x3fe6a09e));
  const exponent = i32x4.shr_s(i8x16.shuffle(shifted, shifted, 4, 5, 6, 7, 12, 13, 14, 15, 4, 5, 6, 7, 12, 13, 14, 15), 20);
  const s = f64x2.div(f64x2.sub(mantissa, f64x2.splat(1)), f64x2.add(mantissa, f64x2.splat(1)));
  const z = f64x2.mul(s, s);
  const twice = f64x2.add(s, s);
  const rest = f64x2.add(twice, f64x2.mul(f64x2.mul(twice, z), polynomial(constants + ATANH, z)));
  return f64x2.add(f64x2.mul(f64x2.convert_low_i32x4_s(exponent), load(constants + LN2)), rest);
}

/** The pair of two lanes: cosines to `to`, sines a row below, by quadrant. */
// @ts-ignore: decorator
@inline
function pairOf(radial: v128, fine: v128, angular: v128, low: v128, to: usize, row: usize, constants: usize): void {
  const r = f64x2.sqrt(f64x2.mul(f64x2.splat(-2), logarithm(unit(radial, fine), constants)));
  const t = f64x2.sub(f64x2.mul(f64x2.splat(2), unit(angular, low)), f64x2.splat(1));
  const z = f64x2.mul(t, t);
  const s = f64x2.mul(f64x2.mul(polynomial(constants + SINE, z), t), r);
  const k = f64x2.mul(polynomial(constants + COSINE, z), r);
  const wide = spread(radial);
  const swap = i64x2.shr_s(i64x2.shl(wide, 63), 63);
  const negative = v128.and(i64x2.shl(wide, 62), i64x2.splat(0x8000000000000000));
  v128.store(to, v128.xor(v128.bitselect(s, k, swap), negative));
  v128.store(to + row, v128.xor(v128.bitselect(k, s, swap), negative));
}

/** `pairs` Box-Muller pairs in double precision for each of `lanes` (a multiple of 4) streams; out: 2 · pairs rows of `row` bytes, as of uniforms. */
export function fineNormals(state: usize, lanes: usize, pairs: i32, out: usize, row: usize, constants: usize): void {
  const stride = lanes << 2;
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
      d = i32x4.add(d, i32x4.splat(1));
      a = v128.xor(b, i32x4.shr_u(b, 9));
      b = i32x4.add(c, i32x4.shl(c, 3));
      c = i32x4.add(v128.or(i32x4.shl(c, 21), i32x4.shr_u(c, 11)), w);
      const radial = w;
      w = i32x4.add(i32x4.add(a, b), d);
      d = i32x4.add(d, i32x4.splat(1));
      a = v128.xor(b, i32x4.shr_u(b, 9));
      b = i32x4.add(c, i32x4.shl(c, 3));
      c = i32x4.add(v128.or(i32x4.shl(c, 21), i32x4.shr_u(c, 11)), w);
      const fine = w;
      w = i32x4.add(i32x4.add(a, b), d);
      d = i32x4.add(d, i32x4.splat(1));
      a = v128.xor(b, i32x4.shr_u(b, 9));
      b = i32x4.add(c, i32x4.shl(c, 3));
      c = i32x4.add(v128.or(i32x4.shl(c, 21), i32x4.shr_u(c, 11)), w);
      const angular = w;
      w = i32x4.add(i32x4.add(a, b), d);
      d = i32x4.add(d, i32x4.splat(1));
      a = v128.xor(b, i32x4.shr_u(b, 9));
      b = i32x4.add(c, i32x4.shl(c, 3));
      c = i32x4.add(v128.or(i32x4.shl(c, 21), i32x4.shr_u(c, 11)), w);
      const low = w;
      pairOf(radial, fine, angular, low, to, row, constants);
      pairOf(upper(radial), upper(fine), upper(angular), upper(low), to + 16, row, constants);
      to += 2 * row;
    }
    v128.store(at, a);
    v128.store(at + stride, b);
    v128.store(at + 2 * stride, c);
    v128.store(at + 3 * stride, d);
  }
}
