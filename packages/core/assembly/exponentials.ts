// SIMD twin of src/random/exponentials.ts, which is the specification: the same operations in the same order, so the same bits.
// `constants`: the doubles that it exports, in its order. States and draws lie as in noise.ts.

// @ts-ignore: decorator
@inline
function chain(a: v128, w: v128, rest: v128): v128 {
  return f64x2.add(a, f64x2.mul(w, rest));
}

// @ts-ignore: decorator
@inline
function upper(v: v128): v128 {
  return i8x16.shuffle(v, v, 8, 9, 10, 11, 12, 13, 14, 15, 8, 9, 10, 11, 12, 13, 14, 15);
}

// @ts-ignore: decorator
@inline
function load(at: usize): v128 {
  return v128.load64_splat(at);
}

/** Of the words of lanes 0 and 1. */
// @ts-ignore: decorator
@inline
function exponential(high: v128, low: v128, constants: usize): v128 {
  const sum = f64x2.add(f64x2.mul(f64x2.convert_low_i32x4_s(high), load(constants + 72)), f64x2.convert_low_i32x4_s(low));
  const u = f64x2.mul(f64x2.add(sum, load(constants + 80)), load(constants + 88));
  const bias = load(constants + 96);
  const shifted = i64x2.sub(u, bias);
  const m = i64x2.add(v128.and(shifted, load(constants + 104)), bias);
  const exponent = i32x4.shr_s(i8x16.shuffle(shifted, shifted, 4, 5, 6, 7, 12, 13, 14, 15, 4, 5, 6, 7, 12, 13, 14, 15), 20);
  const one = load(constants + 64);
  const s = f64x2.div(f64x2.sub(one, m), f64x2.add(one, m));
  const z = f64x2.mul(s, s);
  const zz = f64x2.mul(z, z);
  const even = chain(load(constants), zz, chain(load(constants + 16), zz, chain(load(constants + 32), zz, load(constants + 48))));
  const odd = chain(load(constants + 8), zz, chain(load(constants + 24), zz, load(constants + 40)));
  const twice = f64x2.add(s, s);
  const rest = chain(twice, f64x2.mul(twice, z), chain(even, z, odd));
  return chain(rest, f64x2.convert_low_i32x4_s(exponent), load(constants + 56));
}

/** `count` standard exponentials for each of `lanes` (a multiple of 4) streams; out: [count, lanes]. */
export function exponentials(state: usize, lanes: usize, count: i32, out: usize, constants: usize): void {
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
      v128.store(to, exponential(high, low, constants));
      v128.store(to, exponential(upper(high), upper(low), constants), 16);
      to += row;
    }
    v128.store(at, a);
    v128.store(at + stride, b);
    v128.store(at + 2 * stride, c);
    v128.store(at + 3 * stride, d);
  }
}
