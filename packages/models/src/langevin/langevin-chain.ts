import { type Kernel, type Subsystem, SzilardError } from '@szilard/core';
import { fusedChain } from './fused-chain.ts';
import { canSpecialise } from './specialise.ts';

/** Beads on a line between two walls at 0, by plain functions of places and λ, the second control (0 where there is none). */
export interface LangevinChainOptions {
  readonly beads: number;
  /** U of the bond between neighbours; a wall is a neighbour at 0. Energy. */
  readonly bond: (left: number, right: number) => number;
  /** U of one bead on its own, energy. */
  readonly site: (x: number, lambda: number) => number;
  /** −∂U/∂x of a bead between its neighbours, energy/length. */
  readonly force: (left: number, x: number, right: number, lambda: number) => number;
  /** Time of one bead's move. */
  readonly dt: number;
}

/**
 * Overdamped motion of one bead a tick, the one that the first control names, by Euler-Maruyama at unit mobility in the bath of its
 * own, while the others stand still: x_k′ = x_k + f dt + √(2 dt/β_k) ξ. So heat has an owner, move by move. U = Σ bonds + Σ sites.
 */
export function langevinChain({ beads, bond, site, force, dt }: LangevinChainOptions): Subsystem {
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
  return {
    dim: beads,
    kernel,
    energy: (x, { control }, out) => total(x.data, x.n, lambdaOf(control), out),
    ...(canSpecialise && {
      fuse: (buffers) =>
        fusedChain(buffers, {
          captured: { bond, site, force },
          settings: { dt },
          ofBeta: { width: (beta) => Math.sqrt((2 * dt) / beta), quarter: (beta) => beta / 4 },
          component,
          draw: `const push = force(left, at, right, lambda);
            const move = dt * push + width * noise[i];
            const next = at + move;
            const pushNext = force(left, next, right, lambda);
            const lost = bond(left, at) + bond(at, right) + site(at, lambda) - (bond(left, next) + bond(next, right) + site(next, lambda));
            const ratio = quarter * (push + pushNext) * (move + move + dt * (pushNext - push));`,
          total: (lambda, out) => total(buffers.x.data, buffers.x.n, lambda, out),
        }),
    }),
  };
}
