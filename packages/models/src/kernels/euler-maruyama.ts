import { batch, defineKernel, type Given, type Kernel, type Landscape } from '@szilard/core';
import { vectorEulerMaruyama } from '../langevin/vector-euler-maruyama.ts';
import { claimsOn, driftOf } from './forces.ts';

const id = 'overdamped/euler-maruyama';
const claims = { invariance: 'order-1', detailedBalance: 'order-1' } as const;

/**
 * x′ = x − ∇U dt + √(2 dt/β) ξ at unit mobility. On a quadratic U all is exact for the shadow U − (dt/4)|∇U|²; elsewhere the
 * ratio of a move misses −βΔU by O(dt^{3/2}). In a bath with a temperature tensor T(x) the noise is L ξ, L Lᵀ = 2 dt T(x).
 */
export const eulerMaruyamaKernel = defineKernel({
  id,
  title: 'overdamped Langevin by Euler-Maruyama: invariance and detailed balance missed at first order',
  source: '[Maruyama1955]; [Sivak2013]; docs/theory.md 8',
  space: 'positions',
  claims,
  defaults: { dt: 0.05 },
  domain: { dt: { above: 0 } },
  create:
    ({ dt }) =>
    (landscape) =>
      eulerMaruyamaOn(landscape, dt),
});

function eulerMaruyamaOn(landscape: Landscape, dt: number): Kernel {
  const { dim, energy, gradient, stiffness } = landscape;
  const drift = driftOf(landscape, id);
  const anisotropic = vectorEulerMaruyama({ dim, drift: (x, given, out) => drift(x, given, { ...x, data: out }), dt, temperature: 1 });
  const plain = ({ bath }: Given) => !bath.temperature && !bath.force;
  return {
    feelsForce: true,
    claims: claimsOn(landscape, {
      ...claims,
      ...(stiffness && {
        shadowEnergy(x, given, out) {
          const slope = batch(x.n, dim);
          energy(x, given, out);
          gradient!(x, given, slope);
          for (let at = 0; at < slope.data.length; at++) out[Math.floor(at / dim)] -= 0.25 * dt * slope.data[at] ** 2;
        },
      }),
    }),
    step(x, given, rng, next) {
      if (!plain(given)) return anisotropic.step(x, given, rng, next);
      const push = batch(x.n, dim);
      drift(x, given, push);
      rng.fillNormal(next.data);
      for (let i = 0; i < x.n; i++) {
        const width = Math.sqrt((2 * dt) / given.bath.beta[i]);
        for (let at = i * dim; at < (i + 1) * dim; at++) next.data[at] = x.data[at] + dt * push.data[at] + width * next.data[at];
      }
    },
    logDensity(from, to, given, out) {
      if (!plain(given)) return anisotropic.logDensity(from, to, given, out);
      const push = batch(from.n, dim);
      drift(from, given, push);
      for (let i = 0; i < from.n; i++) {
        const variance = (2 * dt) / given.bath.beta[i];
        let square = 0;
        for (let at = i * dim; at < (i + 1) * dim; at++) {
          const miss = to.data[at] - from.data[at] - dt * push.data[at];
          square += miss * miss;
        }
        out[i] = -0.5 * (square / variance + dim * Math.log(2 * Math.PI * variance));
      }
    },
  };
}
