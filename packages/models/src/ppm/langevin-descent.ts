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
  /**
   * The loss at θ, at the control less its first entry, and with the partner: a data set that rides along as a label, a chain that
   * estimates the negative phase. Asked for the same arguments again and again; wrap it in `remembered`.
   */
  readonly loss: (theta: Batch, lambda: Float64Array, partner: Batch) => LossAt;
  readonly gradientNoise?: GradientNoise;
}

/**
 * Θ of a learner by stochastic gradient Langevin dynamics [Welling2011]; λ = (s, …), s the weight of the loss, the rest the loss's own.
 *   U(θ) = s L(θ)/T + |θ|²/2w²                           energy in units of k_BT at β = 1
 *   θ′ = θ − ε (s ∇L + (T/w²) θ) + √v ξ,   v = (1 − a²) w²/β,   a = 1 − ε T/w²
 * The quadratic part is an exact Ornstein-Uhlenbeck step, so without data N(0, w²/β) stays as it is and local detailed
 * balance is exact; what is missed comes from the curvature of the loss, and vanishes with ε.
 */
export function langevinDescent({ where, dim, rate, temperature, prior, loss, gradientNoise }: DescentOptions): Subsystem {
  const decay = (rate * temperature) / (prior * prior);
  if (!(decay < 1))
    throw new SzilardError(
      'parameter',
      `[${where}] rate: expected below prior²/temperature = ${(prior * prior) / temperature}, got ${rate}. Lower rate or temperature, or widen prior.`,
    );
  const keep = 1 - decay;
  const spread = decay * (2 - decay) * prior * prior;

  /** Mean of θ′; [n, dim] into `out`. */
  function drift(theta: Batch, { control, bath, partner }: Given, out: Float64Array): void {
    if (bath.temperature) {
      throw new SzilardError(
        'composition',
        `[${where}] expected a bath with one temperature, got one with a temperature tensor. Its batches are the protocol already: use the ideal reservoir.`,
      );
    }
    const pull = rate * control[0];
    const gradient = pull === 0 ? null : loss(theta, control.subarray(1), partner).gradient();
    for (let at = 0; at < out.length; at++) out[at] = keep * theta.data[at] - (gradient ? pull * gradient[at] : 0);
  }

  return {
    dim,
    kernel: {
      step(theta, given, rng, next) {
        const mean = new Float64Array(theta.data.length);
        drift(theta, given, mean);
        rng.fillNormal(next.data);
        for (let i = 0, at = 0; i < theta.n; i++) {
          const width = Math.sqrt(spread / given.bath.beta[i]);
          for (const end = at + dim; at < end; at++) next.data[at] = mean[at] + width * next.data[at];
        }
      },
      logDensity(from, to, given, out) {
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
    energy(theta, { control, partner }: Given, out) {
      const weight = control[0] / temperature;
      const data = weight === 0 ? null : loss(theta, control.subarray(1), partner).loss;
      for (let i = 0, at = 0; i < theta.n; i++) {
        let square = 0;
        for (const end = at + dim; at < end; at++) square += theta.data[at] * theta.data[at];
        out[i] = (data ? weight * data[i] : 0) + square / (2 * prior * prior);
      }
    },
    ...(gradientNoise ? { gradientNoise } : {}),
  };
}
