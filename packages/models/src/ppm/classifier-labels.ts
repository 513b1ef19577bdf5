import type { Batch, Subsystem } from '@szilard/core';
import type { Classifier, Labelled } from './classifier.ts';

/** What labels are drawn for. */
export interface Probes {
  readonly classifier: Classifier;
  readonly probes: Labelled;
}

/**
 * X of a classifier: x = (y, u, …), a label y, the number u of the probe that it is given to, and further frozen labels; [n, dim].
 * φ = −ln p(y|u, θ), energy in units of k_BT at β = 1. y is drawn afresh from p^β/Σp^β: exact local detailed balance.
 * All but y are frozen external labels: no move touches them, forward or reversed.
 */
export function classifierLabels(of: Probes, dim = 2): Subsystem {
  return {
    dim,
    kernel: {
      step(x, { partner, bath }, rng, next) {
        const chance = new Float64Array(x.n);
        rng.fillUniform(chance);
        next.data.set(x.data);
        for (let i = 0; i < x.n; i++) {
          const lnP = look(of, x, partner, i);
          next.data[dim * i] = pick(lnP, temper(lnP, bath.beta[i]), chance[i]);
        }
      },
      logDensity(from, to, { partner, bath }, out) {
        for (let i = 0; i < from.n; i++) {
          const lnP = look(of, to, partner, i);
          const lnZ = temper(lnP, bath.beta[i]);
          let stays = true;
          for (let at = dim * i + 1; at < dim * (i + 1); at++) stays &&= to.data[at] === from.data[at];
          out[i] = stays ? (lnP[to.data[dim * i]] ?? Number.NEGATIVE_INFINITY) - lnZ : Number.NEGATIVE_INFINITY;
        }
      },
    },
    energy(x, { partner }, out) {
      logConditional(of, x, partner, out);
      for (let i = 0; i < x.n; i++) out[i] = -out[i];
    },
  };
}

/** ln p(y|u, θ) row by row; [n], nats. −∞ for a label that is none, NaN for a probe that is none. */
export function logConditional(of: Probes, x: Batch, theta: Batch, out: Float64Array): void {
  for (let i = 0; i < x.n; i++) {
    const lnP = look(of, x, theta, i);
    out[i] = Number.isNaN(lnP[0]) ? Number.NaN : (lnP[x.data[x.dim * i]] ?? Number.NEGATIVE_INFINITY);
  }
}

/** ln p(·|u, θ) of state i; [classes], nats. */
function look({ classifier, probes }: Probes, x: Batch, { dim, data }: Batch, i: number): Float64Array {
  const probe = x.data[x.dim * i + 1];
  if (!(Number.isInteger(probe) && probe >= 0 && probe < probes.n)) return new Float64Array(classifier.classes).fill(Number.NaN);
  const { inputs, logProbabilities } = classifier;
  return logProbabilities(data.subarray(i * dim, (i + 1) * dim), probes.features.subarray(probe * inputs, (probe + 1) * inputs), 1);
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
