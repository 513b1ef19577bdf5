import type { Buffers, FusedPass, RandomStream } from '@szilard/core';
import { localField, rowEnergy, type SpinNetwork } from './couplings.ts';

/** `singleFlips` and its bookkeeping in one pass: what a flip is worth follows from the field of one spin. */
export function fusedFlips(network: SpinNetwork, { x, beta, known, work, heat, logRatio }: Buffers): FusedPass {
  const { spins, reciprocal } = network;
  const u = new Float64Array(x.n);
  let noise: RandomStream;
  return {
    begin(rng) {
      noise = rng;
    },
    move(control) {
      const extra = control[0] ?? 0;
      noise.fillUniform(u);
      for (let i = 0; i < x.n; i++) {
        const rest = rowEnergy(network, x, i, extra);
        work[i] += rest - known[i];
        known[i] = rest;
        const scaled = u[i] * spins;
        const site = Math.floor(scaled);
        const at = i * spins + site;
        const climb = 2 * x.data[at] * localField(network, x, i, site, extra, network.coupling);
        if (scaled - site >= 1 / (1 + Math.exp(beta[i] * climb))) continue;
        const gained = reciprocal ? climb : 2 * x.data[at] * localField(network, x, i, site, extra, network.symmetric);
        x.data[at] *= -1;
        known[i] += gained;
        work[i] += gained - climb;
        heat[i] -= climb;
        logRatio[i] -= beta[i] * climb;
      }
    },
  };
}
