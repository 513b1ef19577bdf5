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
      out[draw * lanes + i] = minusLogarithm(((high >>> 6) * WIDE + (low >>> 6) + HALF) * FINE);
    }
    state[i] = a;
    state[lanes + i] = b;
    state[2 * lanes + i] = c;
    state[3 * lanes + i] = d;
  }
}

/** What the SIMD twin reads from memory, in the order in which it reads. */
export function exponentialConstants(): Float64Array {
  const integers = new Float64Array(BigUint64Array.of(BigInt(ROOT_HALF) << 32n, 0xfffffffffffffn, 0x100000001n).buffer);
  return Float64Array.from([...ATANH, -Math.LN2, 1, WIDE, HALF, FINE, ...integers]);
}

const [WIDE, HALF, FINE] = [67108864, 0.5, 2.220446049250313e-16];
/** Upper word of √½. */
const ROOT_HALF = 0x3fe6a09e;
// (artanh(s)/s − 1)/z, z = s² < 0.0295, interpolated on Chebyshev nodes: off by less than 5e-18 after the factor z.
const ATANH = [
  0.33333333333333348, 0.19999999999949752, 0.14285714312987742, 0.11111105567397539, 0.09091444562630861, 0.07665860800278021,
  0.07308224842521703,
];

const double = new Float64Array(1);
const halves = new Uint32Array(double.buffer);
const HIGH = new Uint8Array(Uint32Array.of(1).buffer)[0] === 1 ? 1 : 0;

/** −ln u for 0 < u < 1: u = m 2ᵏ, m near 1, −ln m = 2 artanh s, s = (1 − m)/(1 + m). */
function minusLogarithm(u: number): number {
  double[0] = u;
  const shifted = (halves[HIGH] - ROOT_HALF) | 0;
  halves[HIGH] = (shifted & 0xfffff) + ROOT_HALF;
  const s = (1 - double[0]) / (1 + double[0]);
  const z = s * s;
  const zz = z * z;
  const even = ATANH[0] + zz * (ATANH[2] + zz * (ATANH[4] + zz * ATANH[6]));
  const odd = ATANH[1] + zz * (ATANH[3] + zz * ATANH[5]);
  const twice = s + s;
  return twice + twice * z * (even + z * odd) + (shifted >> 20) * -Math.LN2;
}
