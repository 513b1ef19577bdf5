import { exponentials } from './exponentials.ts';
import { fineNormals } from './fine-normals.ts';
import { philox4x32 } from './philox.ts';

/**
 * Bulk draws from many sfc32 streams in lockstep: the specification in plain TypeScript. The SIMD twin
 * (`assembly/noise.ts`) does the same operations in the same order and gives the same bits [sfc32] [BoxMuller1958].
 */
export interface NoiseEngine {
  readonly name: 'wasm' | 'typescript';
  /**
   * Memory that the SIMD engine shares with other kernels: `bytes` from `from` on are theirs, and draws into views of it are made in
   * place, and up to 64 bytes beyond.
   */
  readonly room?: { readonly memory: { readonly buffer: ArrayBuffer }; readonly from: number; readonly bytes: number };
  /** First states of trajectories `first`, `first` + 1, …, by Philox from a key of four words; [a | b | c | d], each `lanes` words. */
  seeds(key: Uint32Array, first: number, lanes: number, out: Uint32Array): void;
  /** States [a | b | c | d], each `lanes` words, advanced; out: [2 * pairs, lanes] standard normals. */
  normals(state: Uint32Array, lanes: number, pairs: number, out: Float64Array): void;
  /** As above, of 52-bit quality. */
  fineNormals(state: Uint32Array, lanes: number, pairs: number, out: Float64Array): void;
  /** As above; out: [count, lanes] uniforms, odd multiples of 2⁻⁵³ in (0, 1). */
  uniforms(state: Uint32Array, lanes: number, count: number, out: Float64Array): void;
  /** The two words of each of those uniforms, of which the upper 26 bits count; out: [count, 2, lanes], high words first. */
  words(state: Uint32Array, lanes: number, count: number, out: Uint32Array): void;
  /** As above; out: [count, lanes] standard exponentials. */
  exponentials(state: Uint32Array, lanes: number, count: number, out: Float64Array): void;
}

const f = Math.fround;
const LN2 = f(0.6931471824645996);
const TURN = f(4.656612873077393e-10); // 2⁻³¹
// Least-squares fits on Chebyshev nodes: ln(1+x) = x + x² Q(x); sin(πt/4) = t S(t²); cos(πt/4) = C(t²).
const Q = [
  -0.07866667956113815, 0.12821748852729797, -0.131016343832016, 0.1418900042772293, -0.1662759929895401, 0.2000196874141693,
  -0.2500077188014984, 0.33333322405815125, -0.4999999701976776,
].map(f);
const S = [-3.5954399209003896e-5, 0.0024900068528950214, -0.08074543625116348, 0.7853981852531433].map(f);
const C = [3.529804189383867e-6, -0.0003259385994169861, 0.015854325145483017, -0.3084251284599304, 1].map(f);

/** What the SIMD twin reads from memory: integers, then singles. Its order is the order of `constants` there. */
export function noiseConstants(): Uint32Array {
  const integers = [1, 0x7fffffff, 0x3f3504f3, 31, 0x007fffff, 0x80000000];
  const singles = Float32Array.from([1, ...Q, LN2, -2, TURN, ...S, ...C.slice(0, -1)]);
  return Uint32Array.from([...integers, ...new Uint32Array(singles.buffer)]);
}

const word = new Int32Array(1);
const single = new Float32Array(word.buffer);

// Polynomials in Estrin's form: short chains of dependent operations are what the SIMD twin is fast by.
const step = (a: number, b: number, x: number): number => f(a + f(b * x));

/** −2 ln(|w| 2⁻³¹) under the root, single precision. */
function radius(w: number): number {
  single[0] = w | 1;
  const shifted = (word[0] & 0x7fffffff) - 0x3f3504f3;
  const exponent = f((shifted >> 23) - 31);
  word[0] = (shifted & 0x007fffff) + 0x3f3504f3;
  const x = f(single[0] - 1);
  const xx = f(x * x);
  const xxxx = f(xx * xx);
  const low = step(step(Q[8], Q[7], x), step(Q[6], Q[5], x), xx);
  const high = step(step(Q[4], Q[3], x), step(Q[2], Q[1], x), xx);
  const p = step(low, step(high, Q[0], xxxx), xxxx);
  const log = f(f(f(xx * p) + x) + f(exponent * LN2));
  return f(Math.sqrt(f(log * -2)));
}

export const plainNoise: NoiseEngine = {
  name: 'typescript',
  fineNormals,
  exponentials,

  seeds(key, first, lanes, out) {
    const counter = Uint32Array.of(0, 0, key[2], key[3]);
    const words = new Uint32Array(4);
    for (let i = 0; i < lanes; i++) {
      counter[0] = first + i;
      counter[1] = (first + i) / 4294967296;
      philox4x32(counter, key, 10, words);
      for (let k = 0; k < 4; k++) out[k * lanes + i] = words[k];
    }
  },

  normals(state, lanes, pairs, out) {
    for (let i = 0; i < lanes; i++) {
      let a = state[i] | 0;
      let b = state[lanes + i] | 0;
      let c = state[2 * lanes + i] | 0;
      let d = state[3 * lanes + i] | 0;
      for (let pair = 0; pair < pairs; pair++) {
        const radial = (a + b + d) | 0;
        d = (d + 1) | 0;
        a = b ^ (b >>> 9);
        b = (c + (c << 3)) | 0;
        c = (((c << 21) | (c >>> 11)) + radial) | 0;
        const angular = (a + b + d) | 0;
        d = (d + 1) | 0;
        a = b ^ (b >>> 9);
        b = (c + (c << 3)) | 0;
        c = (((c << 21) | (c >>> 11)) + angular) | 0;
        const r = radius(radial);
        const t = f(f(angular) * TURN);
        const z = f(t * t);
        const zz = f(z * z);
        const s = f(f(step(step(S[3], S[2], z), step(S[1], S[0], z), zz) * t) * r);
        const k = f(step(step(C[4], C[3], z), step(step(C[2], C[1], z), C[0], zz), zz) * r);
        // The sign bit and the lowest bit of the radial word are not used by the radius: they choose the quadrant.
        const sign = radial < 0 ? -1 : 1;
        const swap = (radial & 1) === 1;
        out[2 * pair * lanes + i] = sign * (swap ? s : k);
        out[(2 * pair + 1) * lanes + i] = sign * (swap ? k : s);
      }
      state[i] = a;
      state[lanes + i] = b;
      state[2 * lanes + i] = c;
      state[3 * lanes + i] = d;
    }
  },

  uniforms(state, lanes, count, out) {
    for (let i = 0; i < lanes; i++) {
      let a = state[i] | 0;
      let b = state[lanes + i] | 0;
      let c = state[2 * lanes + i] | 0;
      let d = state[3 * lanes + i] | 0;
      for (let draw = 0; draw < count; draw++) {
        const high = (a + b + d) | 0;
        d = (d + 1) | 0;
        a = b ^ (b >>> 9);
        b = (c + (c << 3)) | 0;
        c = (((c << 21) | (c >>> 11)) + high) | 0;
        const low = (a + b + d) | 0;
        d = (d + 1) | 0;
        a = b ^ (b >>> 9);
        b = (c + (c << 3)) | 0;
        c = (((c << 21) | (c >>> 11)) + low) | 0;
        out[draw * lanes + i] = ((high >>> 6) * 67108864 + (low >>> 6) + 0.5) * 2.220446049250313e-16;
      }
      state[i] = a;
      state[lanes + i] = b;
      state[2 * lanes + i] = c;
      state[3 * lanes + i] = d;
    }
  },

  words(state, lanes, count, out) {
    for (let i = 0; i < lanes; i++) {
      let a = state[i] | 0;
      let b = state[lanes + i] | 0;
      let c = state[2 * lanes + i] | 0;
      let d = state[3 * lanes + i] | 0;
      for (let word = 0; word < 2 * count; word++) {
        const w = (a + b + d) | 0;
        d = (d + 1) | 0;
        a = b ^ (b >>> 9);
        b = (c + (c << 3)) | 0;
        c = (((c << 21) | (c >>> 11)) + w) | 0;
        out[word * lanes + i] = w;
      }
      state[i] = a;
      state[lanes + i] = b;
      state[2 * lanes + i] = c;
      state[3 * lanes + i] = d;
    }
  },
};
