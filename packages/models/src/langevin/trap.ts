import type { Batch, Buffers, FusedPass, Given, Kernel, LinearForce, Subsystem, Tick } from '@szilard/core';
import { still } from '../still.ts';
import { fusedLine } from './fused-line.ts';
import { gaussianBoundary } from './gaussian-boundary.ts';
import { A0, C0, CENTRE, SPREAD } from './line-row.ts';

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

/**
 * Exact transition of the Ornstein-Uhlenbeck process over dt at fixed λ, unit mobility: obeys local detailed balance to rounding
 * [Uhlenbeck1930]. A linear force of the bath makes another trap of it, stiffer by its stiffness.
 */
export function ornsteinUhlenbeck(dt: number): Kernel {
  /** The trap that trajectory i is in. */
  const inBath = ([centre, stiffness]: Float64Array, force: LinearForce | undefined) => {
    const total = stiffness + (force?.stiffness ?? 0);
    return {
      decay: Math.exp(-total * dt),
      variance: -Math.expm1(-2 * total * dt) / total,
      centre: (i: number) => (force ? (stiffness * centre + force.constant[i]) / total : centre),
    };
  };
  return {
    feelsForce: true,
    step(x, { control, bath }, rng, next) {
      const { decay, variance, centre } = inBath(control, bath.force);
      rng.fillNormal(next.data);
      for (let i = 0; i < x.n; i++) {
        const c = centre(i);
        next.data[i] = c + decay * (x.data[i] - c) + Math.sqrt(variance / bath.beta[i]) * next.data[i];
      }
    },
    logDensity(from, to, { control, bath }, out) {
      const { decay, variance, centre } = inBath(control, bath.force);
      for (let i = 0; i < from.n; i++) {
        const v = variance / bath.beta[i];
        const c = centre(i);
        const miss = to.data[i] - c - decay * (from.data[i] - c);
        out[i] = -0.5 * (Math.log(2 * Math.PI * v) + (miss * miss) / v);
      }
    },
    affine(control, beta, force) {
      const { decay, variance, centre } = inBath(control, force);
      return {
        own: Float64Array.of(decay),
        other: new Float64Array(0),
        offset: Float64Array.of((1 - decay) * centre(0)),
        covariance: Float64Array.of(variance / beta),
      };
    },
  };
}

/** Step and bookkeeping of `ornsteinUhlenbeck` in one pass; the ratio comes from the two densities, not from the heat. */
export const fusedOrnsteinUhlenbeck =
  (dt: number) =>
  (buffers: Buffers): FusedPass =>
    fusedLine(buffers, {
      captured: {},
      settings: ['centre', 'halfStiffness', 'decay', 'spread'],
      set(control, into) {
        into[0] = control[0];
        const stiffness = control[1];
        if (into[1] === stiffness / 2) return;
        into[1] = stiffness / 2;
        into[2] = Math.exp(-stiffness * dt);
        into[3] = spreadIn(stiffness, dt);
      },
      ofBeta: { width: (beta) => 1 / Math.sqrt(beta), half: (beta) => beta / 2 },
      energy: (place) => `halfStiffness * (${place} - centre) * (${place} - centre)`,
      carried: {},
      draw: `const from = at - centre;
        const kick = spread * width * xi;
        const to = decay * from + kick;
        const kickBack = from - decay * to;
        const next = centre + to;
        const ratio = (half / (spread * spread)) * (kickBack - kick) * (kickBack + kick);`,
      polynomial([centre, stiffness], setting) {
        setting.fill(0);
        setting[CENTRE] = centre;
        setting[SPREAD] = spreadIn(stiffness, dt);
        setting[C0 + 2] = stiffness / 2;
        setting[A0 + 1] = Math.expm1(-stiffness * dt);
      },
    });

/** Width of a move at β = 1. */
const spreadIn = (stiffness: number, dt: number): number => Math.sqrt(-Math.expm1(-2 * stiffness * dt) / stiffness);
