// The ledger example finds nothing against theory where there is nothing, and says so where samples belong to other parameters.
import { paramsOf, randomStream } from '@szilard/core';
import { standardLab } from '@szilard/examples';
import { madeDigits, madeModel, type PictureModel } from '@szilard/models';
import { drawDigits } from '@szilard/models/digits';
import { expect, test } from 'vitest';
import { ledgerCharts } from '../src/learning-ledger-charts.ts';
import { observe } from '../src/learning-ledger-ensemble.ts';
import { reservoirSigns } from '../src/learning-ledger-reservoir.ts';
import { ledgerBroken, ledgerRows, ledgerTable } from '../src/learning-ledger-rows.ts';

const digits = drawDigits(800, randomStream('digits'));
const params = paramsOf(madeDigits, {
  sources: 3,
  resampling: 'disjoint',
  size: 30,
  batch: 15,
  steps: 12,
  rate: 0.5,
  temperature: 1e-3,
  prior: 0.3,
  ramp: 0,
});
const learner = madeModel(params, { digits });
const context = {
  lab: standardLab(),
  seed: '1',
  quick: true,
  progress: { start() {}, at() {}, done() {} },
  keep() {},
};
const look = (model: PictureModel, signal?: AbortSignal) =>
  observe(
    { ...context, ...(signal ? { signal } : {}) },
    { name: 'small', learner, model, replicas: 30, interval: 2, every: 3, probes: 2, weighed: 3 },
  );

test('a learner that keeps its book: rows, table and charts, nothing broken', async () => {
  const seen = await look(learner.made);
  expect(ledgerBroken('small', seen)).toEqual([]);
  const rows = ledgerRows('small', seen);
  expect(rows.map(({ quantity }) => quantity)).toEqual(expect.arrayContaining(['L-info I(X;B)', 'M-info I(Θ;B)', 'nostalgia']));
  expect(rows.every(({ estimates }) => estimates.every(({ value, stderr }) => Number.isFinite(value) && stderr >= 0))).toBe(true);
  const table = ledgerTable(2, seen);
  expect(table).toHaveLength(1 + 3);
  expect(new Set(table.map((line) => line.length)).size).toBe(1);
  expect(ledgerCharts('small', 2, seen)).toHaveLength(4);
  // Where the information was not asked for there is none; where it was, the path tells at least what its end does.
  expect(seen.ledger.frames.map(({ information }) => information !== undefined)).toEqual([true, false, false, true, false, false, true]);
  expect(seen.path[6].value).toBeGreaterThan(seen.ledger.frames[6].information!.memorised!.value - 0.1);
  const { memory, miss, lent, capacities } = reservoirSigns(learner, learner.made, seen.runs[0], params.rate, params.batch);
  expect(capacities).toBe(learner.made.parameters / 4);
  expect(miss).toBeGreaterThan(0);
  expect(miss).toBeLessThan(0.5);
  for (const value of lent) expect(value).toBeGreaterThan(0);
  for (const { value } of memory) expect(Math.abs(value)).toBeLessThan(1);
});

test('samples of other parameters are found out', async () => {
  const { made } = learner;
  const turned: PictureModel = {
    ...made,
    draw(theta, chance, x) {
      // Everyone gets the picture of the run that comes forty runs later: of another data set.
      const shifted = theta.data.map((_, at) => theta.data[(at + 40 * theta.dim) % theta.data.length]);
      made.draw({ ...theta, data: shifted }, chance, x);
    },
  };
  const broken = ledgerBroken('small', await look(turned));
  expect(broken.some((text) => /\(B[12]\) was expected to leave 0, left/.test(text))).toBe(true);
});

test('an interrupt ends it', async () => {
  const controller = new AbortController();
  controller.abort(new Error('enough'));
  await expect(look(learner.made, controller.signal)).rejects.toThrow('enough');
});
