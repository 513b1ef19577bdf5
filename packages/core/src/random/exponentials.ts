/**
 * Standard exponentials −ln u, u an odd multiple of 2⁻⁵³ in (0, 1), to a few units of the last place: the specification in plain
 * TypeScript. The SIMD twin (`assembly/exponentials.ts`) does the same operations in the same order and gives the same bits [sfc32].
 * Only + − × ÷ are used, which every machine rounds alike. 0 < E < 36.8.
 */
export function exponentials(state: Uint32Array, lanes: number, count: number, out: Float64Array): void {
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
      out[draw * lanes + i] = minusLogarithm(unit(high, low));
    }
    state[i] = a;
    state[lanes + i] = b;
    state[2 * lanes + i] = c;
    state[3 * lanes + i] = d;
  }
}

/** What the SIMD twin reads from memory, in the order in which it reads. */
export function exponentialConstants(): Float64Array {
  const constants = Float64Array.of(...ARTANH, -Math.LN2, 2, 1, 2 ** 52 + 1023, 0, 0, 0, 0);
  const high = (word: number) => BigInt(word >>> 0) << 32n;
  // Bit by bit: one of them would be no number.
  const integers = [high(ROOT_HALF - UNITY), high(ROOT_HALF), 0xfffffffffffffn, high(0x43300000)];
  new BigUint64Array(constants.buffer).set(integers, constants.length - integers.length);
  return constants;
}

/** An odd multiple of 2⁻⁵³ in (0, 1) from the upper 26 bits of two words. */
export const unit = (high: number, low: number): number => ((high >>> 6) * 67108864 + (low >>> 6) + 0.5) * 2.220446049250313e-16;

/** Upper words of √½ and of 1. */
const [ROOT_HALF, UNITY] = [0x3fe6a09e, 0x3ff00000];
// 2 (artanh(s)/s − 1)/z, z = s² < 0.0295, with the least greatest error: 2 + z P is off by less than 2e-16 of itself.
const ARTANH = [0.666666666665872, 0.40000000052275025, 0.28571417129572513, 0.22223371698908406, 0.1812364206361638, 0.1681982791922621];

const double = new Float64Array(1);
const halves = new Uint32Array(double.buffer);
const HIGH = new Uint8Array(Uint32Array.of(1).buffer)[0] === 1 ? 1 : 0;

/** −ln u for 0 < u < 1: u = m 2ᵏ, m near 1, −ln m = 2 artanh s, s = (1 − m)/(1 + m). */
export function minusLogarithm(u: number): number {
  double[0] = u;
  const shifted = (halves[HIGH] - ROOT_HALF) | 0;
  halves[HIGH] = (shifted & 0xfffff) + ROOT_HALF;
  const s = (1 - double[0]) / (1 + double[0]);
  const z = s * s;
  const zz = z * z;
  // Short chains of dependent operations are what the SIMD twin is fast by.
  const high = ARTANH[2] + z * ARTANH[3] + zz * (ARTANH[4] + z * ARTANH[5]);
  const p = ARTANH[0] + z * ARTANH[1] + zz * high;
  return s * (2 + z * p) + (shifted >> 20) * -Math.LN2;
}
