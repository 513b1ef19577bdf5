import { defineModel, type KernelClaims, lagged } from '@szilard/core';
import { jointBoundary } from './joint-boundary.ts';
import { jumpSeat } from './jump-seat.ts';
import { transitionKernel } from './transition-matrix.ts';

export interface LaggedSensor {
  readonly coupling: number;
  readonly flip: number;
  readonly attempt: number;
  readonly steps: number;
}

/**
 * The sensor in discrete time, signal first: θ flips with the chance `flip`, then with the chance `attempt` x is drawn afresh from its
 * equilibrium at θ. States 0 and 1 stand for the spins −1 and +1; the energy of x is −coupling · xθ, that of θ none. Runs in the
 * steady state of the moment after x has moved.
 */
export const laggedSensor = defineModel<LaggedSensor>({
  id: 'jump/lagged-sensor',
  title: 'a sensor and its signal that move in turn, in the steady state',
  source: '[Still2012]; docs/theory.md 11',
  claims: { localDetailedBalance: 'exact', reservoirs: ['ideal'] },
  reservoirs: ['ideal'],
  defaults: { coupling: 1, flip: 0.1, attempt: 0.5, steps: 10 },
  domain: { flip: { above: 0, below: 1 }, attempt: { above: 0, atMost: 1 }, steps: { atLeast: 1, atMost: 1e6, integer: true } },
  create: (sensor) => {
    const { coupling, flip, attempt, steps } = sensor;
    const claims: KernelClaims = { invariance: 'exact', detailedBalance: 'exact' };
    const heatBath = transitionKernel(
      2,
      (from, to, { partner, beta }) => {
        // Each chance by its own formula: 1 − p would lose the digits of a rare one.
        const drawn = 1 / (1 + Math.exp((to === partner[0] ? -2 : 2) * beta * coupling));
        return attempt * drawn + (from === to ? 1 - attempt : 0);
      },
      { where: '[jump/lagged-sensor] x', claims },
    );
    const signal = transitionKernel(2, (from, to) => (from === to ? 1 - flip : flip), { where: '[jump/lagged-sensor] theta', claims });
    const m = correlation(sensor);
    const steady = jointBoundary(
      [1 + m, 1 - m, 1 - m, 1 + m].map((p) => p / 4),
      2,
    );
    return {
      subsystems: {
        x: jumpSeat({ states: 2 }, heatBath, (x, { partner }) => (x === partner[0] ? -coupling : coupling)),
        theta: jumpSeat({ states: 2 }, signal, () => 0),
      },
      ticks: lagged({ steps, lag: 1 }),
      start: steady,
      end: steady,
    };
  },
  exact: {
    /** ⟨xθ⟩ after x has moved. */
    correlation: (sensor) => correlation(sensor),
    work: (sensor) => sensor.steps * sensorStep(sensor).work,
    'entropy-production': (sensor) => sensor.steps * sensorStep(sensor).work,
  },
});

/** m = c tanh b/(1 − (1 − c)(1 − 2r)). */
const correlation = ({ coupling, flip, attempt }: LaggedSensor): number =>
  (attempt * Math.tanh(coupling)) / (1 - (1 - attempt) * (1 - 2 * flip));

/** What one step of signal and sensor does in the steady state, at β = 1; nats. */
export interface SensorStep {
  /** ⟨xθ⟩ after x, and after θ has moved. */
  readonly correlation: { readonly after: number; readonly between: number };
  /** I(X;Θ) after x, and after θ has moved. */
  readonly information: { readonly after: number; readonly between: number };
  /** b(m − m′): done on x by the signal, and dissipated. */
  readonly work: number;
  /** I − I′: what x knew of θ and no longer does [Still2012]. */
  readonly nostalgia: number;
  /** σ of the moves of x: work − nostalgia. */
  readonly partialEntropyProduction: number;
}

export function sensorStep(sensor: LaggedSensor): SensorStep {
  const after = correlation(sensor);
  const between = (1 - 2 * sensor.flip) * after;
  const information = { after: informationOf(after), between: informationOf(between) };
  const [work, nostalgia] = [sensor.coupling * (after - between), information.after - information.between];
  return { correlation: { after, between }, information, work, nostalgia, partialEntropyProduction: work - nostalgia };
}

/** ln 2 − H((1 + m)/2). */
const informationOf = (m: number): number => ((1 + m) * Math.log1p(m) + (1 - m) * Math.log1p(-m)) / 2;
