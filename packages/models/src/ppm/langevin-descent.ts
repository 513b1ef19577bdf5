import { type Batch, type Given, type GradientNoise, type Subsystem, SzilardError } from '@szilard/core';

/** The loss that drives a block of parameters, one replica a row. */
export interface LossAt {
  /** [n], nats. */
  readonly loss: Float64Array;
  /** [n, dim], nats/length; rounded to single precision where tensors made it. */
  gradient(): Float64Array;
}

export interface DescentOptions {
  /** Who asks, for messages: the model's id. */
  readonly where: string;
  readonly dim: number;
  /** ε: learning rate. */
  readonly rate: number;
  /** T: nats of loss that are worth one k_BT at β = 1. */
  readonly temperature: number;
  /** w: width of the parameters where no data act. */
  readonly prior: number;
  /** c: their mean there; [dim]. Absent: 0. */
  readonly centre?: Float64Array;
  /**
   * The loss at θ, at the control less its first entry, and with the partner: a data set that rides along as a label, a chain that
   * estimates the negative phase. Asked for the same arguments again and again; wrap it in `remembered`.
   */
  readonly loss: (theta: Batch, lambda: Float64Array, partner: Batch) => LossAt;
  readonly gradientNoise?: GradientNoise;
  /** λ of every step, for messages: which one a loss exploded at. */
  readonly steps?: readonly Float64Array[];
}

/** What every descent shares: the energy, and where θ would go without noise. */
export interface Descent {
  /** U(θ) = s L(θ)/T + |θ − c|²/2w²; [n], energy in units of k_BT at β = 1. */
  energy(theta: Batch, given: Given, out: Float64Array): void;
  /** θ − ε (s ∇L + (T/w²)(θ − c)); [n, dim] into `out`. */
  mean(theta: Batch, given: Given, out: Float64Array): void;
  /** v: variance of the noise that keeps N(c, w²) as it is where no data act, at β = 1. */
  readonly spread: number;
}

/** The terms of a descent, and its refusals: a bath with a temperature tensor, a loss that is no number. */
export function descentOf({ where, dim, rate, temperature, prior, centre, loss, steps }: DescentOptions): Descent {
  const decay = (rate * temperature) / (prior * prior);
  if (!(decay < 1))
    throw new SzilardError(
      'parameter',
      `[${where}] rate: expected below prior²/temperature = ${Number(((prior * prior) / temperature).toPrecision(6))}, got ${rate}. Lower rate or temperature, or widen prior.`,
    );
  const keep = 1 - decay;

  function lossAt(theta: Batch, { control, partner }: Given): LossAt {
    const at = loss(theta, control.subarray(1), partner);
    const lost = at.loss.findIndex((value) => !Number.isFinite(value));
    if (lost >= 0) {
      const step = steps ? steps.indexOf(control) + 1 : 0;
      throw new SzilardError(
        'non-finite',
        `[${where}] loss${step > 0 ? ` at step ${step} of ${steps!.length}` : ''}: expected a finite number, got ${at.loss[lost]} (row ${lost} of the block). Training has exploded: lower rate (now ${rate}), or narrow prior.`,
      );
    }
    return at;
  }

  return {
    spread: decay * (2 - decay) * prior * prior,
    mean(theta, given, out) {
      const pull = rate * given.control[0];
      const gradient = pull === 0 ? null : lossAt(theta, given).gradient();
      for (let at = 0; at < out.length; at++) {
        const rest = centre ? centre[at % dim] : 0;
        out[at] = rest + keep * (theta.data[at] - rest) - (gradient ? pull * gradient[at] : 0);
      }
    },
    energy(theta, given, out) {
      const weight = given.control[0] / temperature;
      const data = weight === 0 ? null : lossAt(theta, given).loss;
      for (let i = 0, at = 0; i < theta.n; i++) {
        let square = 0;
        for (let k = 0; k < dim; k++, at++) {
          const off = theta.data[at] - (centre ? centre[k] : 0);
          square += off * off;
        }
        out[i] = (data ? weight * data[i] : 0) + square / (2 * prior * prior);
      }
    },
  };
}

/** Refuses a bath whose noise is a tensor, in the model's name. */
export function mustHaveOneTemperature(where: string, { bath }: Given): void {
  if (bath.temperature) {
    throw new SzilardError(
      'composition',
      `[${where}] expected a bath with one temperature, got one with a temperature tensor. Its batches are the protocol already: use the ideal reservoir.`,
    );
  }
}

/**
 * Θ of a learner by stochastic gradient Langevin dynamics [Welling2011]; λ = (s, …), s the weight of the loss, the rest the loss's own.
 *   U(θ) = s L(θ)/T + |θ − c|²/2w²                       energy in units of k_BT at β = 1
 *   θ′ = θ − ε (s ∇L + (T/w²)(θ − c)) + √v ξ,   v = (1 − a²) w²/β,   a = 1 − ε T/w²
 * The quadratic part is an exact Ornstein-Uhlenbeck step, so without data N(c, w²/β) stays as it is and local detailed
 * balance is exact; what is missed comes from the curvature of the loss, and vanishes with ε.
 */
export function langevinDescent(options: DescentOptions): Subsystem {
  const { where, dim, gradientNoise } = options;
  const { spread, mean: drift, energy } = descentOf(options);
  return {
    dim,
    kernel: {
      step(theta, given, rng, next) {
        mustHaveOneTemperature(where, given);
        const mean = new Float64Array(theta.data.length);
        drift(theta, given, mean);
        rng.fillNormal(next.data);
        for (let i = 0, at = 0; i < theta.n; i++) {
          const width = Math.sqrt(spread / given.bath.beta[i]);
          for (const end = at + dim; at < end; at++) next.data[at] = mean[at] + width * next.data[at];
        }
      },
      logDensity(from, to, given, out) {
        mustHaveOneTemperature(where, given);
        const mean = new Float64Array(from.data.length);
        drift(from, given, mean);
        for (let i = 0, at = 0; i < from.n; i++) {
          const variance = spread / given.bath.beta[i];
          let square = 0;
          for (const end = at + dim; at < end; at++) square += (to.data[at] - mean[at]) ** 2;
          out[i] = -0.5 * (square / variance + dim * Math.log(2 * Math.PI * variance));
        }
      },
    },
    energy,
    ...(gradientNoise ? { gradientNoise } : {}),
  };
}
