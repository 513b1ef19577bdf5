import { batch } from '../arrays/batch.ts';
import type { Batch, Ensemble } from '../contracts/batch.ts';
import type { RandomStream } from '../contracts/random.ts';
import type { SamplesOf } from './estimator-samples.ts';

const WIDTH = 0.75;
const RHO = 0.8;

const normals = (n: number, dim: number, rng: RandomStream): Batch => {
  const out = batch(n, dim);
  rng.fillNormal(out.data);
  return out;
};
const made = (n: number, value: (i: number) => number): Batch => ({
  n,
  dim: 1,
  data: Float64Array.from({ length: n }, (_, i) => value(i)),
});
const series = (steps: number, value: (t: number) => number): Ensemble => ({
  trajectories: 1,
  steps,
  dim: 1,
  data: Float64Array.from({ length: steps }, (_, t) => value(t)),
});
const four = (n: number, rng: RandomStream) => ['x', 'y', 'z', 'w'].map((name) => normals(n, 1, rng.fork(name)).data);

/** ln N(x; y, WIDTH²). */
const logConditional = (x: Batch, y: Batch, out: Float64Array): void => {
  for (let i = 0; i < x.n; i++) {
    out[i] = 0;
    for (let k = i * x.dim; k < (i + 1) * x.dim; k++)
      out[i] -= 0.5 * ((x.data[k] - y.data[k]) / WIDTH) ** 2 + Math.log(WIDTH) + 0.5 * Math.log(2 * Math.PI);
  }
};

/** Columns a, ρa + …, ρ(ρa + …) + …: I of the first two is that of the last two; three standard normals. */
function chain(n: number, rng: RandomStream, rho: number): Batch {
  const [a, b, c] = four(n, rng);
  const out = batch(n, 3);
  const rest = Math.sqrt(1 - rho * rho);
  for (let i = 0; i < n; i++) {
    const second = rho * a[i] + rest * b[i];
    out.data.set([a[i], second, rho * second + rest * c[i]], 3 * i);
  }
  return out;
}

const work =
  (truth: number): SamplesOf =>
  (n, rng) => {
    const [variance, deltaF] = [1, 0.5];
    const draw = (mean: number, name: string) => normals(n, 1, rng.fork(name)).data.map((z) => mean + Math.sqrt(variance) * z);
    return { input: { forward: draw(deltaF + variance / 2, 'forward'), backward: draw(-deltaF + variance / 2, 'backward') }, truth };
  };

export const numberSamples: Readonly<Record<string, SamplesOf>> = {
  entropy: (n, rng) => ({ input: { x: normals(n, 2, rng) }, truth: Math.log(2 * Math.PI * Math.E) }),

  'mutual-information'(n, rng) {
    const [a, b, c] = four(n, rng);
    const y = made(n, (i) => b[i]);
    return {
      input: { x: made(n, (i) => b[i] + WIDTH * a[i]), y, logConditional },
      truth: 0.5 * Math.log(1 + 1 / WIDTH ** 2),
      unrelated: { x: made(n, (i) => c[i] + WIDTH * a[i]), y },
    };
  },

  'conditional-mutual-information'(n, rng) {
    const [a, b, c, d] = four(n, rng);
    const z = made(n, (i) => c[i]);
    const x = made(n, (i) => c[i] + a[i]);
    return {
      input: { x, y: made(n, (i) => c[i] + RHO * a[i] + Math.sqrt(1 - RHO * RHO) * b[i]), z },
      truth: -0.5 * Math.log(1 - RHO * RHO),
      unrelated: { x, y: made(n, (i) => c[i] + d[i]), z },
    };
  },

  'total-correlation': (n, rng) => ({
    input: { x: chain(n, rng, RHO) },
    truth: -Math.log(1 - RHO * RHO),
    unrelated: { x: chain(n, rng, 0) },
  }),

  'o-information': (n, rng) => ({
    input: { x: chain(n, rng, RHO) },
    truth: -0.5 * Math.log(1 - RHO ** 4),
    unrelated: { x: chain(n, rng, 0) },
  }),

  'transfer-entropy'(n, rng) {
    const [x, noise, other] = four(n + 1, rng);
    const source = series(n + 1, (t) => x[t]);
    const follow = (of: Float64Array) => series(n + 1, (t) => (t === 0 ? 0 : of[t - 1]) + WIDTH * noise[t]);
    return {
      input: { source, target: follow(x) },
      truth: 0.5 * Math.log(1 + 1 / WIDTH ** 2),
      unrelated: { source, target: follow(other) },
    };
  },

  'active-information-storage'(n, rng) {
    const [a, b] = four(n + 1, rng);
    let now = a[0];
    const target = series(n + 1, (t) => {
      if (t > 0) now = RHO * now + Math.sqrt(1 - RHO * RHO) * a[t];
      return now;
    });
    return { input: { target }, truth: -0.5 * Math.log(1 - RHO * RHO), unrelated: { target: series(n + 1, (t) => b[t]) } };
  },

  /** The source moves to where the target was; the target goes on at random. */
  'information-flow'(n, rng) {
    const [y, noise, other] = four(n + 1, rng);
    const target = series(n + 1, (t) => y[t]);
    const follow = (of: Float64Array) => series(n + 1, (t) => (t === 0 ? 0 : of[t - 1]) + WIDTH * noise[t]);
    return {
      input: { source: follow(y), target },
      truth: 0.5 * Math.log(1 + 1 / WIDTH ** 2),
      unrelated: { source: follow(other), target },
    };
  },

  'entropy-production'(n, rng) {
    const spread = (mean: number) => normals(n, 1, rng).data.map((z) => mean + Math.SQRT2 * z);
    const input = (sigma: Float64Array) => ({
      ledger: { trajectories: n, ticks: 1, moves: 1, work: sigma, heat: sigma, bathEntropy: sigma, logRatio: sigma },
      boundary: new Float64Array(n),
    });
    return { input: input(spread(1)), truth: 1 };
  },

  'free-energy-difference': work(0.5),
  'crooks-slope': work(1),

  /** Three traps of stiffness 1, 2 and 4, a distance ½ apart. */
  'free-energy-between-states'(n, rng) {
    const third = Math.floor(n / 3);
    const counts = [n - 2 * third, third, third];
    const [stiffness, centres] = [
      [1, 2, 4],
      [0, 0.5, 1],
    ];
    const z = normals(n, 1, rng).data;
    const states = counts.flatMap((count, k) => new Array<number>(count).fill(k));
    const reduced = batch(n, 3);
    states.forEach((k, i) => {
      const x = centres[k] + z[i] / Math.sqrt(stiffness[k]);
      for (let j = 0; j < 3; j++) reduced.data[3 * i + j] = 0.5 * stiffness[j] * (x - centres[j]) ** 2;
    });
    return { input: { reduced, counts }, truth: 0.5 * Math.log(4) };
  },
};
