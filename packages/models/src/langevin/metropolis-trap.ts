import { type Batch, type Buffers, defineModel, type Given, type Kernel } from '@szilard/core';
import { linePass } from '../kernels/line-pass.ts';
import { drag, draggedTrap } from './dragged-trap.ts';
import { canSpecialise } from './specialise.ts';
import { trapEnergy, trapModel } from './trap.ts';
import { trapWalk } from './trap-steps.ts';

/** The dragged trap moved by a random walk that asks the bath: accept with min(1, e^ΔS_R). Exact with any reservoir. */
export const metropolisTrap = defineModel({
  id: 'langevin/metropolis-trap',
  title: 'dragged trap moved by Metropolis steps: exact with any reservoir',
  source: '[Metropolis1953]',
  claims: { localDetailedBalance: 'exact', reservoirs: ['ideal', 'finite'] },
  reservoirs: ['ideal', 'finite'],
  defaults: { ...draggedTrap.defaults, stride: 0.6 },
  domain: { ...draggedTrap.domain, stride: { above: 0 } },
  create: (params) => {
    const step = trapWalk(params.stride);
    const fuse = canSpecialise ? (buffers: Buffers) => linePass(buffers, step) : undefined;
    return trapModel(metropolis(trapEnergy, params.stride), fuse, params.beta, ...drag(params));
  },
});

/** Gaussian random walk of width `stride`, accepted by the reservoir's own word. Any dimension, any energy. */
export function metropolis(energy: (x: Batch, given: Given, out: Float64Array) => void, stride: number): Kernel {
  const lnZ = Math.log(Math.sqrt(2 * Math.PI) * stride);
  const gain = (from: Batch, to: Batch, given: Given): Float64Array => {
    const [heat, after] = [new Float64Array(from.n), new Float64Array(from.n)];
    energy(from, given, heat);
    energy(to, given, after);
    for (let i = 0; i < from.n; i++) heat[i] -= after[i];
    given.bath.entropyGain(heat, after);
    return after;
  };
  return {
    step(x, given, rng, next) {
      rng.fillNormal(next.data);
      for (let at = 0; at < next.data.length; at++) next.data[at] = x.data[at] + stride * next.data[at];
      const worth = gain(x, next, given);
      const chance = new Float64Array(x.n);
      rng.fillUniform(chance);
      for (let i = 0; i < x.n; i++) {
        if (Math.log(chance[i]) < worth[i]) continue;
        for (let k = i * x.dim; k < (i + 1) * x.dim; k++) next.data[k] = x.data[k];
      }
    },
    logDensity(from, to, given, out) {
      const worth = gain(from, to, given);
      for (let i = 0; i < from.n; i++) {
        let square = 0;
        for (let k = i * from.dim; k < (i + 1) * from.dim; k++) square += ((to.data[k] - from.data[k]) / stride) ** 2;
        // A rejected move stays put: it is its own reverse, and its probability cancels in every ratio.
        out[i] = square === 0 ? 0 : -0.5 * square - from.dim * lnZ + Math.min(0, worth[i]);
      }
    },
  };
}
