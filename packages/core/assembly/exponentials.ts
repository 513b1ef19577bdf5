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

/** −ln u of two draws. The exponent k of u, 1023 up in the top bits, becomes a number as the last bits of 2⁵² + 1023 + k. */
// @ts-ignore: decorator
@inline
function minusLogarithm(u: v128, constants: usize): v128 {
  const shifted = i64x2.sub(u, load(constants + 80));
  const m = i64x2.add(v128.and(shifted, load(constants + 96)), load(constants + 88));
  const one = load(constants + 64);
  const s = f64x2.div(f64x2.sub(one, m), f64x2.add(one, m));
  const z = f64x2.mul(s, s);
  const zz = f64x2.mul(z, z);
  const high = chain(chain(load(constants + 16), z, load(constants + 24)), zz, chain(load(constants + 32), z, load(constants + 40)));
  const p = chain(chain(load(constants), z, load(constants + 8)), zz, high);
  const k = f64x2.sub(v128.or(i64x2.shr_u(shifted, 52), load(constants + 104)), load(constants + 72));
  return chain(f64x2.mul(s, chain(load(constants + 56), z, p)), k, load(constants + 48));
}

/** In place; four at a time, for each is a long chain that leaves the machine waiting. No store comes before the last load: it would part them. */
function minusLogarithms(at: usize, end: usize, constants: usize): void {
  for (; at < end; at += 64) {
    const a = minusLogarithm(v128.load(at), constants);
    const b = minusLogarithm(v128.load(at, 16), constants);
    const c = minusLogarithm(v128.load(at, 32), constants);
    const d = minusLogarithm(v128.load(at, 48), constants);
    v128.store(at, a);
    v128.store(at, b, 16);
    v128.store(at, c, 32);
    v128.store(at, d, 48);
  }
}

/** `count` standard exponentials for each of `lanes` (a multiple of 4) streams; out: rows of `row` bytes, as of uniforms, with 64 bytes to spare. */
export function exponentials(state: usize, lanes: usize, count: i32, out: usize, row: usize, constants: usize): void {
  uniforms(state, lanes, count, out, row, constants);
  minusLogarithms(out, out + row * count, constants);
}
