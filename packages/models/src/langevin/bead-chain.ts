import { type Batch, type Buffers, defineModel, type FusedPass, type Kernel, type Tick } from '@szilard/core';
import { Matrix } from 'ml-matrix';
import { still } from '../still.ts';
import { linearMove } from './chain-moves.ts';
import { fusedChain } from './fused-chain.ts';
import { jointGaussianBoundary } from './joint-gaussian-boundary.ts';
import { oneByOne } from './one-by-one.ts';
import { canSpecialise } from './specialise.ts';
import { heats, inRound, steadyRound } from './steady-round.ts';

export interface BeadChain {
  readonly beads: number;
  /** Of every spring, energy/length². */
  readonly stiffness: number;
  readonly hot: number;
  readonly cold: number;
  readonly dt: number;
  readonly sweeps: number;
}

/**
 * Beads on a line between two walls, springs between neighbours, each bead in a bath of its own: temperatures from `hot` to
 * `cold` in equal steps. One tick moves one bead by its exact Ornstein-Uhlenbeck step over dt while the others stand still; a
 * sweep moves all, first to last. Local detailed balance holds at any dt. Runs in the steady state of its sweeps.
 */
export const beadChain = defineModel({
  id: 'langevin/bead-chain',
  title: 'beads and springs between two walls, every bead in a bath of its own',
  source: '[Li2019]; docs/theory.md 12',
  claims: { localDetailedBalance: 'exact', reservoirs: ['gradient', 'ideal'] },
  reservoirs: ['gradient', 'ideal'],
  baths: ({ hot, cold }) => ({ gradient: { from: hot, to: cold } }),
  defaults: { beads: 3, stiffness: 1, hot: 2, cold: 1, dt: 0.2, sweeps: 40 },
  domain: {
    beads: { atLeast: 2, atMost: 100, integer: true },
    stiffness: { above: 0 },
    hot: { above: 0 },
    cold: { above: 0 },
    dt: { above: 0 },
    sweeps: { atLeast: 1, atMost: 1e5, integer: true },
  },
  create: (params) => {
    const { beads, dt, sweeps } = params;
    const stiffness = chainStiffness(params);
    const kernel = oneByOne({ stiffness: stiffness.to2DArray(), dt });
    const sweep = Array.from({ length: beads }, (_, k): Tick => ({ mover: 'x', control: Float64Array.of(k) }));
    const steady = jointGaussianBoundary({ covariance: chainSweep(params).covariances[0], control: new Float64Array(0) });
    return {
      subsystems: {
        x: { dim: beads, kernel, energy: chainEnergy(params), ...(canSpecialise && { fuse: fusedBeads(params, kernel.component) }) },
        theta: still,
      },
      ticks: Array.from({ length: sweeps }, () => sweep).flat(),
      start: steady,
      end: steady,
    };
  },
  exact: {
    /** Σ of a run: sweeps × Σ heat of each bead over its temperature. Belongs to the bath `gradient` from `hot` to `cold`. */
    'entropy-production': (params) => params.sweeps * chainSweep(params).entropyProduction,
  },
});

/** Temperatures of the beads, in equal steps. */
export const chainTemperatures = ({ beads, hot, cold }: Pick<BeadChain, 'beads' | 'hot' | 'cold'>): number[] =>
  Array.from({ length: beads }, (_, k) => hot + ((cold - hot) * k) / (beads - 1));

/** K of U = xᵀKx/2, and the drift at unit mobility: stiffness × tridiag(−1, 2, −1). */
export function chainStiffness({ beads, stiffness: k }: Pick<BeadChain, 'beads' | 'stiffness'>): Matrix {
  const matrix = Matrix.eye(beads, beads, 2 * k);
  for (let j = 0; j + 1 < beads; j++) {
    matrix.set(j, j + 1, -k);
    matrix.set(j + 1, j, -k);
  }
  return matrix;
}

/** One sweep: covariances before, between and after the moves, the mean heat of each bead, and their entropy. */
export function chainSweep(params: BeadChain) {
  const { beads, dt } = params;
  const stiffness = chainStiffness(params);
  const { affine }: Required<Pick<Kernel, 'affine'>> = oneByOne({ stiffness: stiffness.to2DArray(), dt });
  const temperatures = chainTemperatures(params);
  const covariances = steadyRound(temperatures.map((temperature, k) => inRound(affine(Float64Array.of(k), 1 / temperature), 0, beads)));
  const heat = heats(stiffness, covariances);
  return { covariances, heat, entropyProduction: heat.reduce((sum, q, k) => sum + q / temperatures[k], 0) };
}

const chainEnergy =
  ({ beads, stiffness: k }: Pick<BeadChain, 'beads' | 'stiffness'>) =>
  ({ n, data }: Batch, _given: unknown, out: Float64Array) => {
    for (let i = 0; i < n; i++) {
      let [sum, before] = [0, 0];
      for (let at = i * beads; at < (i + 1) * beads; at++) {
        sum += (data[at] - before) ** 2;
        before = data[at];
      }
      out[i] = 0.5 * k * (sum + before * before);
    }
  };

/** `oneByOne` on the chain with its bookkeeping in one pass; the ratio comes from the two densities, not from the heat. */
const fusedBeads = (params: BeadChain, component: (control: Float64Array) => number) => {
  const { stiffness: k, dt } = params;
  const energy = chainEnergy(params);
  const move = linearMove({ stiffness: k, decay: Math.exp(-2 * k * dt), variance: -Math.expm1(-4 * k * dt) / (2 * k), pushed: false });
  return (buffers: Buffers): FusedPass | undefined =>
    fusedChain(buffers, move, { component, total: (_lambda, out) => energy(buffers.x, undefined, out) });
};
