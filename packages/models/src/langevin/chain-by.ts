import { type Kernel, ownPass, type Subsystem, SzilardError } from '@szilard/core';
import type { BeadMove } from './chain-moves.ts';
import { fusedChain } from './fused-chain.ts';
import type { LangevinChainOptions } from './langevin-chain.ts';
import { canSpecialise } from './specialise.ts';

/** `langevinChain`, and the move that its fused pass is made of. */
export function chainBy({ beads, bond, site, force, dt }: LangevinChainOptions, move: BeadMove): Subsystem {
  if (!(Number.isSafeInteger(beads) && beads >= 1))
    throw new SzilardError('parameter', `[langevin chain] beads: expected a whole number of at least 1, got ${beads}.`);
  if (!(dt > 0)) throw new SzilardError('parameter', `[langevin chain] dt: expected a number above 0, got ${dt}.`);
  const lambdaOf = (control: Float64Array) => (control.length > 1 ? control[1] : 0);
  const total = (x: Float64Array, n: number, lambda: number, out: Float64Array) => {
    for (let i = 0, at = 0; i < n; i++) {
      let [sum, left] = [0, 0];
      for (let k = 0; k < beads; k++, at++) {
        sum += bond(left, x[at]) + site(x[at], lambda);
        left = x[at];
      }
      out[i] = sum + bond(left, 0);
    }
  };
  const component = ([k]: Float64Array): number => {
    if (Number.isInteger(k) && k >= 0 && k < beads) return k;
    throw new SzilardError('parameter', `[langevin chain] expected a bead from 0 to ${beads - 1} as the first control, got ${k}.`);
  };
  const drift = (x: Float64Array, at: number, k: number, lambda: number) =>
    dt * force(k > 0 ? x[at - 1] : 0, x[at], k < beads - 1 ? x[at + 1] : 0, lambda);
  const kernel: Kernel = {
    component,
    step(x, { control, bath }, rng, next) {
      const k = component(control);
      const noise = new Float64Array(x.n);
      rng.fillNormal(noise);
      next.data.set(x.data);
      for (let i = 0, at = k; i < x.n; i++, at += beads)
        next.data[at] = x.data[at] + drift(x.data, at, k, lambdaOf(control)) + Math.sqrt((2 * dt) / bath.beta[i]) * noise[i];
    },
    logDensity(from, to, { control, bath }, out) {
      const k = component(control);
      for (let i = 0; i < from.n; i++) {
        const at = i * beads + k;
        const variance = (2 * dt) / bath.beta[i];
        const miss = to.data[at] - from.data[at] - drift(from.data, at, k, lambdaOf(control));
        out[i] = -0.5 * (Math.log(2 * Math.PI * variance) + (miss * miss) / variance);
        for (let l = i * beads; l < (i + 1) * beads; l++) if (l !== at && to.data[l] !== from.data[l]) out[i] = Number.NEGATIVE_INFINITY;
      }
    },
  };
  return ownPass({
    dim: beads,
    kernel,
    energy: (x, { control }, out) => total(x.data, x.n, lambdaOf(control), out),
    ...(canSpecialise && {
      fuse: (buffers) =>
        fusedChain(buffers, move, {
          component,
          total: (lambda, out) => total(buffers.x.data, buffers.x.n, lambda, out),
        }),
    }),
  });
}
