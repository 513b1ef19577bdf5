import { type Batch, type Boundary, defineModel, type Given, type Kernel, lagged } from '@szilard/core';
import { gaussianBoundary } from './gaussian-boundary.ts';

interface RunAndTumble {
  readonly speed: number;
  readonly diffusion: number;
  /** Rate at which the direction flips. */
  readonly tumbling: number;
  readonly dt: number;
  readonly steps: number;
  readonly spread: number;
}

/**
 * Run and tumble: x is driven at ±speed, the direction θ = ±1 flips at random and does not feel x; θ first. θ is even under time
 * reversal. The propulsion does the work θ·speed/diffusion · Δx in units of k_BT, all of it heat: speed² dt/diffusion a step.
 */
export const runAndTumble = defineModel({
  id: 'langevin/run-and-tumble',
  title: 'a particle that runs and tumbles, exact steps',
  source: '[Cocconi2020]; docs/theory.md 12',
  claims: { localDetailedBalance: 'exact', reservoirs: ['ideal'] },
  reservoirs: ['ideal'],
  defaults: { speed: 0.7, diffusion: 0.5, tumbling: 1, dt: 0.05, steps: 10, spread: 2 },
  domain: {
    diffusion: { above: 0 },
    tumbling: { above: 0 },
    dt: { above: 0 },
    steps: { atLeast: 1, atMost: 1e6, integer: true },
    spread: { above: 0 },
  },
  create: (params) => {
    const { speed, diffusion, spread, steps } = params;
    const none = (_x: Batch, _given: Given, out: Float64Array) => void out.fill(0);
    return {
      subsystems: {
        x: {
          dim: 1,
          kernel: run(params),
          energy: none,
          work(from, to, { partner }, out) {
            for (let i = 0; i < from.n; i++) out[i] = ((partner.data[i] * speed) / diffusion) * (to.data[i] - from.data[i]);
          },
        },
        theta: { dim: 1, kernel: tumble(params), energy: none },
      },
      ticks: lagged({ steps, lag: 1 }),
      start: either(gaussianBoundary(0, spread ** 2, new Float64Array(0))),
      end: either(gaussianBoundary(0, finalVariance(params), new Float64Array(0))),
    };
  },
  exact: {
    'entropy-flow': ({ speed, diffusion, dt, steps }) => (steps * speed ** 2 * dt) / diffusion,
    /** The reversed run starts from a Gaussian as wide as the packet has become: what its shape costs is in the flow's favour. */
    'entropy-production': (params) =>
      (params.steps * params.speed ** 2 * params.dt) / params.diffusion + 0.5 * Math.log(finalVariance(params) / params.spread ** 2),
  },
});

/** Chance of another direction after dt. */
const flip = ({ tumbling, dt }: RunAndTumble): number => -0.5 * Math.expm1(-2 * tumbling * dt);

/** Var x = spread² + 2Dt + (v dt)² Σ_{m,n} c^|m−n|, c the correlation of directions from step to step. */
function finalVariance(params: RunAndTumble): number {
  const { speed, diffusion, dt, steps, spread } = params;
  const correlation = 1 - 2 * flip(params);
  let sum = steps;
  for (let apart = 1; apart < steps; apart++) sum += 2 * (steps - apart) * correlation ** apart;
  return spread ** 2 + 2 * diffusion * dt * steps + (speed * dt) ** 2 * sum;
}

/** A law of x, and either direction alike. */
const either = (boundary: Boundary): Boundary => ({
  control: boundary.control,
  sample(rng, x, theta) {
    boundary.sample(rng, x, theta);
    rng.fillUniform(theta.data);
    for (let i = 0; i < theta.n; i++) theta.data[i] = theta.data[i] < 0.5 ? -1 : 1;
  },
  logDensity(x, theta, out) {
    boundary.logDensity(x, theta, out);
    for (let i = 0; i < x.n; i++) out[i] -= Math.LN2;
  },
});

function tumble(params: RunAndTumble): Kernel {
  const chance = flip(params);
  return {
    claims: { invariance: 'exact', detailedBalance: 'exact' },
    step(theta, _given, rng, next) {
      rng.fillUniform(next.data);
      for (let i = 0; i < theta.n; i++) next.data[i] = next.data[i] < chance ? -theta.data[i] : theta.data[i];
    },
    logDensity(from, to, _given, out) {
      for (let i = 0; i < from.n; i++) out[i] = from.data[i] === to.data[i] ? Math.log1p(-chance) : Math.log(chance);
    },
  };
}

function run({ speed, diffusion, dt }: RunAndTumble): Kernel {
  return {
    step(x, { partner, bath }, rng, next) {
      rng.fillNormal(next.data);
      for (let i = 0; i < x.n; i++)
        next.data[i] = x.data[i] + partner.data[i] * speed * dt + Math.sqrt((2 * diffusion * dt) / bath.beta[i]) * next.data[i];
    },
    logDensity(from, to, { partner, bath }, out) {
      for (let i = 0; i < from.n; i++) {
        const variance = (2 * diffusion * dt) / bath.beta[i];
        const miss = to.data[i] - from.data[i] - partner.data[i] * speed * dt;
        out[i] = -0.5 * (Math.log(2 * Math.PI * variance) + (miss * miss) / variance);
      }
    },
  };
}
