import { defineModel } from '@szilard/core';
import { malaKernel } from '../kernels/mala.ts';
import { quenchModel } from './ebm-quench.ts';

/**
 * An energy-based model, p(x|θ) ∝ e^−φ, φ a neural network in a trap, in a quench and relaxation: the weights are switched on,
 * at once or in jumps, then x relaxes by Metropolis-adjusted Langevin moves. Z is had by quadrature, so both ends are normalised and
 * local detailed balance is exact: σ = W − ΔF in a bath at β = 1.
 */
export const ebm = defineModel(
  quenchModel(malaKernel, {
    id: 'ppm/ebm',
    title: 'energy-based model: a neural energy switched on, samples relaxing by MALA',
    source: '[Roberts1996]; [LeCun2006]; docs/theory.md 19',
    claims: { localDetailedBalance: 'exact', reservoirs: ['ideal'] },
  }),
);
