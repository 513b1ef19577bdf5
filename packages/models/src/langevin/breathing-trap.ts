import { defineModel } from '@szilard/core';
import { canSpecialise } from './specialise.ts';
import { fusedOrnsteinUhlenbeck, ornsteinUhlenbeck, trapControl, trapModel } from './trap.ts';

/** A bead in a trap whose stiffness goes from k₀ to k₁ in n jumps, with exact relaxation for `rest` after each. */
export const breathingTrap = defineModel({
  id: 'langevin/breathing-trap',
  title: 'bead in a trap that stiffens in jumps, exact relaxation between them',
  source: '[Jarzynski1997]',
  claims: { localDetailedBalance: 'exact', reservoirs: ['ideal'] },
  reservoirs: ['ideal'],
  defaults: { from: 1, to: 3, jumps: 4, protocol: 'geometric' as 'geometric' | 'linear', rest: 20, beta: 1 },
  domain: {
    from: { above: 0 },
    to: { above: 0 },
    jumps: { atLeast: 1, atMost: 1e6, integer: true },
    protocol: { oneOf: ['geometric', 'linear'] },
    rest: { above: 0 },
    beta: { above: 0 },
  },
  create: (params) => {
    const controls = stiffnesses(params).map((k) => trapControl(0, k));
    const fuse = canSpecialise ? fusedOrnsteinUhlenbeck(params.rest) : undefined;
    return trapModel(ornsteinUhlenbeck(params.rest), fuse, params.beta, trapControl(0, params.from), controls, trapControl(0, params.to));
  },
  exact: {
    /** ⟨W⟩ where every jump meets a relaxed bead: Σ (k_{n+1}/k_n − 1)/2β. */
    work: meanWork,
    'free-energy-difference': ({ from, to, beta }) => Math.log(to / from) / (2 * beta),
    'entropy-production': (params) => params.beta * meanWork(params) - Math.log(params.to / params.from) / 2,
  },
});

interface Breathing {
  readonly from: number;
  readonly to: number;
  readonly jumps: number;
  readonly protocol: string;
}

const stiffnesses = ({ from, to, jumps, protocol }: Breathing): number[] =>
  Array.from({ length: jumps }, (_, n) =>
    n + 1 === jumps ? to : protocol === 'linear' ? from + ((to - from) * (n + 1)) / jumps : from * (to / from) ** ((n + 1) / jumps),
  );

function meanWork(params: Breathing & { readonly beta: number }): number {
  return stiffnesses(params).reduce((work, k, n, all) => work + (k / (n === 0 ? params.from : all[n - 1]) - 1) / (2 * params.beta), 0);
}
