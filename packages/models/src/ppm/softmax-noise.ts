import { type GradientNoise, SzilardError } from '@szilard/core';
import { type Labelled, logProbabilities } from './softmax.ts';

/** Above this a covariance of all parameters would not fit: 8 MB per state. */
const LARGEST = 1000;

export interface NoiseOptions {
  readonly train: Labelled;
  readonly classes: number;
  /** ε and T of the learner, at full weight of the loss. */
  readonly rate: number;
  readonly temperature: number;
}

/**
 * How the cross-entropy gradients of single training samples scatter about their mean: covariance C, (nats/length)². The
 * mean over a batch b has C/|b| with replacement, (C/|b|)(N − |b|)/(N − 1) without.
 */
export function softmaxNoise({ train, classes, rate, temperature }: NoiseOptions): GradientNoise {
  const { n: samples, inputs, features, labels } = train;
  return {
    samples,
    temperaturePerVariance: rate / (2 * temperature),
    covariance({ n, dim, data }, out) {
      if (dim > LARGEST) {
        throw new SzilardError(
          'shape',
          `[ppm/softmax-classifier] gradient noise: expected at most ${LARGEST} parameters for a full covariance, got ${dim}. Raise pool or lower classes.`,
        );
      }
      const lnP = new Float64Array(classes);
      const [gradient, mean] = [new Float64Array(dim), new Float64Array(dim)];
      for (let i = 0; i < n; i++) {
        const theta = data.subarray(i * dim, (i + 1) * dim);
        const matrix = out.subarray(i * dim * dim, (i + 1) * dim * dim).fill(0);
        mean.fill(0);
        for (let row = 0; row < samples; row++) {
          logProbabilities(theta, train, row, lnP);
          for (let k = 0; k < classes; k++) {
            const error = Math.exp(lnP[k]) - (k === labels[row] ? 1 : 0);
            gradient[classes * inputs + k] = error;
            for (let j = 0; j < inputs; j++) gradient[k * inputs + j] = error * features[row * inputs + j];
          }
          for (let a = 0; a < dim; a++) {
            mean[a] += gradient[a] / samples;
            for (let b = 0; b <= a; b++) matrix[a * dim + b] += (gradient[a] * gradient[b]) / samples;
          }
        }
        for (let a = 0; a < dim; a++) for (let b = 0; b <= a; b++) matrix[b * dim + a] = matrix[a * dim + b] -= mean[a] * mean[b];
      }
    },
  };
}
