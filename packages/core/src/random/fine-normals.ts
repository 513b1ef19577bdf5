import { minusLogarithm, unit } from './exponentials.ts';

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
      const e = minusLogarithm(unit(radial, fine));
      const r = Math.sqrt(e + e);
      const t = unit(angular, low) - 0.5;
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

/** What the SIMD twins read from memory besides the constants of exponentials, in this order. */
export function fineConstants(): Float64Array {
  const constants = Float64Array.of(...SINE, ...COSINE, 0.5, 1 - 2 ** -53, 0, 0, 0);
  // Words, each twice.
  new BigUint64Array(constants.buffer).set([0xfc000000fc000000n, 0x3ff000003ff00000n, 0x0000000100000001n], constants.length - 3);
  return constants;
}

const words = new Int32Array(4);

// sin(πt/2) = t SINE(t²), cos(πt/2) = COSINE(t²), |t| < ½: Chebyshev fits, off by less than 4e-17 and 1.5e-16 of themselves.
const SINE = [
  1.5707963267948966, -0.6459640975062443, 0.07969262624604301, -0.004681754132340976, 0.0001604411507421909, -3.59864335298231e-6,
  5.633933781537854e-8,
];
const COSINE = [
  1, -1.2337005501361513, 0.25366950789986475, -0.02086348073494657, 0.000919259950041661, -2.520013526428479e-5, 4.6552961874867623e-7,
];

/** Short chains of dependent operations are what the SIMD twin is fast by. */
function polynomial(c: readonly number[], z: number): number {
  const zz = z * z;
  const high = c[4] + z * c[5] + zz * c[6];
  return c[0] + z * c[1] + zz * (c[2] + z * c[3] + zz * high);
}
