import type { Holds } from '@szilard/core';

/** A process, and what theory expects of ⟨e^−S⟩ = 1. */
export interface FunctionalProcess {
  readonly model: string;
  readonly reservoir: string;
  readonly params: Readonly<Record<string, number>>;
  readonly reservoirParams?: Readonly<Record<string, number>>;
  /** Functionals that obey it; every other one fails. */
  readonly holds: readonly string[];
  /** What a sample can say of those that do. Absent: yes. */
  readonly sample?: Holds;
}

const always = [
  'total',
  'partial.x',
  'partial.theta',
  'marginal.x',
  'marginal.theta',
  'crooks-still.x',
  'crooks-still.theta',
  'ito-sagawa.x',
];
const pair = { model: 'lagged/bernoulli-pair', reservoir: 'ideal' };
const spring = { model: 'langevin/breathing-trap', reservoir: 'ideal', holds: always };

export const functionalProcesses: readonly FunctionalProcess[] = [
  // Θ moves by itself: conditioning on it is conditioning on a protocol, and its own entropy production is the whole of its path.
  { ...pair, params: { feedback: 0 }, holds: [...always, 'conditional.x', 'apparent.theta'] },
  { ...pair, params: { feedback: 1 }, holds: always },
  {
    model: 'lagged/gaussian-pair',
    reservoir: 'gradient',
    params: { sampleTemperature: 1, parameterTemperature: 2, steps: 2 },
    reservoirParams: { from: 1, to: 2 },
    holds: always,
  },
  { ...spring, params: { from: 1, to: 0.6, jumps: 1 } },
  // Softened to less than half: the theorem is true, and ⟨e^−2S⟩ = ∞ lets no sample say so.
  { ...spring, params: { from: 1, to: 0.4, jumps: 1 }, sample: 'undecided' },
];
