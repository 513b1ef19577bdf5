import { type Boundary, defineModel, lagged, SzilardError } from '@szilard/core';
import { type GaussianMean, type Law, propagate } from './gaussian-mean-moments.ts';
import { relaxing } from './relaxing.ts';

/**
 * The smallest learner: SGD on the mean θ of a Gaussian while samples x relax towards p(x|θ) = N(θ, width²). Every trajectory has
 * a data set of its own, drawn around m ~ N(0, dataSpread²), and m rides along as a frozen label: x = [sample, m]. One step on a
 * batch moves θ by −rate (θ − m) plus gradient noise of variance rate²·sampleVariance/batch, which is what a bath at T = 1 lends.
 */
export const gaussianMean = defineModel({
  id: 'ppm/gaussian-mean',
  title: 'the mean of a Gaussian learned by SGD; every information quantity in closed form',
  source: '[Parsi2024]; docs/theory.md 6',
  claims: { localDetailedBalance: 'exact', reservoirs: ['ideal', 'minibatch'] },
  reservoirs: ['ideal', 'minibatch'],
  view: 'reservoir',
  labels: { x: [1] },
  defaults: {
    learningRate: 0.1,
    sampleVariance: 1,
    batch: 10,
    width: 0.3,
    memory: 0,
    lag: 1,
    steps: 20,
    prior: 0.08,
    dataSpread: 0.08,
    order: 'theta-first' as GaussianMean['order'],
  },
  domain: {
    learningRate: { above: 0, below: 1 },
    sampleVariance: { above: 0 },
    batch: { atLeast: 1, integer: true },
    width: { above: 0 },
    memory: { atLeast: 0, below: 1 },
    lag: { atLeast: 1, atMost: 1e6, integer: true },
    steps: { atLeast: 1, atMost: 1e6, integer: true },
    prior: { above: 0 },
    dataSpread: { above: 0 },
    order: { oneOf: ['theta-first', 'x-first', 'random-scan'] },
  },
  create: (params) => {
    const { learningRate: rate, sampleVariance, batch, width, memory, lag, steps, prior, dataSpread, order } = params;
    const start: Law = { along: 0, alongX: 0, theta: prior ** 2, cross: prior ** 2, x: prior ** 2 + width ** 2 };
    // For a random order the final law is a mixture: any normalised law may end the run, the start's is as good as another.
    const end = order === 'random-scan' ? start : propagate(params).law;
    return {
      subsystems: {
        x: relaxing({ dim: 2, decay: memory, variance: width ** 2, follows: { component: 0, of: 1 } }),
        theta: {
          ...relaxing({
            dim: 1,
            decay: 1 - rate,
            variance: (rate * sampleVariance) / (batch * (2 - rate)),
            follows: { component: 1, of: 2 },
          }),
          gradientNoise: {
            samples: Number.POSITIVE_INFINITY,
            covariance: (_theta, out) => void out.fill(sampleVariance),
            temperaturePerVariance: batch / sampleVariance,
          },
        },
      },
      ticks: lagged({ steps, lag, order }),
      start: boundary(start, dataSpread),
      end: boundary(end, dataSpread),
    };
  },
  exact: {
    /** I(X;Θ) = −½ ln(1 − ρ²) over data sets and runs. */
    'mutual-information': (params) => {
      const { theta, cross, x } = overData(params);
      return -0.5 * Math.log1p(-(cross * cross) / (theta * x));
    },
    /** M = I(Θ;B). */
    'm-info': (params) => 0.5 * Math.log(overData(params).theta / known(params).law.theta),
    /** L = I(X;B) ≤ M. */
    'l-info': (params) => 0.5 * Math.log(overData(params).x / known(params).law.x),
    /** ⟨W⟩ of θ on x, nats. */
    'work-on-samples': (params) => known(params).flow.work,
    /** ⟨Q⟩ of x, nats; with memory 0 this is the conditional entropy production Σ_{X|Θ}. */
    'heat-of-samples': (params) => known(params).flow.heat,
  },
});

function known(params: GaussianMean) {
  if (params.order === 'random-scan')
    throw new SzilardError(
      'parameter',
      '[ppm/gaussian-mean] order: expected theta-first or x-first for a closed form, got random-scan. Estimate it instead.',
    );
  return propagate(params);
}

/** Covariances of (θ, x) with the data mean averaged over as well. */
function overData(params: GaussianMean) {
  const { law } = known(params);
  const s = params.dataSpread ** 2;
  return { theta: law.theta + law.along ** 2 * s, cross: law.cross + law.along * law.alongX * s, x: law.x + law.alongX ** 2 * s };
}

/** m ~ N(0, spread²), then (θ, x) jointly Gaussian given m. */
function boundary({ along, alongX, theta: vTheta, cross, x: vX }: Law, spread: number): Boundary {
  const slope = cross / vTheta;
  const rest = vX - slope * cross;
  const lnZ = 1.5 * Math.log(2 * Math.PI) + 0.5 * Math.log(vTheta * rest * spread ** 2);
  const s = spread ** 2;
  const [xx, xm, xt] = [vX + alongX ** 2 * s, alongX * s, cross + along * alongX * s];
  const [mm, mt, tt] = [s, along * s, vTheta + along ** 2 * s];
  return {
    control: new Float64Array(0),
    gaussian: { mean: new Float64Array(3), covariance: Float64Array.of(xx, xm, xt, xm, mm, mt, xt, mt, tt) },
    sample(rng, x, theta) {
      const z = new Float64Array(3 * x.n);
      rng.fillNormal(z);
      for (let i = 0; i < x.n; i++) {
        const m = spread * z[3 * i];
        const off = Math.sqrt(vTheta) * z[3 * i + 1];
        theta.data[i] = along * m + off;
        x.data[2 * i] = alongX * m + slope * off + Math.sqrt(rest) * z[3 * i + 2];
        x.data[2 * i + 1] = m;
      }
    },
    logDensity(x, theta, out) {
      for (let i = 0; i < x.n; i++) {
        const m = x.data[2 * i + 1];
        const off = theta.data[i] - along * m;
        const miss = x.data[2 * i] - alongX * m - slope * off;
        out[i] = -0.5 * ((off * off) / vTheta + (miss * miss) / rest + (m / spread) ** 2) - lnZ;
      }
    },
  };
}
