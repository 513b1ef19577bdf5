import { defineModel } from '@szilard/core';
import { canSpecialise } from './specialise.ts';
import { fusedOrnsteinUhlenbeck, ornsteinUhlenbeck, trapControl, trapModel } from './trap.ts';

/** A bead in a harmonic trap whose centre is dragged from 0 to v·t in n jumps, with exact relaxation between them. */
export const draggedTrap = defineModel({
  id: 'langevin/dragged-trap',
  title: 'bead in a dragged harmonic trap, exact Ornstein-Uhlenbeck steps',
  source: '[Mazonka1999]',
  claims: { localDetailedBalance: 'exact', reservoirs: ['ideal'] },
  reservoirs: ['ideal', 'finite'],
  defaults: { stiffness: 1, velocity: 1, time: 2, ticks: 20, beta: 1 },
  domain: { stiffness: { above: 0 }, time: { above: 0 }, ticks: { atLeast: 1, integer: true }, beta: { above: 0 } },
  create: ({ stiffness, velocity, time, ticks, beta }) => {
    const dt = time / ticks;
    return trapModel(
      ornsteinUhlenbeck(dt),
      canSpecialise ? fusedOrnsteinUhlenbeck(dt) : undefined,
      beta,
      ...drag({ stiffness, velocity, time, ticks }),
    );
  },
  exact: {
    /** ⟨W⟩; W is Gaussian with variance 2⟨W⟩/β and ΔF = 0, so ⟨σ⟩ = β⟨W⟩. */
    work: meanWork,
    'entropy-production': (params) => params.beta * meanWork(params),
  },
});

/** Start, ticks and end of the dragging protocol: tick n holds the trap at v t n/ticks, n = 1 … ticks. */
export function drag({
  stiffness,
  velocity,
  time,
  ticks,
}: {
  stiffness: number;
  velocity: number;
  time: number;
  ticks: number;
}): [Float64Array, Float64Array[], Float64Array] {
  const at = (n: number) => trapControl((velocity * time * n) / ticks, stiffness);
  return [at(0), Array.from({ length: ticks }, (_, n) => at(n + 1)), at(ticks)];
}

function meanWork({ stiffness: k, velocity, time, ticks }: { stiffness: number; velocity: number; time: number; ticks: number }): number {
  const jump = (velocity * time) / ticks;
  const decay = Math.exp((-k * time) / ticks);
  let mean = 0;
  let work = 0;
  for (let n = 0; n < ticks; n++) {
    work += -k * jump * mean + 0.5 * k * jump * jump;
    mean = (mean - jump) * decay;
  }
  return work;
}
