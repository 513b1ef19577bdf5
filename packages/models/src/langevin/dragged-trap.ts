import { defineModel } from '@szilard/core';
import { canSpecialise } from './specialise.ts';
import { fusedOrnsteinUhlenbeck, ornsteinUhlenbeck, trapControl, trapModel } from './trap.ts';

/** A bead in a harmonic trap whose centre is dragged from 0 by v dt in each of n jumps, with exact relaxation between them. */
export const draggedTrap = defineModel({
  id: 'langevin/dragged-trap',
  title: 'bead in a dragged harmonic trap, exact Ornstein-Uhlenbeck steps',
  source: '[Mazonka1999]',
  claims: { localDetailedBalance: 'exact', reservoirs: ['ideal', 'memory'] },
  reservoirs: ['ideal', 'finite', 'memory'],
  defaults: { k: 1, velocity: 1, dt: 0.1, ticks: 20, beta: 1 },
  domain: { k: { above: 0 }, dt: { above: 0 }, ticks: { atLeast: 1, atMost: 1e6, integer: true }, beta: { above: 0 } },
  create: (params) =>
    trapModel(ornsteinUhlenbeck(params.dt), canSpecialise ? fusedOrnsteinUhlenbeck(params.dt) : undefined, params.beta, ...drag(params)),
  exact: {
    /** ⟨W⟩; W is Gaussian with variance 2⟨W⟩/β and ΔF = 0, so ⟨σ⟩ = β⟨W⟩. */
    work: (params) => meanDragWork(params, Math.exp(-params.k * params.dt)),
    'entropy-production': (params) => params.beta * meanDragWork(params, Math.exp(-params.k * params.dt)),
  },
});

export interface Drag {
  /** Stiffness, energy/length². */
  readonly k: number;
  readonly velocity: number;
  /** Time between two jumps of the trap. */
  readonly dt: number;
  readonly ticks: number;
}

/** Start, ticks and end of the dragging protocol: tick n holds the trap at v n dt, n = 1 … ticks. */
export function drag({ k, velocity, dt, ticks }: Drag): [Float64Array, Float64Array[], Float64Array] {
  const at = (n: number) => trapControl(velocity * n * dt, k);
  return [at(0), Array.from({ length: ticks }, (_, n) => at(n + 1)), at(ticks)];
}

/** ⟨W⟩ = Σ (−k v dt m_n + k (v dt)²/2), m_{n+1} = (m_n − v dt)·decay the mean distance from the trap. */
export function meanDragWork({ k, velocity, dt, ticks }: Drag, decay: number): number {
  const jump = velocity * dt;
  let mean = 0;
  let work = 0;
  for (let n = 0; n < ticks; n++) {
    work += -k * jump * mean + 0.5 * k * jump * jump;
    mean = (mean - jump) * decay;
  }
  return work;
}
