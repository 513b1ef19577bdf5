import type { Subsystem } from '@szilard/core';
import { type DescentOptions, descentOf, mustHaveOneTemperature } from './langevin-descent.ts';

/**
 * Θ of a learner by gradient descent without noise of its own, θ′ = θ − ε (s ∇L + (T/w²)(θ − c)): what chance there is comes with
 * the batches of the protocol and with where a run starts. A move has all its weight on one state, so its density is written 0 there
 * and −∞ elsewhere. Its undoing would have to hit one state out of a continuum: almost no move can be undone, σ = ∞, and the checks
 * call that undecided (docs/theory.md 3, absolute irreversibility).
 */
export function rawDescent(options: DescentOptions): Subsystem {
  const { where, dim, gradientNoise } = options;
  const { mean, energy } = descentOf(options);
  return {
    dim,
    kernel: {
      step(theta, given, _rng, next) {
        mustHaveOneTemperature(where, given);
        mean(theta, given, next.data);
      },
      logDensity(from, to, given, out) {
        mustHaveOneTemperature(where, given);
        const goes = new Float64Array(from.data.length);
        mean(from, given, goes);
        for (let i = 0; i < from.n; i++) {
          let hits = true;
          for (let at = i * dim; at < (i + 1) * dim; at++) hits &&= goes[at] === to.data[at];
          out[i] = hits ? 0 : Number.NEGATIVE_INFINITY;
        }
      },
    },
    energy,
    ...(gradientNoise ? { gradientNoise } : {}),
  };
}
