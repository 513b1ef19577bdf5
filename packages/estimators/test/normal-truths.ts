import { batch, type Ensemble, type RandomStream } from '@szilard/core';
import { correlated, correlatedTruth, normals } from './samples.ts';

/** Samples of normal laws whose entropies and informations are closed forms. */
export interface Known<Input> {
  readonly input: Input;
  readonly truth: number;
}

export const pair =
  (n: number, dim: number, rho: number) =>
  (rng: RandomStream): Known<{ x: ReturnType<typeof normals>; y: ReturnType<typeof normals> }> => ({
    input: correlated(rho, n, dim, rng),
    truth: correlatedTruth(rho, dim),
  });

/** m columns, each loading on one common factor; every pair has correlation load². */
export function oneFactor(n: number, m: number, load: number, rng: RandomStream) {
  const x = normals(n, m, rng.fork('x'));
  const common = normals(n, 1, rng.fork('common'));
  for (let at = 0; at < x.data.length; at++) x.data[at] = load * common.data[Math.floor(at / m)] + Math.sqrt(1 - load * load) * x.data[at];
  return { x };
}

/** ln det of k columns of the above. */
const logDet = (k: number, r: number) => (k - 1) * Math.log(1 - r) + Math.log(1 + (k - 1) * r);

/** Entropy, total correlation and O-information of the above; nats. */
export const factorTruth = (m: number, load: number) => ({
  entropy: 0.5 * m * Math.log(2 * Math.PI * Math.E) + 0.5 * logDet(m, load * load),
  total: -0.5 * logDet(m, load * load),
  organisation: 0.5 * (m - 2) * logDet(m, load * load) - 0.5 * m * logDet(m - 1, load * load),
});

/** x = z₀ + e, y = z₀ + ρe + √(1 − ρ²)e′: I(X;Y|Z) = −½ ln(1 − ρ²), whatever else z holds. */
export function common(n: number, dz: number, rho: number, rng: RandomStream) {
  const { x, y } = correlated(rho, n, 1, rng);
  const z = normals(n, dz, rng.fork('z'));
  for (let i = 0; i < n; i++) {
    x.data[i] += z.data[i * dz];
    y.data[i] += z.data[i * dz];
  }
  return { x, y, z };
}

const [OWN_X, OWN_Y] = [0.6, 0.5];

/** x′ = 0.6x + e, y′ = 0.5y + cx + e′, stationary. */
export function driven(trajectories: number, steps: number, c: number, rng: RandomStream): { source: Ensemble; target: Ensemble } {
  const of = () => ({ trajectories, steps, dim: 1, data: new Float64Array(trajectories * steps) });
  const [source, target] = [of(), of()];
  const before = 80;
  const noise = batch(steps + before, 2);
  for (let i = 0; i < trajectories; i++) {
    rng.fork(i).fillNormal(noise.data);
    let [x, y] = [0, 0];
    for (let t = 0; t < steps + before; t++) {
      if (t >= before) {
        source.data[i * steps + t - before] = x;
        target.data[i * steps + t - before] = y;
      }
      y = OWN_Y * y + c * x + noise.data[2 * t];
      x = OWN_X * x + noise.data[2 * t + 1];
    }
  }
  return { source, target };
}

/** Transfer entropy, active information storage of the target and information flow of the source of the above; nats. */
export function drivenTruth(c: number) {
  const xx = 1 / (1 - OWN_X ** 2);
  const xy = (OWN_X * c * xx) / (1 - OWN_X * OWN_Y);
  const yy = (1 + c * c * xx + 2 * c * OWN_Y * xy) / (1 - OWN_Y ** 2);
  const information = (r2: number) => -0.5 * Math.log(1 - r2);
  return {
    transfer: 0.5 * Math.log(1 + c * c * (xx - xy ** 2 / yy)),
    storage: information(((OWN_Y * yy + c * xy) / yy) ** 2),
    flow: information((OWN_X * xy) ** 2 / (xx * yy)) - information(xy ** 2 / (xx * yy)),
  };
}

/** y a fair coin, x ~ N(separation·y, 1). */
export function coin(n: number, separation: number, rng: RandomStream) {
  const y = batch(n, 1);
  rng.fork('coin').fillUniform(y.data);
  const x = normals(n, 1, rng.fork('x'));
  for (let i = 0; i < n; i++) {
    y.data[i] = y.data[i] < 0.5 ? 0 : 1;
    x.data[i] += separation * y.data[i];
  }
  return { x, y };
}

/** I of the above by the trapezoidal rule, exact to rounding for such a law; nats. */
export function coinTruth(separation: number): number {
  const density = (v: number) => Math.exp(-0.5 * v * v) / Math.sqrt(2 * Math.PI);
  const width = 0.01;
  let total = 0;
  for (let v = -12; v < 12 + separation; v += width) {
    const [a, b] = [density(v), density(v - separation)];
    for (const p of [a, b]) if (p > 0) total += 0.5 * width * p * Math.log((2 * p) / (a + b));
  }
  return total;
}
