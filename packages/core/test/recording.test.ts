import { type Ensemble, make, type Recorder, type Run, randomStream, recordState, simulate } from '@szilard/core';
import { draggedTrap } from '@szilard/models';
import { ideal } from '@szilard/reservoirs';
import fc from 'fast-check';
import { expect, test } from 'vitest';

const bath = make(ideal);
const experiment = { ...make(draggedTrap, { ticks: 6 }), reservoirs: { x: bath, theta: bath } };

const bytesOf = ({ ledger, boundary, energy, x, theta, records }: Run): number =>
  [
    ledger.work,
    ledger.heat,
    ledger.bathEntropy,
    ledger.logRatio,
    boundary,
    energy.start,
    energy.end,
    x.data,
    theta.data,
    ...Object.values(records).map(({ data }) => data),
  ].reduce((sum, { byteLength }) => sum + byteLength, 0);

/** What a recorder gives away, put together again. */
function collected(every: number): { readonly recorder: Recorder; readonly firsts: number[]; readonly data: number[] } {
  const [firsts, data]: [number[], number[]] = [[], []];
  const into = (frames: Ensemble, first: number) => {
    firsts.push(first);
    data.push(...frames.data);
  };
  return { recorder: { ...recordState('x', 1, every), into }, firsts, data };
}

test('frames given away are those that are kept, in the order of trajectories, for any block', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 40 }),
      fc.integer({ min: 1, max: 40 }),
      fc.integer({ min: 0, max: 5 }),
      fc.integer({ min: 1, max: 7 }),
      (trajectories, block, first, every) => {
        const given = collected(every);
        const options = { trajectories, first, rng: randomStream(1), ledger: 'totals' } as const;
        const whole = simulate(experiment, { ...options, record: { x: recordState('x', 1, every) } });
        const run = simulate(experiment, { ...options, block, record: { x: given.recorder, beside: recordState('x', 1, every) } });
        expect(run.records.x).toBeUndefined();
        expect(run.records.beside.data).toEqual(whole.records.x.data);
        expect(given.data).toEqual(Array.from(whole.records.x.data));
        expect(given.firsts).toEqual(Array.from({ length: Math.ceil(trajectories / block) }, (_, k) => first + k * block));
      },
    ),
    { numRuns: 30, seed: 1 },
  );
});

test('totals alone are 56 bytes a trajectory; final states come on top', () => {
  const options = { trajectories: 1000, rng: randomStream(1), ledger: 'totals' } as const;
  const lean = simulate(experiment, { ...options, states: 'none' });
  const full = simulate(experiment, options);
  expect(bytesOf(lean)).toBe(56_000);
  expect(bytesOf(full)).toBe(56_000 + 8000 * (experiment.subsystems.x.dim + experiment.subsystems.theta.dim));
  expect(lean.ledger).toEqual(full.ledger);
  expect(lean.energy).toEqual(full.energy);
  expect([lean.x.n, lean.theta.n]).toEqual([0, 0]);
});

test('long paths are given away a few trajectories at a time, so that they need not fit into memory', () => {
  const long = { ...make(draggedTrap, { ticks: 2 ** 16 }), reservoirs: experiment.reservoirs };
  const sizes: number[] = [];
  const record = { x: { ...recordState('x', 1), into: ({ trajectories }: Ensemble) => sizes.push(trajectories) } };
  simulate(long, { trajectories: 70, rng: randomStream(1), ledger: 'totals', record });
  expect(sizes).toEqual([63, 7]);
});
