import { type Batch, defineModel, type Given, lagged, type Model, type Subsystem, SzilardError } from '@szilard/core';
import { inverse, Matrix } from 'ml-matrix';
import { jointGaussianBoundary } from '../langevin/joint-gaussian-boundary.ts';
import { affineKernel } from './gaussian-affine.ts';
import { type GaussianLinear, linearDescent, linearInformation, linearMoments } from './gaussian-linear-moments.ts';

const id = 'ppm/gaussian-linear';
const WEIGHTS = 2;

/**
 * Linear regression as a learner, p(y|u, θ) = N(θ·u, width²): every trajectory has a data set of its own, made by the weights w, which
 * ride along as frozen labels. x = [w, y at each probe]; θ descends the squared loss over `inputs` by SGD, whose noise is that of
 * the residuals, ε²c²H/|b| with H = ⟨uuᵀ⟩, by Langevin noise 2εT, or by both. Energy of θ: that whose Gibbs law N(w, S) its steps
 * leave, in units of k_BT. Two weights: with u = [1, u₁] a straight line.
 */
export const gaussianLinear = defineModel<GaussianLinear>({
  id,
  title: 'a straight line learned by SGD or Langevin descent; all information in closed form',
  source: '[Parsi2024]; [Mandt2017]; docs/theory.md 22',
  claims: { localDetailedBalance: 'exact', reservoirs: ['ideal'] },
  reservoirs: ['ideal'],
  labels: { x: [0, 1] },
  view: 'reservoir',
  defaults: {
    inputs: [
      [1, -1],
      [1, 0],
      [1, 2],
    ],
    probes: [
      [1, -0.5],
      [1, 1],
    ],
    learningRate: 0.1,
    sampleVariance: 1,
    batch: 10,
    temperature: 0,
    width: 0.3,
    memory: 0,
    lag: 1,
    steps: 5,
    prior: 0.08,
    dataSpread: 0.05,
  },
  domain: {
    learningRate: { above: 0 },
    sampleVariance: { above: 0 },
    batch: { atLeast: 1, integer: true },
    temperature: { atLeast: 0 },
    width: { above: 0 },
    memory: { atLeast: 0, below: 1 },
    lag: { atLeast: 1, atMost: 1e6, integer: true },
    steps: { atLeast: 1, atMost: 1e6, integer: true },
    prior: { above: 0 },
    dataSpread: { above: 0 },
  },
  create(params) {
    const dim = params.inputs[0]?.length;
    if (dim !== WEIGHTS)
      throw new SzilardError(
        'parameter',
        `[${id}] inputs: expected rows of ${WEIGHTS} numbers, got ${dim ?? 'none'}. Use gaussianLinearModel for another number of weights.`,
      );
    return gaussianLinearModel(params);
  },
  exact: {
    /** I(Y;Θ) over data sets and runs, all probes together. */
    'mutual-information': (params) => linearInformation(params, 'y', 'theta'),
    /** M = I(Θ;B). */
    'm-info': (params) => linearInformation(params, 'theta', 'w'),
    /** L = I(Y;B) ≤ M. */
    'l-info': (params) => linearInformation(params, 'y', 'w'),
    /** ⟨W⟩ of θ on the samples, nats. */
    'work-on-samples': (params) => linearMoments(params).end.work,
    /** ⟨Q⟩ of the samples, nats; with memory 0 this is the conditional entropy production Σ_{X|Θ}. */
    'heat-of-samples': (params) => linearMoments(params).end.heat,
  },
});

/** `ppm/gaussian-linear` with any number of weights, as many as an input has numbers; its labels are the first so many components of x. */
export function gaussianLinearModel(params: GaussianLinear): Model {
  const { probes, width, memory } = params;
  const { keep, noise, stationary } = linearDescent(params);
  const [d, q] = [keep.rows, probes.length];
  const model = new Matrix(probes.map((row) => [...row]));
  const { start, end } = linearMoments(params);
  const control = new Float64Array(0);
  const symmetric = (s: Matrix) => Matrix.add(s, s.transpose()).div(2);
  const samples: Subsystem = {
    dim: d + q,
    kernel: affineKernel({
      where: id,
      frozen: d,
      own: Matrix.eye(q).mul(memory),
      other: Matrix.mul(model, 1 - memory),
      covariance: Matrix.eye(q).mul((1 - memory ** 2) * width ** 2),
    }),
    energy(x: Batch, { partner }: Given, out) {
      for (let i = 0; i < x.n; i++) {
        out[i] = 0;
        for (let k = 0; k < q; k++) {
          let miss = x.data[i * (d + q) + d + k];
          for (let l = 0; l < d; l++) miss -= probes[k][l] * partner.data[i * d + l];
          out[i] += (miss * miss) / (2 * width * width);
        }
      }
    },
  };
  const precision = inverse(stationary).to1DArray();
  const weights: Subsystem = {
    dim: d,
    kernel: affineKernel({
      where: id,
      own: keep,
      other: Matrix.zeros(d, d + q).setSubMatrix(Matrix.sub(Matrix.eye(d), keep), 0, 0),
      covariance: noise,
    }),
    energy(theta: Batch, { partner }: Given, out) {
      const away = new Float64Array(d);
      for (let i = 0; i < theta.n; i++) {
        for (let k = 0; k < d; k++) away[k] = theta.data[i * d + k] - partner.data[i * (d + q) + k];
        out[i] = 0;
        for (let k = 0; k < d; k++) for (let l = 0; l < d; l++) out[i] += 0.5 * away[k] * precision[k * d + l] * away[l];
      }
    },
  };
  return {
    subsystems: { x: samples, theta: weights },
    ticks: lagged(params),
    start: jointGaussianBoundary({ covariance: symmetric(start), control }),
    end: jointGaussianBoundary({ covariance: symmetric(end.covariance), control }),
  };
}
