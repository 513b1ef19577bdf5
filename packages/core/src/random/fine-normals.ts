/**
 * Standard normals of 52-bit quality by Box-Muller in double precision: the specification in plain TypeScript. The SIMD twin
 * (`assembly/fine-normals.ts`) does the same operations in the same order and gives the same bits [sfc32] [BoxMuller1958].
 * Only + − × ÷ √ are used, which every machine rounds alike. |z| < 8.6, against 6.7 in single precision.
 */
export function fineNormals(state: Uint32Array, lanes: number, pairs: number, out: Float64Array): void {
  for (let i = 0; i < lanes; i++) {
    let a = state[i] | 0;
    let b = state[lanes + i] | 0;
    let c = state[2 * lanes + i] | 0;
    let d = state[3 * lanes + i] | 0;
    for (let pair = 0; pair < pairs; pair++) {
      for (let k = 0; k < 4; k++) {
        const w = (a + b + d) | 0;
        d = (d + 1) | 0;
        a = b ^ (b >>> 9);
        b = (c + (c << 3)) | 0;
        c = (((c << 21) | (c >>> 11)) + w) | 0;
        words[k] = w;
      }
      const [radial, fine, angular, low] = words;
      const r = Math.sqrt(-2 * logarithm(unit(radial, fine)));
      const t = 2 * unit(angular, low) - 1;
      const z = t * t;
      const s = polynomial(SINE, z) * t * r;
      const k = polynomial(COSINE, z) * r;
      // The two lowest bits of the radial word are not used by the radius: they choose the quadrant.
      const sign = (radial & 2) === 0 ? 1 : -1;
      const swap = (radial & 1) === 1;
      out[2 * pair * lanes + i] = sign * (swap ? s : k);
      out[(2 * pair + 1) * lanes + i] = sign * (swap ? k : s);
    }
    state[i] = a;
    state[lanes + i] = b;
    state[2 * lanes + i] = c;
    state[3 * lanes + i] = d;
  }
}

/** What the SIMD twin reads from memory, in the order in which it reads. */
export const fineConstants = (): Float64Array => Float64Array.from([...ATANH, ...SINE, ...COSINE, LN2]);

const words = new Int32Array(4);
const double = new Float64Array(1);
const halves = new Uint32Array(double.buffer);
const HIGH = new Uint8Array(Uint32Array.of(1).buffer)[0] === 1 ? 1 : 0;
/** Upper word of √½. */
const ROOT_HALF = 0x3fe6a09e;
const LN2 = Math.LN2;

/** An odd multiple of 2⁻⁵³ in (0, 1) from the upper 26 bits of two words. */
const unit = (high: number, low: number): number => ((high >>> 6) * 67108864 + (low >>> 6) + 0.5) * 2.220446049250313e-16;

// Power series, cut where the next term is below 2⁻⁵⁶ of the whole: coefficients of ln, sin and cos need no source but Taylor.
// ln m = 2s (1 + z (ATANH₀ + ATANH₁ z + …)), s = (m − 1)/(m + 1), z = s² < 0.0295
const ATANH = Array.from({ length: 10 }, (_, k) => 1 / (2 * k + 3));
// sin(πt/4) = t SINE(t²), cos(πt/4) = COSINE(t²), |t| < 1
const SINE = series(1);
const COSINE = series(0);

function series(odd: 0 | 1): number[] {
  let term = odd === 1 ? Math.PI / 4 : 1;
  return Array.from({ length: 10 }, (_, k) => {
    const here = term;
    const next = 2 * k + odd;
    term *= -((Math.PI / 4) ** 2) / ((next + 1) * (next + 2));
    return here;
  });
}

/** Even and odd coefficients apart: two short chains instead of a long one. */
function polynomial(c: readonly number[], z: number): number {
  const w = z * z;
  const even = c[0] + w * (c[2] + w * (c[4] + w * (c[6] + w * c[8])));
  const odd = c[1] + w * (c[3] + w * (c[5] + w * (c[7] + w * c[9])));
  return even + z * odd;
}

/** ln u for 0 < u < 1. */
function logarithm(u: number): number {
  double[0] = u;
  const shifted = (halves[HIGH] - ROOT_HALF) | 0;
  halves[HIGH] = (shifted & 0xfffff) + ROOT_HALF;
  const s = (double[0] - 1) / (double[0] + 1);
  const z = s * s;
  const twice = s + s;
  return (shifted >> 20) * LN2 + (twice + twice * z * polynomial(ATANH, z));
}
