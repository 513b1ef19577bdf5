import type { Batch, Given, Kernel, Landscape, Subsystem } from '@szilard/core';
import { worthOf } from '../../kernels/forces.ts';
import { metropolised } from '../../kernels/proposal.ts';
import type { PictureModel } from './picture-model.ts';

export const samplers = ['fresh', 'heat-bath'] as const;
export type Sampler = (typeof samplers)[number];

/**
 * X of a model of pictures: x = (number of the data set, pixels), the former a frozen external label; [n, 1 + pixels].
 * φ = −ln p(x|θ), energy in units of k_BT at β = 1, Z = 1. Moves as `sampler` says; local detailed balance is exact in any reservoir.
 */
export function pictureSeat(model: PictureModel, sampler: Sampler): Subsystem {
  const dim = model.pixels + 1;
  const energy: Landscape['energy'] = (x, { partner }, out) => {
    model.logDensity(x, partner, out);
    for (let i = 0; i < x.n; i++) out[i] = -out[i];
  };
  return { dim, kernel: sampler === 'fresh' ? fresh(model, { dim, energy }) : oneBySite(model.pixels, energy), energy };
}

/** A picture drawn afresh, which at β = 1 is the limit of endlessly many moves; in another bath it is accepted with what that asks. */
function fresh(model: PictureModel, landscape: Landscape): Kernel {
  const { chances } = model;
  const sameLabel = (from: Batch, to: Batch, i: number) => from.data[i * from.dim] === to.data[i * to.dim];
  const { step, logDensity } = metropolised(
    {
      draw(x, { partner }, rng, next) {
        const chance = new Float64Array(x.n * chances);
        rng.fillUniform(chance);
        next.data.set(x.data);
        model.draw(partner, chance, next);
      },
      logDensity(from, to, { partner }, out) {
        model.logDensity(to, partner, out);
        for (let i = 0; i < from.n; i++) if (!sameLabel(from, to, i)) out[i] = Number.NEGATIVE_INFINITY;
      },
    },
    worthOf(landscape),
  );
  return {
    step,
    logDensity(from, to, given, out) {
      logDensity(from, to, given, out);
      for (let i = 0; i < from.n; i++) if (!sameLabel(from, to, i)) out[i] = Number.NEGATIVE_INFINITY;
      if (!out.some(Number.isNaN)) return;
      // −∞ − ∞ in the odds of a move that cannot be made is no number; its density is 0.
      const there = new Float64Array(from.n);
      model.logDensity(to, given.partner, there);
      for (let i = 0; i < from.n; i++) if (Number.isNaN(out[i])) out[i] = there[i];
    },
  };
}

/** One pixel at random from its law given all others: random scan, its own reverse. */
function oneBySite(pixels: number, energy: Landscape['energy']): Kernel {
  /** Chance that pixel `at[i]` turns over, by the heat-bath law e^ΔS/(1 + e^ΔS); [n]. */
  const turns = (x: Batch, given: Given, at: Int32Array): Float64Array => {
    const [heat, after, gain] = [new Float64Array(x.n), new Float64Array(x.n), new Float64Array(x.n)];
    const flipped = { ...x, data: x.data.slice() };
    for (let i = 0; i < x.n; i++) flipped.data[i * x.dim + 1 + at[i]] = 1 - x.data[i * x.dim + 1 + at[i]];
    energy(x, given, heat);
    energy(flipped, given, after);
    for (let i = 0; i < x.n; i++) heat[i] -= after[i];
    given.bath.entropyGain(heat, gain);
    return gain.map((worth) => 1 / (1 + Math.exp(-worth)));
  };
  return {
    claims: { invariance: 'exact', detailedBalance: 'exact' },
    step(x, given, rng, next) {
      const chance = new Float64Array(2 * x.n);
      rng.fillUniform(chance);
      const at = Int32Array.from({ length: x.n }, (_, i) => Math.floor(chance[2 * i] * pixels));
      const turn = turns(x, given, at);
      next.data.set(x.data);
      for (let i = 0; i < x.n; i++) if (chance[2 * i + 1] < turn[i]) next.data[i * x.dim + 1 + at[i]] = 1 - x.data[i * x.dim + 1 + at[i]];
    },
    logDensity(from, to, given, out) {
      const { n, dim } = from;
      // Components that are not as they were, and the last pixel among them; more than one: out of reach.
      const [differ, where] = [new Int32Array(n), new Int32Array(n)];
      for (let i = 0; i < n; i++) {
        for (let k = 0; k < dim; k++) {
          const [before, after] = [from.data[i * dim + k], to.data[i * dim + k]];
          if (before === after) continue;
          differ[i] += k > 0 && after === 1 - before ? 1 : 2;
          where[i] = Math.max(0, k - 1);
        }
      }
      const moved = turns(from, given, where);
      for (let i = 0; i < n; i++) out[i] = differ[i] === 1 ? Math.log(moved[i] / pixels) : Number.NEGATIVE_INFINITY;
      if (differ.every((many) => many > 0)) return;
      const stays = new Float64Array(n);
      for (let k = 0; k < pixels; k++) {
        const turn = turns(from, given, new Int32Array(n).fill(k));
        for (let i = 0; i < n; i++) stays[i] += 1 - turn[i];
      }
      for (let i = 0; i < n; i++) if (differ[i] === 0) out[i] = Math.log(stays[i] / pixels);
    },
  };
}
