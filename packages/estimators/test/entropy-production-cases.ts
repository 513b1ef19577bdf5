import { type Ensemble, type EstimatorPlugin, make, type RandomStream, randomStream, type Task, type TaskPlugin } from '@szilard/core';
import {
  type CoverageCase,
  known,
  maximumEntropyProductionBound,
  nearestNeighbourEntropyProduction,
  plugInEntropyProduction,
  spectralEntropyProduction,
  tasks,
  uncertaintyRelation,
  waitingTimeEntropyProduction,
} from '@szilard/estimators';
import { linearSeries } from '../src/tasks/linear-series.ts';

type Rate = 'entropy-production-rate';

/** A task of entropy production by the end of its id. */
export const task = (name: string, params: object = {}): Task<Rate> =>
  make(tasks.find(({ id }) => id === `entropy-production/${name}`) as TaskPlugin<Rate>, params);

export const estimate = (plugin: EstimatorPlugin<Rate>, series: Ensemble, params: object = {}) =>
  make(plugin, params).estimate({ series }, randomStream(1));

/** z′ = ½ R(angle) z + N(0, 1) in the plane: reversible at angle 0. */
export function turning(angle: number) {
  const [c, s] = [0.5 * Math.cos(angle), 0.5 * Math.sin(angle)];
  return linearSeries(
    [
      [c, -s],
      [s, c],
    ],
    [
      [1, 0],
      [0, 1],
    ],
  );
}

/** As many frames in one trajectory, or in several. */
export const turningTask = (angle: number, steps: number): Task<Rate> => ({
  truth: turning(angle).entropyProduction,
  unit: 'nat/tick',
  sample: (n, rng) => ({ series: turning(angle).sample(n, steps, rng) }),
});

/** Two spins that go round their four states, forward with chance `up`: what an exchange observable sees in full. */
export const spinRing = (up: number, steps: number): Task<Rate> => ({
  truth: up === 0.5 ? 0 : (2 * up - 1) * Math.log(up / (1 - up)),
  unit: 'nat/tick',
  sample(n, rng) {
    const ring = task('discrete-ring', { states: 4, up, down: 1 - up, steps }).sample(n, rng).series;
    const corners = [-1, -1, -1, 1, 1, 1, 1, -1];
    return {
      series: {
        ...ring,
        dim: 2,
        data: Float64Array.from({ length: 2 * ring.data.length }, (_, at) => corners[2 * ring.data[at >> 1] + (at & 1)]),
      },
    };
  },
});

/** What the uncertainty relation says of the drifted particle: its truth is 2r. */
const saturated = (steps: number, relation: 'fluctuation-theorem' | 'continuous') => {
  const drift = task('drifted-brownian', { speed: 1, diffusion: 1, interval: 0.5, steps });
  const r = drift.truth / 2;
  const bound = relation === 'continuous' ? 2 * r : 2 * Math.sqrt(r / (1 + r)) * Math.asinh(Math.sqrt(r));
  return (n: number) => (rng: RandomStream) => ({ input: drift.sample(n, rng), truth: bound });
};

const of = (plugin: EstimatorPlugin<Rate>, about: string, sample: CoverageCase['sample'], params: object = {}): CoverageCase => ({
  name: `${plugin.id.split('/')[1]}, ${about}`,
  build: () => make(plugin, params),
  sample,
});
const ring = (n: number, steps: number) => known(task('discrete-ring', { steps }), n);
const pi = Math.PI;

/** Error bars that mean what they say. */
export const calibrated: readonly CoverageCase[] = [
  of(plugInEntropyProduction, 'ring of three, one of 1500', ring(1, 1500)),
  of(plugInEntropyProduction, 'ring of three, 60 of 25', ring(60, 25)),
  of(plugInEntropyProduction, 'ring of three, words of three', ring(1, 3000), { word: 3 }),
  of(plugInEntropyProduction, 'ratchet, one of 5000', known(task('flashing-ratchet', { height: 3, steps: 5000 }), 1)),
  of(waitingTimeEntropyProduction, 'ring of three, all seen', ring(1, 3000)),
  of(waitingTimeEntropyProduction, 'ring of three, one edge seen', ring(1, 5000), { edges: [[0, 1]] }),
  of(uncertaintyRelation, 'drift, fluctuation theorem', saturated(1500, 'fluctuation-theorem')(1)),
  of(uncertaintyRelation, 'drift, continuous', saturated(30, 'continuous')(50), { relation: 'continuous' }),
  of(maximumEntropyProductionBound, 'two spins going round, one of 1500', known(spinRing(0.75, 1500), 1)),
  of(maximumEntropyProductionBound, 'two spins going round, 50 of 30', known(spinRing(0.75, 30), 50)),
  of(spectralEntropyProduction, 'turning in the plane, one of 1500', known(turningTask(pi / 4, 1500), 1)),
  of(spectralEntropyProduction, 'turning in the plane, 50 of 30', known(turningTask(pi / 4, 30), 50)),
  of(spectralEntropyProduction, 'two beads, one of 3000', known(task('linear-chain', { steps: 3000 }), 1)),
];

/** Reversible series: the error is the second order's, whose law is skew. */
export const reversible: readonly CoverageCase[] = [
  of(plugInEntropyProduction, 'fair ring', known(task('discrete-ring', { up: 0.4, down: 0.4, steps: 1500 }), 1)),
  of(plugInEntropyProduction, 'fair ring of ten', known(task('discrete-ring', { states: 10, up: 0.4, down: 0.4, steps: 1500 }), 1)),
  of(waitingTimeEntropyProduction, 'fair ring, all seen', known(task('discrete-ring', { up: 0.4, down: 0.4, steps: 1500 }), 1)),
  of(uncertaintyRelation, 'no drift', known(task('drifted-brownian', { speed: 0, steps: 1500 }), 1)),
  of(uncertaintyRelation, 'plane without turning', known(turningTask(0, 1500), 1), { currents: 'linear' }),
  of(maximumEntropyProductionBound, 'spins at rest', known(task('kinetic-ising', { drive: 0, steps: 1500 }), 1)),
  of(spectralEntropyProduction, 'plane without turning', known(turningTask(0, 1500), 1)),
  of(spectralEntropyProduction, 'beads at one temperature', known(task('linear-chain', { beads: 3, hot: 1, steps: 1500 }), 1)),
  of(nearestNeighbourEntropyProduction, 'plane without turning', known(turningTask(0, 1500), 1)),
];

/** Biased, and said to be: the error bar does not cover that. */
export const biased: readonly CoverageCase[] = [
  of(nearestNeighbourEntropyProduction, 'turning in the plane, one of 1500', known(turningTask(pi / 4, 1500), 1)),
  of(nearestNeighbourEntropyProduction, 'drift', known(task('drifted-brownian', { interval: 0.5, steps: 1500 }), 1)),
];
