const f = Math.fround;
const single = new Float32Array(1);
const word = new Int32Array(single.buffer);

/**
 * What `assembly/bends.ts` reads, in its order. −1/ln 2; a number whose last bits count whole numbers; ln 2 in two parts; where e^−u is
 * nothing in single precision; (e^r − 1 − r)/r² for |r| < ln 2/2; (ln((1 + s)/(1 − s)) − 2s)/s³ by s², s < 1/3; (tanh u − u)/u³ by u²,
 * u < 5/8: polynomials of the smallest largest error, 4e-9.
 */
export const bendConstants = Float32Array.of(
  ...[-Math.LOG2E, 12582912, 0.693359375, -2.1219444e-4, 87],
  ...[0.5, 0.16666512, 0.041666187, 0.008369599, 0.0013951717],
  ...[0.6666641, 0.400217, 0.2799914, 0.28024465],
  ...[-0.33333284, 0.13331491, -0.053743497, 0.020650579, -0.005717037],
  ...[0.625, 1, 2, 4],
);
const [turns, magic, high, low, far, e0, e1, e2, e3, e4, l0, l1, l2, l3, t0, t1, t2, t3, t4, near] = bendConstants;

const chain = (a: number, b: number, x: number): number => f(a + f(b * x));

/** e^−u for u ≥ 0; 0 from `far` on. */
function fading(u: number): number {
  if (u > far) return 0;
  single[0] = f(f(u * turns) + magic);
  const whole = f(single[0] - magic);
  word[0] = (word[0] << 23) + 0x3f800000;
  const r = f(f(-u - f(whole * high)) - f(whole * low));
  const rest = chain(e0, chain(e1, chain(e2, chain(e3, e4, r), r), r), r);
  return f(f(1 + chain(r, f(r * r), rest)) * single[0]);
}

/** z ← ln(1 + e^z), in place, and its slope there. */
export function soften(z: Float32Array, slopes: Float32Array): void {
  for (let k = 0; k < z.length; k++) {
    const e = fading(Math.abs(z[k]));
    const s = f(e / f(2 + e));
    const w = f(s * s);
    const rest = chain(l0, chain(l1, chain(l2, l3, w), w), w);
    slopes[k] = f((z[k] >= 0 ? 1 : e) / f(1 + e));
    z[k] = f(Math.max(z[k], 0) + f(s * chain(2, w, rest)));
  }
}

/** z ← tanh z, in place, and its slope there. */
export function squash(z: Float32Array, slopes: Float32Array): void {
  for (let k = 0; k < z.length; k++) {
    const u = Math.abs(z[k]);
    const e = fading(f(u + u));
    const w = f(u * u);
    const rest = chain(t0, chain(t1, chain(t2, chain(t3, t4, w), w), w), w);
    const sum = f(1 + e);
    const value = u < near ? chain(u, f(u * w), rest) : f(f(1 - e) / sum);
    slopes[k] = f(f(4 * e) / f(sum * sum));
    z[k] = z[k] < 0 ? -value : value;
  }
}
