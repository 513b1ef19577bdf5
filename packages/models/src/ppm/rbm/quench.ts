import { defineModel, sum, type Tick } from '@szilard/core';
import { still } from '../../still.ts';
import { logPartition } from './enumerate.ts';
import { equilibriumBoundary } from './equilibrium.ts';
import { halfSteps } from './half-steps.ts';
import { jointLaw } from './joint.ts';
import { listedLaws } from './listed-laws.ts';
import { layerCode, scaledMachine } from './machine.ts';
import { type RbmTable, rbmParameters, shapeOf } from './shape.ts';

export interface RbmQuench extends RbmTable {
  /** Factors of W at the start and at the end. */
  readonly from: number;
  readonly to: number;
  /** Equal jumps from one to the other. */
  readonly jumps: number;
  /** Sweeps (h given v, v given h) after every jump. */
  readonly sweeps: number;
}

/** The machine of docs/theory.md 20, small enough to be counted. */
export const smallMachine: RbmTable = {
  weights: [
    [1, -0.5],
    [0.5, 1.5],
  ],
  visibleBiases: [0.1, -0.2],
  hiddenBiases: [-0.3, 0.2],
};

/**
 * A Boltzmann machine whose weights are driven: W → λW from λ = `from` to `to`, biases held, both ends in equilibrium at β = 1, by
 * half-steps in between. From 0 it is annealed importance sampling in (v, h): ⟨e^−W⟩ = Z/Z₀.
 */
export const rbmQuench = defineModel<RbmQuench>({
  id: 'ppm/rbm-quench',
  title: 'a restricted Boltzmann machine whose weights are driven from one equilibrium to another',
  source: '[Salazar2017]; [Jarzynski1997]; docs/theory.md 20',
  claims: { localDetailedBalance: 'exact', reservoirs: ['ideal'] },
  reservoirs: ['ideal'],
  defaults: { ...smallMachine, from: 1, to: 1.5, jumps: 2, sweeps: 1 },
  domain: {
    jumps: { atLeast: 1, atMost: 1e5, integer: true },
    sweeps: { atLeast: 1, atMost: 1e5, integer: true },
  },
  create: (params) => {
    const { shape, machine } = of(params);
    const rest = (scale: number) => {
      const control = Float64Array.of(scale, layerCode.hidden);
      return equilibriumBoundary(shape, machine({ control }), 1, control);
    };
    return {
      subsystems: { x: halfSteps({ shape, machine }), theta: still },
      ticks: scales(params).flatMap((scale) =>
        Array.from({ length: 2 * params.sweeps }, (_, k): Tick => ({ mover: 'x', control: Float64Array.of(scale, k % 2) })),
      ),
      start: rest(params.from),
      end: rest(params.to),
    };
  },
  exact: {
    /** ⟨W⟩, the law followed half-step by half-step. */
    work: (params) => meanWork(params),
    /** ⟨W⟩ − ΔF. */
    'entropy-production': (params) => {
      const { shape, machine } = of(params);
      const logZ = (scale: number) => logPartition(shape, machine({ control: Float64Array.of(scale, 0) }).theta);
      return meanWork(params) + logZ(params.to) - logZ(params.from);
    },
  },
});

const where = '[ppm/rbm-quench]';

function of(params: RbmTable) {
  const shape = shapeOf(params);
  return { shape, machine: scaledMachine(shape, rbmParameters(params, where)) };
}

/** λ of every jump; the last is `to`. */
const scales = ({ from, to, jumps }: RbmQuench): number[] =>
  Array.from({ length: jumps }, (_, j) => from + ((to - from) * (j + 1)) / jumps);

function meanWork(params: RbmQuench): number {
  const { shape, machine } = of(params);
  const at = (scale: number) => machine({ control: Float64Array.of(scale, 0) }).theta;
  const laws = listedLaws(shape);
  const energies = (scale: number) => jointLaw(shape, at(scale), 1, where).energy;
  let { law, energy } = jointLaw(shape, at(params.from), 1, where);
  let work = 0;
  for (const scale of scales(params)) {
    const next = energies(scale);
    work += sum(law.map((p, s) => p * (next[s] - energy[s])));
    energy = next;
    for (let k = 0; k < 2 * params.sweeps; k++) law = laws.after(law, at(scale), k % 2 === 0 ? 'hidden' : 'visible');
  }
  return work;
}
