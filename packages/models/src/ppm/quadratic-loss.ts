import { type Boundary, defineModel, SzilardError, type Tick } from '@szilard/core';
import { vectorEulerMaruyama } from '../langevin/vector-euler-maruyama.ts';
import { still } from '../still.ts';

interface Quadratic {
  readonly learningRate: number;
  readonly curvature1: number;
  readonly curvature2: number;
  readonly noise11: number;
  readonly noise12: number;
  readonly noise22: number;
  readonly growth: number;
  readonly batch: number;
  readonly steps: number;
}

/**
 * SGD on ½θᵀHθ in two dimensions, H diagonal, with single-sample gradient covariance C (1 + growth·|θ|²): the model on which
 * anisotropic mini-batch noise keeps a trained learner out of equilibrium. Starts and ends in the law that is stationary for
 * batches of `batch` with replacement and growth 0; the reference temperature is that of isotropic noise of the same trace.
 */
export const quadraticLoss = defineModel({
  id: 'ppm/quadratic-loss',
  title: 'SGD in a quadratic loss with anisotropic gradient noise: out of equilibrium for ever',
  source: '[Mandt2017]; [Chaudhari2018]; docs/theory.md 6',
  claims: { localDetailedBalance: 'order-1', reservoirs: ['ideal'] },
  reservoirs: ['ideal', 'minibatch'],
  defaults: { learningRate: 0.1, curvature1: 1, curvature2: 4, noise11: 2, noise12: 1, noise22: 1, growth: 0, batch: 10, steps: 5 },
  domain: {
    learningRate: { above: 0 },
    curvature1: { above: 0 },
    curvature2: { above: 0 },
    noise11: { above: 0 },
    noise22: { above: 0 },
    growth: { atLeast: 0 },
    batch: { atLeast: 1, integer: true },
    steps: { atLeast: 1, atMost: 1e6, integer: true },
  },
  create: (params) => {
    const { learningRate, curvature1, curvature2, noise11, noise12, noise22, growth, batch, steps } = params;
    const curvature = [curvature1, curvature2];
    if (noise12 ** 2 >= noise11 * noise22)
      throw new SzilardError(
        'parameter',
        `[ppm/quadratic-loss] noise12: expected noise12² below noise11 · noise22 = ${noise11 * noise22}, got ${noise12 ** 2}. A covariance must be positive definite.`,
      );
    if (learningRate * Math.max(...curvature) >= 2)
      throw new SzilardError(
        'parameter',
        `[ppm/quadratic-loss] learningRate: expected below ${2 / Math.max(...curvature)} (2/curvature), got ${learningRate}. SGD diverges there.`,
      );
    const temperature = (learningRate * (noise11 + noise22)) / (4 * batch);
    const law = gaussian2(stationary(params));
    return {
      subsystems: {
        x: still,
        theta: {
          dim: 2,
          kernel: {
            ...vectorEulerMaruyama({
              dim: 2,
              dt: learningRate,
              temperature,
              drift(theta, _given, out) {
                for (let at = 0; at < out.length; at++) out[at] = -curvature[at & 1] * theta.data[at];
              },
            }),
            affine(_control, beta) {
              const spread = (2 * learningRate * temperature) / beta;
              return {
                own: Float64Array.of(1 - learningRate * curvature1, 0, 0, 1 - learningRate * curvature2),
                other: new Float64Array(0),
                offset: new Float64Array(2),
                covariance: Float64Array.of(spread, 0, 0, spread),
              };
            },
          },
          energy(theta, _given, out) {
            for (let i = 0; i < theta.n; i++)
              out[i] = (curvature1 * theta.data[2 * i] ** 2 + curvature2 * theta.data[2 * i + 1] ** 2) / (2 * temperature);
          },
          gradientNoise: {
            samples: Number.POSITIVE_INFINITY,
            temperaturePerVariance: learningRate / (2 * temperature),
            covariance(theta, out) {
              for (let i = 0; i < theta.n; i++) {
                const grown = 1 + growth * (theta.data[2 * i] ** 2 + theta.data[2 * i + 1] ** 2);
                out.set([noise11 * grown, noise12 * grown, noise12 * grown, noise22 * grown], 4 * i);
              }
            },
          },
        },
      },
      ticks: Array.from({ length: steps }, (): Tick => ({ mover: 'theta', control: new Float64Array(0) })),
      start: law,
      end: law,
    };
  },
  exact: {
    /** ⟨σ⟩ per step in matching mini-batches: ε (h₁ − h₂)²/(h₁ + h₂ − ε h₁h₂) · r²/(1 − r²); independent of the batch size. */
    'entropy-production-per-step': ({ learningRate: e, curvature1: a, curvature2: b, noise11, noise12, noise22 }) => {
      const r2 = noise12 ** 2 / (noise11 * noise22);
      return ((e * (a - b) ** 2) / (a + b - e * a * b)) * (r2 / (1 - r2));
    },
  },
});

/** Stationary covariance: S_ij = ε C_ij/(|b| (h_i + h_j − ε h_i h_j)). */
function stationary({
  learningRate: e,
  curvature1: a,
  curvature2: b,
  noise11,
  noise12,
  noise22,
  batch,
}: Quadratic): [number, number, number] {
  const entry = (c: number, h: number, g: number) => (e * c) / (batch * (h + g - e * h * g));
  return [entry(noise11, a, a), entry(noise12, a, b), entry(noise22, b, b)];
}

function gaussian2([s11, s12, s22]: [number, number, number]): Boundary {
  const slope = s12 / s11;
  const rest = s22 - slope * s12;
  const lnZ = Math.log(2 * Math.PI) + 0.5 * Math.log(s11 * rest);
  return {
    control: new Float64Array(0),
    gaussian: { mean: new Float64Array(2), covariance: Float64Array.of(s11, s12, s12, s22) },
    sample(rng, _x, theta) {
      rng.fillNormal(theta.data);
      for (let i = 0; i < theta.n; i++) {
        theta.data[2 * i] *= Math.sqrt(s11);
        theta.data[2 * i + 1] = slope * theta.data[2 * i] + Math.sqrt(rest) * theta.data[2 * i + 1];
      }
    },
    logDensity(_x, theta, out) {
      for (let i = 0; i < theta.n; i++) {
        const [u, v] = [theta.data[2 * i], theta.data[2 * i + 1]];
        out[i] = -0.5 * ((u * u) / s11 + (v - slope * u) ** 2 / rest) - lnZ;
      }
    },
  };
}
