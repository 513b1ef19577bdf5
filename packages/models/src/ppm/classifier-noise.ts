import { type GradientNoise, SzilardError } from '@szilard/core';
import type { Classifier, Labelled } from './classifier.ts';

/** Above this a covariance of all parameters would not fit: 8 MB per state. */
const LARGEST = 1000;

export interface NoiseOptions {
  /** Who asks, for messages: the model's id. */
  readonly where: string;
  readonly classifier: Classifier;
  readonly train: Labelled;
  /** ε and T of the learner, at full weight of the loss. */
  readonly rate: number;
  readonly temperature: number;
}

/**
 * How the cross-entropy gradients of single training samples scatter about their mean: covariance C, (nats/length)². The
 * mean over a batch b has C/|b| with replacement, (C/|b|)(N − |b|)/(N − 1) without.
 */
export function classifierNoise({ where, classifier, train, rate, temperature }: NoiseOptions): GradientNoise {
  const { n: samples, features, labels } = train;
  return {
    samples,
    temperaturePerVariance: rate / (2 * temperature),
    gradients: (state, out) => classifier.crossEntropy(state, features, labels).gradients(out),
    covariance({ n, dim, data }, out) {
      if (dim > LARGEST) {
        throw new SzilardError(
          'shape',
          `[${where}] gradient noise: expected at most ${LARGEST} parameters for a full covariance, got ${dim}. Raise pool, or lower classes or hidden.`,
        );
      }
      const [all, mean] = [new Float64Array(samples * dim), new Float64Array(dim)];
      for (let i = 0; i < n; i++) {
        const matrix = out.subarray(i * dim * dim, (i + 1) * dim * dim).fill(0);
        classifier.crossEntropy(data.subarray(i * dim, (i + 1) * dim), features, labels).gradients(all);
        mean.fill(0);
        for (let row = 0; row < samples; row++) {
          const gradient = all.subarray(row * dim, (row + 1) * dim);
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
