import { type Batch, defineModel, type Given, type Kernel } from '@szilard/core';
import { Matrix } from 'ml-matrix';
import { still } from '../still.ts';
import { jointGaussianBoundary } from './joint-gaussian-boundary.ts';

interface FeedbackEngine {
  readonly k: number;
  /** Variance N of the measurement's error. */
  readonly error: number;
  /** How far the trap follows the outcome, in units of the best, S/(S + N). */
  readonly gain: number;
  readonly rest: number;
  readonly relaxations: number;
  readonly beta: number;
}

/**
 * An information engine: x at equilibrium in a trap, S = 1/βk, is measured, θ = x + N(0, N); the trap jumps to g·θ, and x relaxes.
 * The start is the law after the measurement, so σ = β(W − ΔF) + i with i = ln p(θ|x)/p(θ): its integral theorem is the
 * generalised Jarzynski equality ⟨e^{−β(W − ΔF) − i}⟩ = 1 [Sagawa2010].
 */
export const feedbackEngine = defineModel({
  id: 'langevin/feedback-engine',
  title: 'a trap moved by what a measurement says: work out of information',
  source: '[Sagawa2010]; [Abreu2011]; docs/theory.md 12',
  claims: { localDetailedBalance: 'exact', reservoirs: ['ideal'] },
  reservoirs: ['ideal'],
  defaults: { k: 1, error: 4, gain: 1, rest: 20, relaxations: 1, beta: 1 },
  domain: {
    k: { above: 0 },
    error: { above: 0 },
    rest: { above: 0 },
    relaxations: { atLeast: 1, atMost: 1e5, integer: true },
    beta: { above: 0 },
  },
  create: (params) => {
    const { k, error, rest, relaxations, beta } = params;
    const spread = 1 / (beta * k);
    const gain = gainOf(params);
    const [off, on] = [Float64Array.of(0), Float64Array.of(gain)];
    const outcomes = spread + error;
    return {
      subsystems: {
        x: {
          dim: 1,
          kernel: followed(k, rest),
          energy(x: Batch, { partner, control: [share] }: Given, out: Float64Array) {
            for (let i = 0; i < x.n; i++) out[i] = 0.5 * k * (x.data[i] - share * partner.data[i]) ** 2;
          },
        },
        theta: { ...still, dim: 1 },
      },
      ticks: Array.from({ length: relaxations }, () => ({ mover: 'x', control: on }) as const),
      start: jointGaussianBoundary({
        covariance: new Matrix([
          [spread, spread],
          [spread, outcomes],
        ]),
        control: off,
      }),
      end: jointGaussianBoundary({
        covariance: new Matrix([
          [spread + gain * gain * outcomes, gain * outcomes],
          [gain * outcomes, outcomes],
        ]),
        control: on,
      }),
    };
  },
  exact: {
    work: meanWork,
    'entropy-production': (params) => params.beta * meanWork(params) + information(params),
    /** ⟨i⟩ = I(X;Θ) right after the measurement. */
    'measured-information': information,
    /** ⟨e^−βW⟩, 1 without feedback. */
    efficacy,
  },
});

const gainOf = ({ k, error, gain, beta }: FeedbackEngine): number => gain / (1 + error * beta * k);

/** ⟨W⟩ = ½k(g²(S + N) − 2gS); at the best gain −S/(2β(S + N)). */
function meanWork(params: FeedbackEngine): number {
  const { k, error, beta } = params;
  const [gain, spread] = [gainOf(params), 1 / (beta * k)];
  return 0.5 * k * (gain * gain * (spread + error) - 2 * gain * spread);
}

/** ½ ln(1 + S/N). */
function information({ k, error, beta }: FeedbackEngine): number {
  return 0.5 * Math.log1p(1 / (beta * k * error));
}

/** ⟨e^−βW⟩ over x ~ N(0, S), θ|x ~ N(x, N): −βW = (2gθx − g²θ²)/2S is quadratic, so the mean is det(1 − Σ M)^−½. */
function efficacy(params: FeedbackEngine): number {
  const [g, s] = [gainOf(params), 1 / (params.beta * params.k)];
  const covariance = new Matrix([
    [s, s],
    [s, s + params.error],
  ]);
  const quadratic = new Matrix([
    [0, g / s],
    [g / s, (-g * g) / s],
  ]);
  const left = Matrix.sub(Matrix.eye(2), covariance.mmul(quadratic));
  return 1 / Math.sqrt(left.get(0, 0) * left.get(1, 1) - left.get(0, 1) * left.get(1, 0));
}

/** Exact Ornstein-Uhlenbeck step over `rest` in a trap centred at control × outcome. */
function followed(k: number, rest: number): Kernel {
  const decay = Math.exp(-k * rest);
  const variance = -Math.expm1(-2 * k * rest) / k;
  return {
    claims: { invariance: 'exact', detailedBalance: 'exact' },
    step(x, { partner, control: [share], bath }, rng, next) {
      rng.fillNormal(next.data);
      for (let i = 0; i < x.n; i++) {
        const centre = share * partner.data[i];
        next.data[i] = centre + decay * (x.data[i] - centre) + Math.sqrt(variance / bath.beta[i]) * next.data[i];
      }
    },
    logDensity(from, to, { partner, control: [share], bath }, out) {
      for (let i = 0; i < from.n; i++) {
        const [centre, v] = [share * partner.data[i], variance / bath.beta[i]];
        const miss = to.data[i] - centre - decay * (from.data[i] - centre);
        out[i] = -0.5 * (Math.log(2 * Math.PI * v) + (miss * miss) / v);
      }
    },
    affine: ([share], beta) => ({
      own: Float64Array.of(decay),
      other: Float64Array.of((1 - decay) * share),
      offset: Float64Array.of(0),
      covariance: Float64Array.of(variance / beta),
    }),
  };
}
