import { type Batch, type Given, type GradientNoise, type Subsystem, SzilardError } from '@szilard/core';
import { parameterCount } from './softmax.ts';
import type { LossAt } from './softmax-loss.ts';

export interface ParameterOptions {
  readonly inputs: number;
  readonly classes: number;
  /** ε: learning rate. */
  readonly rate: number;
  /** T: nats of loss that are worth one k_BT at β = 1. */
  readonly temperature: number;
  /** w: width of the parameters where no data act. */
  readonly prior: number;
  readonly loss: (theta: Batch, rows: Float64Array) => LossAt;
  readonly gradientNoise: GradientNoise;
}

/**
 * Θ of a classifier by stochastic gradient Langevin dynamics [Welling2011]; λ = (s, rows of the batch b), s the weight of the loss.
 *   U(θ) = s CE_b(θ)/T + |θ|²/2w²                        energy in units of k_BT at β = 1
 *   θ′ = θ − ε (s ∇CE_b + (T/w²) θ) + √v ξ,   v = (1 − a²) w²/β,   a = 1 − ε T/w²
 * The quadratic part is an exact Ornstein-Uhlenbeck step, so without data N(0, w²/β) stays as it is and local detailed
 * balance is exact; what is missed comes from the curvature of the cross-entropy, and vanishes with ε.
 */
export function softmaxParameters({ inputs, classes, rate, temperature, prior, loss, gradientNoise }: ParameterOptions): Subsystem {
  const dim = parameterCount(inputs, classes);
  const decay = (rate * temperature) / (prior * prior);
  const keep = 1 - decay;
  const spread = decay * (2 - decay) * prior * prior;

  /** Mean of θ′; [n, dim] into `out`. */
  function drift(theta: Batch, { control, bath }: Given, out: Float64Array): void {
    if (bath.temperature) {
      throw new SzilardError(
        'composition',
        '[ppm/softmax-classifier] expected a bath with one temperature, got one with a temperature tensor. Its batches are the protocol already: use the ideal reservoir.',
      );
    }
    const pull = rate * control[0];
    const gradient = pull === 0 ? null : loss(theta, control.subarray(1)).gradient();
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
    energy(theta, { control }: Given, out) {
      const weight = control[0] / temperature;
      const data = weight === 0 ? null : loss(theta, control.subarray(1)).loss;
      for (let i = 0, at = 0; i < theta.n; i++) {
        let square = 0;
        for (const end = at + dim; at < end; at++) square += theta.data[at] * theta.data[at];
        out[i] = (data ? weight * data[i] : 0) + square / (2 * prior * prior);
      }
    },
    gradientNoise,
  };
}
