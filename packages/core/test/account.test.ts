// The book of a process: exact beside simulated, identities between its rows, and what it must not claim.
import { type Experiment, type ModelPlugin, make, type Reservoir, randomStream } from '@szilard/core';
import { type Account, type AccountRow, account } from '@szilard/core/compose';
import { bernoulliPair, breathingTrap, doubleWell, gaussianMean, gaussianPair, laggedSensor, metropolisTrap } from '@szilard/models';
import { finite, gradient, ideal } from '@szilard/reservoirs';
import { describe, expect, test } from 'vitest';

const keep = (plugin: ModelPlugin, params: object, bath: Reservoir, seed: number, options = {}) =>
  account({ ...make(plugin, params), reservoirs: { x: bath, theta: bath } } as Experiment, {
    trajectories: 6000,
    rng: randomStream(seed),
    ...(plugin.labels ? { labels: plugin.labels } : {}),
    ...options,
  });
const row = ({ rows }: Account, quantity: string): AccountRow => {
  const found = rows.filter((each) => each.quantity === quantity);
  expect(found, quantity).toHaveLength(1);
  return found[0];
};
const cases: [string, ModelPlugin, object, Reservoir][] = [
  ['jump/lagged-sensor', laggedSensor, { steps: 3 }, make(ideal)],
  ['ppm/gaussian-mean, data averaged over', gaussianMean, { steps: 2, dataSpread: 0.03 }, make(ideal)],
  ['lagged/bernoulli-pair', bernoulliPair, {}, make(ideal)],
  ['lagged/gaussian-pair × gradient', gaussianPair, { steps: 3 }, make(gradient)],
];

describe.each(cases)('%s', (_name, plugin, params, bath) => {
  test.each([1, 2, 3])('seed %i: exact beside simulated, and every identity between rows', async (seed) => {
    const found = await keep(plugin, params, bath, seed);
    const both = found.rows.filter(({ mean, exact }) => mean && exact !== undefined);
    expect(both.length).toBeGreaterThanOrEqual(11);
    for (const { quantity, mean, exact } of both) {
      if (mean![1] < 1e-12) expect(Math.abs(mean![0] - exact!), quantity).toBeLessThan(1e-12);
      else expect({ value: mean![0], stderr: mean![1] }, quantity).toAgreeWith(exact!);
    }
    const zero = (value: number, scale = 1) => expect(Math.abs(value)).toBeLessThan(1e-12 * scale);
    for (const read of [(name: string) => row(found, name).exact!, (name: string) => row(found, name).mean![0]]) {
      zero(read('total') - read('partial.x') - read('partial.theta'), 10);
      zero(read('nostalgia') + read('information-flow.theta'));
      const gained = read('information-flow.x') + read('information-flow.theta');
      for (const seat of ['x', 'theta']) zero(read(`conditional.${seat}`) - read(`apparent.${seat}`) + gained, 10);
      zero(read('conditional.x') - read('partial.x') - read('nostalgia'), 10);
    }
    const information = (end: string) => row(found, `mutual-information.${end}`).exact!;
    zero(row(found, 'conditional.x').exact! - row(found, 'apparent.x').exact! + information('end') - information('start'), 10);
    const mean = (name: string) => row(found, name).mean![0];
    zero(mean('energy-change') - mean('work') + mean('heat'), 100);
    zero(mean('heat') - mean('heat.x') - mean('heat.theta'), 100);
    zero(mean('shadow-work') - mean('entropy-flow') + mean('bath-entropy'), 100);
    expect(row(found, 'total').integral).toMatchObject({ holds: 'yes' });
    expect(row(found, 'total').integral!.exact).toBeCloseTo(1, 8);
    expect(row(found, 'apparent.x').integral!.holds).toBe('no');
    for (const { quantity } of found.rows) expect(quantity).not.toMatch(/estimated/);
  });
});

test('labels: averaged over where they are named, and the paths of one seat are then left out', async () => {
  const params = { steps: 5, width: 1, prior: 0.5, dataSpread: 1 };
  const unseen = await keep(gaussianMean, params, make(ideal), 1);
  const seen = await keep(gaussianMean, params, make(ideal), 1, { labels: {} });
  expect(unseen.rows.map(({ quantity }) => quantity)).not.toContain('marginal.x');
  expect(unseen.notes.join()).toMatch(/labels are averaged over/);
  expect(row(seen, 'marginal.x').integral!.holds).toBe('yes');
  // What θ tells of (x, m) is more than what it tells of x.
  expect(row(seen, 'mutual-information.end').exact!).toBeGreaterThan(row(unseen, 'mutual-information.end').exact! + 0.1);
});

test('a theorem that is known to fail is not called true because few trajectories cannot tell', async () => {
  const few = await keep(bernoulliPair, {}, make(ideal), 1, { trajectories: 60 });
  const { holds, because, exact } = row(few, 'conditional.x').integral!;
  expect(exact).toBeCloseTo(1.105218467, 8);
  expect(holds).toBe('no');
  expect(because).toMatch(/exactly ⟨e\^−S⟩ − 1 = 0\.105; the sample says undecided/);
});

test('one subsystem: σ and its books, no functionals of two', async () => {
  const found = await keep(breathingTrap, {}, make(ideal), 1);
  expect(row(found, 'total').exact).toBeCloseTo(breathingTrap.exact!['entropy-production'](breathingTrap.defaults), 9);
  const names = found.rows.map(({ quantity }) => quantity);
  expect(names.filter((name) => /partial|apparent|conditional|marginal|mutual|theta/.test(name))).toEqual([]);
});

test('without an exact back-end: numbers under another name, and a note that says why', async () => {
  const { rows, notes } = await keep(gaussianPair, { order: 'random-scan', steps: 2 }, make(gradient), 1);
  expect(notes.join()).toMatch(/no exact values: \[linear-gaussian\] ticks\[0\]\.mover/);
  const named = rows.filter(({ quantity }) => quantity.endsWith('(estimated laws)')).map(({ quantity }) => quantity.split(' ')[0]);
  expect(named).toContain('partial.x');
  for (const { quantity, exact, integral } of rows) {
    expect(exact, quantity).toBeUndefined();
    expect(integral?.exact, quantity).toBeUndefined();
  }
  expect(rows.some(({ quantity }) => named.includes(quantity))).toBe(false);
  const well = await keep(doubleWell, {}, make(ideal), 1, { trajectories: 300 });
  expect(well.rows.map(({ quantity }) => quantity)).toContain('total (estimated laws)');
});

test('a bath with hidden state has no functionals, and says why', async () => {
  const { rows, notes } = await keep(metropolisTrap, {}, make(finite), 1, { trajectories: 300 });
  expect(notes).toHaveLength(2);
  expect(notes[1]).toMatch(/no partial entropy production: .* bath without hidden state/);
  expect(rows.map(({ quantity }) => quantity)).toContain('entropy-production');
  expect(rows.map(({ quantity }) => quantity).filter((name) => name.startsWith('total'))).toEqual([]);
});

test('the same stream gives the same book; an interrupt stops it', async () => {
  const go = (seed: number) => keep(bernoulliPair, {}, make(ideal), seed, { trajectories: 200 });
  expect(await go(4)).toEqual(await go(4));
  expect((await go(5)).rows).not.toEqual((await go(4)).rows);
  await expect(keep(bernoulliPair, {}, make(ideal), 1, { signal: AbortSignal.abort() })).rejects.toThrow();
});
