import { type Boundary, defineModel, type Tick } from '@szilard/core';
import { still } from '../still.ts';
import { fusedRing } from './fused-ring.ts';
import { type PeriodicSystem, periodicSteadyState } from './periodic-steady-state.ts';
import { ringEulerMaruyama } from './ring-euler-maruyama.ts';

interface TiltedRing {
  readonly barrier: number;
  readonly force: number;
  readonly dt: number;
  readonly ticks: number;
  readonly beta: number;
}

const LENGTH = 2 * Math.PI;

/**
 * A particle on a ring of length 2π in U = (barrier/2) cos x under a constant force, by Euler-Maruyama, in its steady state: the
 * drive does the work f v per unit time, all of it heat.
 */
export const tiltedRing = defineModel({
  id: 'langevin/tilted-ring',
  title: 'a particle driven around a periodic potential; Euler-Maruyama',
  source: '[Stratonovich1958]; docs/theory.md 12',
  claims: { localDetailedBalance: 'order-1', reservoirs: ['ideal'] },
  reservoirs: ['ideal'],
  defaults: { barrier: 2, force: 0.7, dt: 0.01, ticks: 200, beta: 1 },
  domain: {
    barrier: { atLeast: 0 },
    dt: { above: 0 },
    ticks: { atLeast: 1, atMost: 1e6, integer: true },
    beta: { above: 0 },
  },
  create: (params) => {
    const { barrier, force: drive, dt, ticks } = params;
    const none = new Float64Array(0);
    const steady = steadyBoundary(params, none);
    return {
      subsystems: {
        x: {
          dim: 1,
          kernel: ringEulerMaruyama({ length: LENGTH, force: (x) => 0.5 * barrier * Math.sin(x), drive, dt }),
          energy(x, _given, out) {
            for (let i = 0; i < x.n; i++) out[i] = 0.5 * barrier * Math.cos(x.data[i]);
          },
          fuse: (buffers) => fusedRing({ lift: 0.5 * barrier, drive, dt }, buffers),
        },
        theta: still,
      },
      ticks: Array.from({ length: ticks }, (): Tick => ({ mover: 'x', control: none })),
      start: steady,
      end: steady,
    };
  },
  exact: {
    /** f v t, v by quadrature; Euler-Maruyama is within O(dt) of it. */
    work: meanWork,
    'entropy-production': (params) => params.beta * meanWork(params),
  },
});

const system = ({ barrier, force, beta }: TiltedRing): PeriodicSystem => ({
  energy: (x) => 0.5 * barrier * Math.cos(x),
  length: LENGTH,
  force,
  beta,
});

/** Mean velocity in the steady state; length/time. */
export const ringVelocity = (params: Pick<TiltedRing, 'barrier' | 'force' | 'beta'>): number =>
  periodicSteadyState(system(params as TiltedRing)).velocity;

function meanWork(params: TiltedRing): number {
  return params.force * ringVelocity(params) * params.dt * params.ticks;
}

/** The steady density, drawn by rejection. */
function steadyBoundary(params: TiltedRing, control: Float64Array): Boundary {
  const { density, highest } = periodicSteadyState(system(params));
  // Between the nodes of a fine grid a smooth density exceeds its nodes by far less than this.
  const ceiling = 1.01 * highest;
  return {
    control,
    sample(rng, x) {
      for (let i = 0; i < x.n; i++) {
        const lane = rng.lane(i);
        do x.data[i] = LENGTH * lane.uniform();
        while (ceiling * lane.uniform() >= density(x.data[i]));
      }
    },
    logDensity(x, _theta, out) {
      for (let i = 0; i < x.n; i++) out[i] = x.data[i] >= 0 && x.data[i] < LENGTH ? Math.log(density(x.data[i])) : Number.NEGATIVE_INFINITY;
    },
  };
}
