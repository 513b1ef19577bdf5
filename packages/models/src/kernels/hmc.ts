import {
  type Batch,
  batch,
  defineKernel,
  type Given,
  type Kernel,
  type Landscape,
  type Passage,
  type RandomStream,
  SzilardError,
} from '@szilard/core';
import { driftOf, mustBeIsotropic, noDensity } from './forces.ts';

const id = 'monte-carlo/hmc';
const claims = { invariance: 'exact', detailedBalance: 'exact' } as const;

/**
 * Hybrid (Hamiltonian) Monte Carlo on positions: p ~ N(0, 1/β) afresh, `steps` leapfrog steps of dt, accept with min(1, e^−βΔH),
 * unit masses. The move is the event (p, accepted); it is undone by (−p′, accepted), and
 * ln of the two chances is −β(K − K′) + ln a(ΔH) − ln a(−ΔH) = −βΔU.
 */
export const hmcKernel = defineKernel({
  id,
  title: 'Hamiltonian Monte Carlo with full momentum refreshment: exact at any dt',
  source: '[Duane1987]',
  space: 'positions',
  claims,
  density: false,
  defaults: { dt: 0.3, steps: 5 },
  domain: { dt: { above: 0 }, steps: { atLeast: 1, atMost: 10_000, integer: true } },
  create:
    ({ dt, steps }) =>
    (landscape) =>
      hmcOn(landscape, dt, steps),
});

function hmcOn(landscape: Landscape, dt: number, steps: number): Kernel {
  if (landscape.force)
    throw new SzilardError(
      'composition',
      `[${id}] expected a landscape without non-conservative force, got one with. Take underdamped/ovrvo.`,
    );
  const { dim, energy } = landscape;
  const drift = driftOf(landscape, id);
  const go = (x: Batch, given: Given, rng: RandomStream, next: Batch, passage?: Passage): void => {
    mustBeIsotropic(given, id);
    const { n } = x;
    const { beta } = given.bath;
    const [momentum, push] = [batch(n, dim), batch(n, dim)];
    const [before, after, kinetic, chance] = Array.from({ length: 4 }, () => new Float64Array(n));
    const kineticInto = (out: Float64Array, sign: 1 | -1) => {
      for (let i = 0, at = 0; i < n; i++) for (let k = 0; k < dim; k++, at++) out[i] += sign * 0.5 * momentum.data[at] * momentum.data[at];
    };
    rng.fillNormal(momentum.data);
    for (let i = 0, at = 0; i < n; i++) for (let k = 0; k < dim; k++, at++) momentum.data[at] /= Math.sqrt(beta[i]);
    energy(x, given, before);
    kineticInto(kinetic, 1);
    next.data.set(x.data);
    drift(next, given, push);
    for (let s = 0; s < steps; s++) {
      for (let at = 0; at < push.data.length; at++) {
        momentum.data[at] += 0.5 * dt * push.data[at];
        next.data[at] += dt * momentum.data[at];
      }
      drift(next, given, push);
      for (let at = 0; at < push.data.length; at++) momentum.data[at] += 0.5 * dt * push.data[at];
    }
    energy(next, given, after);
    kineticInto(kinetic, -1); // now K − K′
    rng.fillUniform(chance);
    for (let i = 0; i < n; i++) {
      const gained = after[i] - before[i] - kinetic[i];
      // Written so that NaN is taken, not turned down: it must reach the engine, which names it.
      if (!(Math.log(chance[i]) >= -beta[i] * gained)) {
        if (passage) passage.logRatio[i] += beta[i] * (Math.min(0, -gained) - Math.min(0, gained) - kinetic[i]);
      } else for (let at = i * dim; at < (i + 1) * dim; at++) next.data[at] = x.data[at];
    }
  };
  return {
    claims,
    step: (x, given, rng, next) => go(x, given, rng, next),
    walk: go,
    logDensity: noDensity(id, 'it is an integral over the momenta that lead from x to x′'),
  };
}
