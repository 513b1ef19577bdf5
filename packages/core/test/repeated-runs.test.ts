import {
  type Batch,
  type Experiment,
  make,
  type Recorder,
  type Run,
  randomStream,
  recordState,
  simulate,
  simulateBlocks,
} from '@szilard/core';
import { doubleWell, draggedTrap } from '@szilard/models';
import { ideal } from '@szilard/reservoirs';
import fc from 'fast-check';
import { expect, test } from 'vitest';

const bath = make(ideal);
const reservoirs = { x: bath, theta: bath };
const fresh = (): Experiment => ({ ...make(doubleWell, { ticks: 8 }), reservoirs });
const run = (experiment: Experiment, trajectories = 300, extra = {}): Run =>
  simulate(experiment, { trajectories, rng: randomStream(1), ledger: 'totals', ...extra });

test('an experiment that has run before gives the same numbers, in blocks of any size, before and after', () => {
  const experiment = fresh();
  const first = run(experiment);
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 400 }), fc.integer({ min: 1, max: 300 }), (trajectories, block) => {
      const again = run(experiment, trajectories, { block });
      const most = Math.min(300, trajectories);
      expect(again.ledger.heat.subarray(0, most)).toEqual(first.ledger.heat.subarray(0, most));
      expect(again.ledger.logRatio.subarray(0, most)).toEqual(first.ledger.logRatio.subarray(0, most));
      expect(again.x.data.subarray(0, most)).toEqual(first.x.data.subarray(0, most));
    }),
    { numRuns: 30, seed: 1 },
  );
  expect(run(experiment)).toEqual(first);
});

test('what was changed in it since counts', () => {
  const experiment = fresh() as { -readonly [K in keyof Experiment]: Experiment[K] };
  const first = run(experiment);
  const hot = make(ideal, { beta: 0.5 });
  experiment.reservoirs = { x: hot, theta: hot };
  const second = run(experiment);
  expect(second).toEqual(run({ ...experiment }));
  expect(second.ledger.heat).not.toEqual(first.ledger.heat);
});

test('two runs of one experiment in turns, and a run inside a run, do not disturb each other', () => {
  const experiment = fresh();
  const alone = run(experiment, 900);
  const options = { trajectories: 900, rng: randomStream(1), ledger: 'totals' } as const;
  const turns = [simulateBlocks(experiment, options), simulateBlocks(experiment, options)].map((blocks) => ({
    blocks,
    run: null as Run | null,
  }));
  while (turns.some((one) => one.run === null))
    for (const one of turns) {
      const { done, value } = one.blocks.next();
      if (done) one.run ??= value;
    }
  for (const one of turns) expect(one.run).toEqual(alone);

  let inside = 0;
  const curious: Recorder = {
    every: 4,
    dim: 1,
    observe(x, theta, out) {
      if (inside++ === 0) expect(run(experiment, 900)).toEqual(alone);
      recordState('x', 1).observe(x, theta, out);
    },
  };
  const outside = run(experiment, 900, { record: { curious } });
  expect(inside).toBeGreaterThan(1);
  expect(outside.ledger).toEqual(alone.ledger);
});

test('a run that failed leaves nothing behind', () => {
  const experiment = { ...make(draggedTrap, { ticks: 4 }), reservoirs };
  const good = run(experiment);
  const broken: Recorder = {
    every: 1,
    dim: 1,
    observe() {
      throw new Error('a plugin of somebody');
    },
  };
  expect(() => run(experiment, 300, { record: { broken } })).toThrow('a plugin of somebody');
  expect(run(experiment)).toEqual(good);
});

test('ticks that never repeat are looked at once each: a long protocol is refused by its first wrong tick', () => {
  const experiment = fresh();
  const ticks = Array.from({ length: 200_000 }, (_, t) => ({ mover: 'x' as const, control: Float64Array.of(t) }));
  (ticks[150_000] as { mover: string }).mover = 'nobody';
  expect(() => run({ ...experiment, ticks })).toThrow('ticks[150000].mover');
});

test('a copy with another kernel, energy or work does not move by the pass of the original', () => {
  const { x } = fresh().subsystems;
  const asked = (subsystem: Experiment['subsystems']['x']) => {
    const experiment = fresh();
    return run({ ...experiment, subsystems: { ...experiment.subsystems, x: subsystem } }).ledger;
  };
  const own = asked(x);
  const { fuse: _, ...plain } = x;
  const still = { ...x.kernel, step: (from: Batch, _given: unknown, _rng: unknown, next: Batch) => void next.data.set(from.data) };
  expect(asked({ ...x, kernel: still })).toEqual(asked({ ...plain, kernel: still }));
  expect(asked({ ...x, kernel: still }).heat.every((q) => q === 0)).toBe(true);
  const twice: typeof x.energy = (at, given, out) => {
    x.energy(at, given, out);
    for (let i = 0; i < out.length; i++) out[i] *= 2;
  };
  expect(asked({ ...x, energy: twice })).toEqual(asked({ ...plain, energy: twice }));
  expect(asked({ ...x, energy: twice }).heat).not.toEqual(own.heat);
  const work: typeof x.work = (_from, _to, _given, out) => void out.fill(1);
  expect(asked({ ...x, work })).toEqual(asked({ ...plain, work }));
  // A copy that changes none of them keeps the pass: its books have other last digits than the plain contract's.
  expect(asked({ ...x })).toEqual(own);
  expect(asked(plain)).not.toEqual(own);
});
