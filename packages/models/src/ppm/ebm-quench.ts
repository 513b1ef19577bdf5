import { type Boundary, type KernelPlugin, type Landscape, type ModelPlugin, make, SzilardError, type Tick } from '@szilard/core';
import { subsystemOf } from '../kernels/system.ts';
import { still } from '../still.ts';
import { drawFrom } from './ebm-draw.ts';
import { type EnergyShape, type NetworkEnergy, networkEnergy } from './ebm-energy.ts';
import { initialWeights } from './mlp-initial.ts';

export interface QuenchParams extends EnergyShape {
  /** Size of the random weights θ, in units of √(1/from). */
  readonly initial: number;
  readonly initialSeed: number;
  /** Jumps in which the weights go from 0 to θ. 1: a quench. */
  readonly jumps: number;
  /** Ticks of relaxation after each jump. */
  readonly relaxation: number;
  /** Time step of x. */
  readonly dt: number;
}

/** φ(x; λθ): the control scales the weights, from 0, where x is N(0, c²), to 1. */
export interface Quench {
  readonly energy: NetworkEnergy;
  /** θ; [parameters]. */
  readonly weights: Float64Array;
  readonly landscape: Landscape;
  /** e^−φ(x; λθ)/Z. */
  equilibrium(scale: number): Boundary;
}

export function quench(where: string, params: QuenchParams): Quench {
  const energy = networkEnergy(where, params);
  const { dim } = energy;
  const weights = initialWeights([dim, ...params.hidden, 1], 'tanh', { ...params, scaling: 'standard' });
  const scaled = (scale: number) => weights.map((w) => scale * w);
  // A protocol has few values, a run asks for each of them over and over.
  const known = new Map<number, Float64Array>();
  const at = (scale: number): Float64Array => {
    const found = known.get(scale) ?? scaled(scale);
    known.set(scale, found);
    return found;
  };
  return {
    energy,
    weights,
    landscape: {
      dim,
      energy: (x, { control: [scale] }, out) => out.set(energy.energy(at(scale), x.data, x.n)),
      gradient: (x, { control: [scale] }, out) => out.data.set(energy.force(at(scale), x.data, x.n)),
    },
    equilibrium(scale) {
      const theta = at(scale);
      const { lnZ } = energy.quadrature(theta);
      const draw = drawFrom(where, energy, theta, lnZ);
      return {
        control: Float64Array.of(scale),
        sample(rng, x) {
          for (let i = 0; i < x.n; i++) draw(rng.lane(i), x.data.subarray(i * dim, (i + 1) * dim));
        },
        logDensity(x, _theta, out) {
          const phi = energy.energy(theta, x.data, x.n);
          for (let i = 0; i < x.n; i++) out[i] = -phi[i] - lnZ;
        },
      };
    },
  };
}

const defaults: QuenchParams = { dim: 1, hidden: [4], confinement: 1.5, initial: 3, initialSeed: 1, jumps: 1, relaxation: 3, dt: 0.4 };

/** A model that quenches or slowly switches on an energy network, x moved by one kernel of the shelf. */
export const quenchModel = (
  kernel: KernelPlugin<{ dt: number }>,
  about: Pick<ModelPlugin, 'id' | 'title' | 'source' | 'claims'>,
): ModelPlugin<QuenchParams> => ({
  ...about,
  reservoirs: ['ideal'],
  defaults,
  domain: {
    dim: { oneOf: [1, 2] },
    hidden: { atLeast: 1, atMost: 1000, integer: true },
    confinement: { above: 0 },
    initial: { atLeast: 0 },
    initialSeed: { atLeast: 0, integer: true },
    jumps: { atLeast: 1, atMost: 1e5, integer: true },
    relaxation: { atLeast: 1, atMost: 1e5, integer: true },
    dt: { above: 0 },
  },
  trajectories: 8000,
  create(params) {
    const { landscape: on, equilibrium } = quench(about.id, params);
    const { jumps, relaxation, dt } = params;
    return {
      subsystems: { x: subsystemOf(on, make(kernel, { dt })), theta: still },
      ticks: Array.from(
        { length: jumps * relaxation },
        (_, t): Tick => ({
          mover: 'x',
          control: Float64Array.of((Math.floor(t / relaxation) + 1) / jumps),
        }),
      ),
      start: equilibrium(0),
      end: equilibrium(1),
    };
  },
  exact: {
    /** ⟨W⟩ = ⟨f_θ(x)⟩ over N(0, c²), of one jump. */
    work: (params) => meanWork(about.id, params),
    /** ⟨σ⟩ = ⟨W⟩ − ΔF at β = 1, of one jump: D(p_0 ‖ p_1). */
    'entropy-production': (params) => meanWork(about.id, params) - freeEnergyDifference(about.id, params),
  },
});

/** ΔF = ln Z(0) − ln Z(θ) at β = 1, by quadrature. */
export function freeEnergyDifference(where: string, params: QuenchParams): number {
  const { energy, weights } = quench(where, params);
  return energy.quadrature(new Float64Array(weights.length)).lnZ - energy.quadrature(weights).lnZ;
}

function meanWork(where: string, params: QuenchParams): number {
  if (params.jumps !== 1)
    throw new SzilardError('parameter', `[${where}] jumps: expected 1 for a closed form, got ${params.jumps}. Estimate it instead.`);
  const { energy, weights } = quench(where, params);
  const rest = new Float64Array(weights.length);
  const { chances } = energy.quadrature(rest);
  const [before, after] = [rest, weights].map((theta) => energy.energy(theta, energy.nodes, chances.length));
  return chances.reduce((sum, chance, j) => sum + chance * (after[j] - before[j]), 0);
}
