// SIMD twin of src/random/exponentials.ts, which is the specification: the same operations in the same order, so the same bits.
// `constants`: the doubles that it exports, in its order. States and draws lie as in noise.ts.
import { uniforms } from "./uniforms";

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

/** (1 − m)/(1 + m) of the mantissas. */
// @ts-ignore: decorator
@inline
function ratio(shifted: v128, bias: v128, mantissa: v128, one: v128): v128 {
  const m = i64x2.add(v128.and(shifted, mantissa), bias);
  return f64x2.div(f64x2.sub(one, m), f64x2.add(one, m));
}

// @ts-ignore: decorator
@inline
function exponent(shifted: v128): v128 {
  const high = i8x16.shuffle(shifted, shifted, 4, 5, 6, 7, 12, 13, 14, 15, 4, 5, 6, 7, 12, 13, 14, 15);
  return f64x2.convert_low_i32x4_s(i32x4.shr_s(high, 20));
}

/** −ln u in place. Four chains side by side: each is long, and one alone leaves the machine waiting. */
function minusLogarithms(at: usize, end: usize, constants: usize): void {
  for (; at < end; at += 64) {
    const bias = load(constants + 96);
    const h0 = i64x2.sub(v128.load(at), bias);
    const h1 = i64x2.sub(v128.load(at, 16), bias);
    const h2 = i64x2.sub(v128.load(at, 32), bias);
    const h3 = i64x2.sub(v128.load(at, 48), bias);
    const mantissa = load(constants + 104);
    const one = load(constants + 64);
    const s0 = ratio(h0, bias, mantissa, one);
    const s1 = ratio(h1, bias, mantissa, one);
    const s2 = ratio(h2, bias, mantissa, one);
    const s3 = ratio(h3, bias, mantissa, one);
    const z0 = f64x2.mul(s0, s0);
    const z1 = f64x2.mul(s1, s1);
    const z2 = f64x2.mul(s2, s2);
    const z3 = f64x2.mul(s3, s3);
    const zz0 = f64x2.mul(z0, z0);
    const zz1 = f64x2.mul(z1, z1);
    const zz2 = f64x2.mul(z2, z2);
    const zz3 = f64x2.mul(z3, z3);
    let a = load(constants + 32);
    let b = load(constants + 48);
    let e0 = chain(a, zz0, b);
    let e1 = chain(a, zz1, b);
    let e2 = chain(a, zz2, b);
    let e3 = chain(a, zz3, b);
    a = load(constants + 24);
    b = load(constants + 40);
    let o0 = chain(a, zz0, b);
    let o1 = chain(a, zz1, b);
    let o2 = chain(a, zz2, b);
    let o3 = chain(a, zz3, b);
    a = load(constants + 16);
    e0 = chain(a, zz0, e0);
    e1 = chain(a, zz1, e1);
    e2 = chain(a, zz2, e2);
    e3 = chain(a, zz3, e3);
    b = load(constants + 8);
    o0 = chain(b, zz0, o0);
    o1 = chain(b, zz1, o1);
    o2 = chain(b, zz2, o2);
    o3 = chain(b, zz3, o3);
    a = load(constants);
    e0 = chain(chain(a, zz0, e0), z0, o0);
    e1 = chain(chain(a, zz1, e1), z1, o1);
    e2 = chain(chain(a, zz2, e2), z2, o2);
    e3 = chain(chain(a, zz3, e3), z3, o3);
    const t0 = f64x2.add(s0, s0);
    const t1 = f64x2.add(s1, s1);
    const t2 = f64x2.add(s2, s2);
    const t3 = f64x2.add(s3, s3);
    b = load(constants + 56);
    v128.store(at, chain(chain(t0, f64x2.mul(t0, z0), e0), exponent(h0), b));
    v128.store(at, chain(chain(t1, f64x2.mul(t1, z1), e1), exponent(h1), b), 16);
    v128.store(at, chain(chain(t2, f64x2.mul(t2, z2), e2), exponent(h2), b), 32);
    v128.store(at, chain(chain(t3, f64x2.mul(t3, z3), e3), exponent(h3), b), 48);
  }
}

/** `count` standard exponentials for each of `lanes` (a multiple of 4) streams; out: [count, lanes], with room for 8 more. */
export function exponentials(state: usize, lanes: usize, count: i32, out: usize, constants: usize): void {
  uniforms(state, lanes, count, out);
  minusLogarithms(out, out + (lanes << 3) * count, constants);
}
