import type { Batch, Buffers, FusedPass, Given, Kernel, RandomStream, Subsystem, Tick } from '@szilard/core';
import { still } from '../still.ts';
import { gaussianBoundary } from './gaussian-boundary.ts';
import { specialise } from './specialise.ts';

/** λ of a harmonic trap: [centre, stiffness]. */
export const trapControl = (centre: number, stiffness: number): Float64Array => Float64Array.of(centre, stiffness);

/** U(x; λ) = k (x − c)²/2; [n], energy. */
export function trapEnergy(x: Batch, { control: [centre, stiffness] }: Given, out: Float64Array): void {
  for (let i = 0; i < x.n; i++) out[i] = 0.5 * stiffness * (x.data[i] - centre) ** 2;
}

/** A trap protocol between two equilibria at inverse temperature β. `controls`: one per tick; the ends are relaxed. */
export function trapModel(
  kernel: Kernel,
  fuse: Subsystem['fuse'],
  beta: number,
  from: Float64Array,
  controls: readonly Float64Array[],
  to: Float64Array,
) {
  const rest = (control: Float64Array) => gaussianBoundary(control[0], 1 / (beta * control[1]), control);
  return {
    subsystems: { x: { dim: 1, kernel, energy: trapEnergy, ...(fuse ? { fuse } : {}) }, theta: still },
    ticks: controls.map((control): Tick => ({ mover: 'x', control })),
    start: rest(from),
    end: rest(to),
  };
}

/** Exact transition of the Ornstein-Uhlenbeck process over dt at fixed λ, unit mobility: obeys local detailed balance to rounding [Uhlenbeck1930]. */
export function ornsteinUhlenbeck(dt: number): Kernel {
  return {
    step(x, { control: [centre, stiffness], bath }, rng, next) {
      const decay = Math.exp(-stiffness * dt);
      const variance = -Math.expm1(-2 * stiffness * dt) / stiffness;
      rng.fillNormal(next.data);
      for (let i = 0; i < x.n; i++)
        next.data[i] = centre + decay * (x.data[i] - centre) + Math.sqrt(variance / bath.beta[i]) * next.data[i];
    },
    logDensity(from, to, { control: [centre, stiffness], bath }, out) {
      const decay = Math.exp(-stiffness * dt);
      const variance = -Math.expm1(-2 * stiffness * dt) / stiffness;
      for (let i = 0; i < from.n; i++) {
        const v = variance / bath.beta[i];
        const miss = to.data[i] - centre - decay * (from.data[i] - centre);
        out[i] = -0.5 * (Math.log(2 * Math.PI * v) + (miss * miss) / v);
      }
    },
    affine([centre, stiffness], beta) {
      const decay = Math.exp(-stiffness * dt);
      return {
        own: Float64Array.of(decay),
        other: new Float64Array(0),
        offset: Float64Array.of((1 - decay) * centre),
        covariance: Float64Array.of(-Math.expm1(-2 * stiffness * dt) / (stiffness * beta)),
      };
    },
  };
}

/** Step and bookkeeping of `ornsteinUhlenbeck` in one pass; the ratio comes from the two densities, not from the heat. */
export const fusedOrnsteinUhlenbeck =
  (dt: number) =>
  ({ x, beta, known, work, heat, logRatio }: Buffers): FusedPass => {
    const noise = new Float64Array(x.n);
    const width = new Float64Array(x.n);
    const pass = specialise(
      ['x', 'known', 'work', 'heat', 'logRatio', 'noise', 'beta', 'width', 'n'],
      `return (centre, stiffness, decay, spread) => {
        const half = 0.5 / (spread * spread);
        for (let i = 0; i < n; i++) {
          const at = x[i] - centre;
          const rest = 0.5 * stiffness * at * at;
          const kick = spread * width[i] * noise[i];
          const next = decay * at + kick;
          const kickBack = at - decay * next;
          const after = 0.5 * stiffness * next * next;
          work[i] += rest - known[i];
          heat[i] += rest - after;
          logRatio[i] += half * beta[i] * (kickBack - kick) * (kickBack + kick);
          known[i] = after;
          x[i] = centre + next;
        }
      };`,
      [x.data, known, work, heat, logRatio, noise, beta, width, x.n],
    );
    let rng: RandomStream;
    return {
      begin(stream) {
        rng = stream;
        for (let i = 0; i < x.n; i++) width[i] = 1 / Math.sqrt(beta[i]);
      },
      move([centre, stiffness]) {
        rng.fillNormal(noise);
        pass(centre, stiffness, Math.exp(-stiffness * dt), Math.sqrt(-Math.expm1(-2 * stiffness * dt) / stiffness));
      },
    };
  };
