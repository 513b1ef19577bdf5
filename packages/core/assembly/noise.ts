// SIMD twin of src/random/noise.ts, which is the specification: the same operations in the same order, so the same bits.
// Memory: sfc32 states as [a | b | c | d], each `lanes` words; draws as rows of `lanes` doubles.

const LN2: f32 = 0.6931471824645996;

// @ts-ignore: decorator
@inline
function horner(p: v128, x: v128, c: f32): v128 {
  return f32x4.add(f32x4.mul(p, x), f32x4.splat(c));
}

// @ts-ignore: decorator
@inline
function storeWide(at: usize, z: v128): void {
  v128.store(at, f64x2.promote_low_f32x4(z));
  v128.store(at, f64x2.promote_low_f32x4(i8x16.shuffle(z, z, 8, 9, 10, 11, 12, 13, 14, 15, 8, 9, 10, 11, 12, 13, 14, 15)), 16);
}

/** `pairs` Box-Muller pairs for each of `lanes` (a multiple of 4) streams; out: [2 * pairs, lanes]. */
export function normals(state: usize, lanes: usize, pairs: i32, out: usize): void {
  const stride = lanes << 2;
  const row = lanes << 3;
  for (let i: usize = 0; i < lanes; i += 4) {
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
      const angular = w;

      const bits = v128.and(f32x4.convert_i32x4_s(v128.or(radial, i32x4.splat(1))), i32x4.splat(0x7fffffff));
      const shifted = i32x4.sub(bits, i32x4.splat(0x3f3504f3));
      const exponent = f32x4.convert_i32x4_s(i32x4.sub(i32x4.shr_s(shifted, 23), i32x4.splat(31)));
      const x = f32x4.sub(i32x4.add(v128.and(shifted, i32x4.splat(0x007fffff)), i32x4.splat(0x3f3504f3)), f32x4.splat(1));
      let p = f32x4.splat(-0.07866667956113815);
      p = horner(p, x, 0.12821748852729797);
      p = horner(p, x, -0.131016343832016);
      p = horner(p, x, 0.1418900042772293);
      p = horner(p, x, -0.1662759929895401);
      p = horner(p, x, 0.2000196874141693);
      p = horner(p, x, -0.2500077188014984);
      p = horner(p, x, 0.33333322405815125);
      p = horner(p, x, -0.4999999701976776);
      const log = f32x4.add(f32x4.add(f32x4.mul(f32x4.mul(x, x), p), x), f32x4.mul(exponent, f32x4.splat(LN2)));
      const radius = f32x4.sqrt(f32x4.mul(log, f32x4.splat(-2)));

      const t = f32x4.mul(f32x4.convert_i32x4_s(angular), f32x4.splat(4.656612873077393e-10));
      const z = f32x4.mul(t, t);
      let s = f32x4.splat(-3.5954399209003896e-05);
      s = horner(s, z, 0.0024900068528950214);
      s = horner(s, z, -0.08074543625116348);
      s = horner(s, z, 0.7853981852531433);
      s = f32x4.mul(f32x4.mul(s, t), radius);
      let k = f32x4.splat(3.529804189383867e-06);
      k = horner(k, z, -0.0003259385994169861);
      k = horner(k, z, 0.015854325145483017);
      k = horner(k, z, -0.3084251284599304);
      k = horner(k, z, 1);
      k = f32x4.mul(k, radius);

      const swap = i32x4.shr_s(i32x4.shl(radial, 31), 31);
      const sign = v128.and(radial, i32x4.splat(0x80000000));
      storeWide(to, v128.xor(v128.bitselect(s, k, swap), sign));
      storeWide(to + row, v128.xor(v128.bitselect(k, s, swap), sign));
      to += 2 * row;
    }
    v128.store(at, a);
    v128.store(at + stride, b);
    v128.store(at + 2 * stride, c);
    v128.store(at + 3 * stride, d);
  }
}

/** `count` uniforms on (0, 1) for each of `lanes` (a multiple of 4) streams; out: [count, lanes]. */
export function uniforms(state: usize, lanes: usize, count: i32, out: usize): void {
  const stride = lanes << 2;
  const row = lanes << 3;
  for (let i: usize = 0; i < lanes; i += 4) {
    const at = state + (i << 2);
    let a = v128.load(at);
    let b = v128.load(at + stride);
    let c = v128.load(at + 2 * stride);
    let d = v128.load(at + 3 * stride);
    let to = out + (i << 3);
    for (let draw = 0; draw < count; draw++) {
      let w = i32x4.add(i32x4.add(a, b), d);
      d = i32x4.add(d, i32x4.splat(1));
      a = v128.xor(b, i32x4.shr_u(b, 9));
      b = i32x4.add(c, i32x4.shl(c, 3));
      c = i32x4.add(v128.or(i32x4.shl(c, 21), i32x4.shr_u(c, 11)), w);
      const high = i32x4.shr_u(w, 6);
      w = i32x4.add(i32x4.add(a, b), d);
      d = i32x4.add(d, i32x4.splat(1));
      a = v128.xor(b, i32x4.shr_u(b, 9));
      b = i32x4.add(c, i32x4.shl(c, 3));
      c = i32x4.add(v128.or(i32x4.shl(c, 21), i32x4.shr_u(c, 11)), w);
      const low = i32x4.shr_u(w, 6);
      v128.store(to, unit(high, low));
      v128.store(to, unit(upper(high), upper(low)), 16);
      to += row;
    }
    v128.store(at, a);
    v128.store(at + stride, b);
    v128.store(at + 2 * stride, c);
    v128.store(at + 3 * stride, d);
  }
}

// @ts-ignore: decorator
@inline
function upper(v: v128): v128 {
  return i8x16.shuffle(v, v, 8, 9, 10, 11, 12, 13, 14, 15, 8, 9, 10, 11, 12, 13, 14, 15);
}

// @ts-ignore: decorator
@inline
function unit(high: v128, low: v128): v128 {
  const wide = f64x2.add(f64x2.mul(f64x2.convert_low_i32x4_u(high), f64x2.splat(67108864)), f64x2.convert_low_i32x4_u(low));
  return f64x2.mul(f64x2.add(wide, f64x2.splat(0.5)), f64x2.splat(2.220446049250313e-16));
}
