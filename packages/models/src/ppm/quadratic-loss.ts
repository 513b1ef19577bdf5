import { defineModel, SzilardError, type Tick } from '@szilard/core';
import { CholeskyDecomposition, Matrix } from 'ml-matrix';
import { jointGaussianBoundary } from '../langevin/joint-gaussian-boundary.ts';
import { vectorEulerMaruyama } from '../langevin/vector-euler-maruyama.ts';
import { still } from '../still.ts';
import { mustBeStable, type QuadraticLoss, quadraticSteadyState } from './quadratic-steady-state.ts';

const id = 'ppm/quadratic-loss';

/**
 * SGD on ½θᵀHθ, H = diag(curvatures), with single-sample gradient covariance C = `noise`, times 1 + growth·|θ|²: the model on which
 * anisotropic mini-batch noise keeps a trained learner out of equilibrium. Starts and ends in the law that is stationary for
 * batches of `batch` with replacement and growth 0; the reference temperature is that of isotropic noise of the same trace.
 */
export const quadraticLoss = defineModel<QuadraticLoss>({
  id,
  title: 'SGD in a quadratic loss with anisotropic gradient noise: out of equilibrium for ever',
  source: '[Mandt2017]; [Chaudhari2018]; docs/theory.md 6',
  claims: { localDetailedBalance: 'order-1', reservoirs: ['ideal'] },
  reservoirs: ['ideal', 'minibatch'],
  view: 'reservoir',
  defaults: {
    learningRate: 0.1,
    curvatures: [1, 4],
    noise: [
      [2, 1],
      [1, 1],
    ],
    growth: 0,
    batch: 10,
    steps: 5,
  },
  domain: {
    learningRate: { above: 0 },
    curvatures: { above: 0 },
    growth: { atLeast: 0 },
    batch: { atLeast: 1, integer: true },
    steps: { atLeast: 1, atMost: 1e6, integer: true },
  },
  create: (params) => {
    const { learningRate, curvatures, noise, growth, batch, steps } = checked(params);
    const dim = curvatures.length;
    const temperature = (learningRate * noise.reduce((sum, row, i) => sum + row[i], 0)) / (2 * dim * batch);
    const single = noise.flat();
    const law = jointGaussianBoundary({
      covariance: new Matrix(quadraticSteadyState(params).covariance.map((row) => [...row])),
      control: new Float64Array(0),
    });
    return {
      subsystems: {
        x: still,
        theta: {
          dim,
          kernel: {
            ...vectorEulerMaruyama({
              dim,
              dt: learningRate,
              temperature,
              drift(theta, _given, out) {
                for (let at = 0; at < out.length; at++) out[at] = -curvatures[at % dim] * theta.data[at];
              },
            }),
            affine(_control, beta, force) {
              const [own, covariance] = [new Float64Array(dim * dim), new Float64Array(dim * dim)];
              for (let k = 0; k < dim; k++) {
                own[k * dim + k] = 1 - learningRate * (curvatures[k] + temperature * (force?.stiffness ?? 0));
                covariance[k * dim + k] = (2 * learningRate * temperature) / beta;
              }
              const offset = Float64Array.from({ length: dim }, (_, k) => learningRate * temperature * (force?.constant[k] ?? 0));
              return { own, other: new Float64Array(0), offset, covariance };
            },
          },
          energy(theta, _given, out) {
            out.fill(0);
            for (let at = 0; at < theta.data.length; at++)
              out[Math.floor(at / dim)] += (curvatures[at % dim] * theta.data[at] ** 2) / (2 * temperature);
          },
          gradientNoise: {
            samples: Number.POSITIVE_INFINITY,
            temperaturePerVariance: learningRate / (2 * temperature),
            covariance(theta, out) {
              for (let i = 0; i < theta.n; i++) {
                let grown = 1;
                for (let k = 0; k < dim; k++) grown += growth * theta.data[i * dim + k] ** 2;
                for (let k = 0; k < single.length; k++) out[i * dim * dim + k] = single[k] * grown;
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
    /** ⟨σ⟩ per step in matching mini-batches; in two dimensions ε (h₁ − h₂)²/(h₁ + h₂ − ε h₁h₂) · r²/(1 − r²). */
    'entropy-production-per-step': (params) => quadraticSteadyState(checked(params)).entropyProductionPerStep,
  },
});

function checked(params: QuadraticLoss): QuadraticLoss {
  const { curvatures, noise, learningRate } = params;
  const dim = curvatures.length;
  const refuse = (expected: string, got: unknown, advice: string): never => {
    throw new SzilardError('parameter', `[${id}] noise: expected ${expected}, got ${got}. ${advice}.`);
  };
  if (dim === 0) throw new SzilardError('parameter', `[${id}] curvatures: expected one or more numbers, got none. Give one a direction.`);
  const odd = noise.find((row) => row.length !== dim);
  if (noise.length !== dim || odd)
    refuse(
      `${dim} rows of ${dim} numbers`,
      noise.length === dim ? `a row of ${odd!.length}` : `${noise.length} rows`,
      'Give a covariance by rows',
    );
  const matrix = new Matrix(noise.map((row) => [...row]));
  if (!matrix.isSymmetric()) refuse('a symmetric matrix', JSON.stringify(noise), 'A covariance is symmetric');
  if (!new CholeskyDecomposition(matrix).isPositiveDefinite())
    refuse('a positive definite matrix', JSON.stringify(noise), 'Without noise in a direction some moves could not be undone');
  mustBeStable(learningRate, curvatures, id);
  return params;
}
