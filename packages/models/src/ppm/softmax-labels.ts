import type { Batch, Subsystem } from '@szilard/core';
import { type Labelled, logProbabilities } from './softmax.ts';

/**
 * X of a classifier: x = (y, u), a label y and the number u of the probe digit that it is given to; [n, 2].
 * φ = −ln p(y|u, θ), energy in units of k_BT at β = 1. y is drawn afresh from p^β/Σp^β: exact local detailed balance.
 * u is a frozen external label: no move touches it, forward or reversed.
 */
export function softmaxLabels(probes: Labelled, classes: number): Subsystem {
  const lnP = new Float64Array(classes);
  return {
    dim: 2,
    kernel: {
      step(x, { partner, bath }, rng, next) {
        const chance = new Float64Array(x.n);
        rng.fillUniform(chance);
        for (let i = 0; i < x.n; i++) {
          look(x, partner, i, probes, lnP);
          next.data[2 * i] = pick(lnP, temper(lnP, bath.beta[i]), chance[i]);
          next.data[2 * i + 1] = x.data[2 * i + 1];
        }
      },
      logDensity(from, to, { partner, bath }, out) {
        for (let i = 0; i < from.n; i++) {
          look(to, partner, i, probes, lnP);
          const lnZ = temper(lnP, bath.beta[i]);
          out[i] =
            to.data[2 * i + 1] === from.data[2 * i + 1]
              ? (lnP[to.data[2 * i]] ?? Number.NEGATIVE_INFINITY) - lnZ
              : Number.NEGATIVE_INFINITY;
        }
      },
    },
    energy(x, { partner }, out) {
      logConditional(x, partner, probes, classes, out);
      for (let i = 0; i < x.n; i++) out[i] = -out[i];
    },
  };
}

/** ln p(y|u, θ) row by row; [n], nats. −∞ for a label that is none, NaN for a probe that is none. */
export function logConditional(x: Batch, theta: Batch, probes: Labelled, classes: number, out: Float64Array): void {
  const lnP = new Float64Array(classes);
  for (let i = 0; i < x.n; i++) {
    look(x, theta, i, probes, lnP);
    out[i] = Number.isNaN(lnP[0]) ? Number.NaN : (lnP[x.data[2 * i]] ?? Number.NEGATIVE_INFINITY);
  }
}

/** ln p(·|u, θ) of state i. */
function look(x: Batch, { dim, data }: Batch, i: number, probes: Labelled, lnP: Float64Array): void {
  const probe = x.data[2 * i + 1];
  if (Number.isInteger(probe) && probe >= 0 && probe < probes.n)
    logProbabilities(data.subarray(i * dim, (i + 1) * dim), probes, probe, lnP);
  else lnP.fill(Number.NaN);
}

/** lnP ← β lnP; returns ln Σ p^β. */
function temper(lnP: Float64Array, beta: number): number {
  let total = 0;
  for (let k = 0; k < lnP.length; k++) {
    lnP[k] *= beta;
    total += Math.exp(lnP[k]);
  }
  return Math.log(total);
}

/** The label at which the summed probability passes `chance`; NaN where there are no probabilities. */
export function pick(lnP: Float64Array, lnZ: number, chance: number): number {
  if (Number.isNaN(lnZ)) return Number.NaN;
  let left = chance;
  for (let k = 0; k < lnP.length - 1; k++) if ((left -= Math.exp(lnP[k] - lnZ)) < 0) return k;
  return lnP.length - 1;
}
