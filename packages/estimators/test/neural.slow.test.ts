// Bounds from trained networks at their defaults, on external samples and on long series.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Batch, type Ensemble, type Estimate, linearMap, make, type PairedSamples, randomStream, type Tensors } from '@szilard/core';
import { donskerVaradhan, infoNce, neep, nwj, tasks } from '@szilard/estimators';
import { resolveTensors } from '@szilard/models/tensors';
import { beforeAll, describe, expect, test } from 'vitest';
import { describeReference } from '../../../test/reference.ts';
import { autoregression } from './autoregression.ts';

let tensors: Tensors;
beforeAll(async () => {
  tensors = await resolveTensors();
});
const seeds = [1, 2, 3];
const bounds = [infoNce, nwj, donskerVaradhan] as const;
const rows = (file: string) => readFileSync(file, 'utf8').trim().split('\n').slice(1);
const numbers = (file: string) => rows(file).map((line) => line.split(',').map(Number));
const near = ({ value, stderr }: Estimate, truth: number, room: number) => {
  expect(Math.abs(value - truth)).toBeLessThan(room);
  expect(value).toBeLessThan(truth + 4 * stderr);
};

describe.each(bounds.map((plugin) => [plugin.id, plugin] as const))('%s', (_, plugin) => {
  test.each(seeds)('seed %i: normal vectors', (seed) => {
    const task = make(tasks.find(({ id }) => id === 'mutual-information/normal-sparse')!);
    const input = task.sample(4000, randomStream(seed).fork('samples')) as PairedSamples;
    near(make(plugin, {}, { tensors }).estimate(input, randomStream(seed).fork('estimate')), task.truth, 0.15);
  });

  test('plain JavaScript comes to the same within the errors', async () => {
    const task = make(tasks.find(({ id }) => id === 'mutual-information/normal')!);
    const input = task.sample(2000, randomStream(1).fork('samples')) as PairedSamples;
    const [a, b] = await Promise.all([tensors, resolveTensors({ prefer: 'cpu' })]);
    const [there, here] = [a, b].map((own) =>
      make(plugin, { patience: 4 }, { tensors: own }).estimate(input, randomStream(1).fork('estimate')),
    );
    expect(here.params.backend).toBe('cpu');
    // One test part for both: what differs is the training.
    expect(Math.abs(there.value - here.value)).toBeLessThan(there.stderr);
  });
});

describeReference('bmi', (path) => {
  const cases = JSON.parse(readFileSync(join(path, 'tasks.json'), 'utf8')) as { id: string; dim_x: number; true_mi_nats: number }[];
  describe.each(['1v1-normal-0.75', 'multinormal-sparse-3-3-2-2.0'])('%s', (name) => {
    const { dim_x: dx, true_mi_nats: truth } = cases.find(({ id }) => id === name)!;
    const table = numbers(join(path, 'samples', `${name}.csv`));
    const columns = (from: number, to: number): Batch => ({
      n: table.length,
      dim: to - from,
      data: Float64Array.from(table.flatMap((row) => row.slice(from, to))),
    });
    const input = { x: columns(0, dx), y: columns(dx, table[0].length) };
    test.each(bounds.map((plugin) => [plugin.id, plugin] as const))('%s is within 0.15 nat', (_, plugin) => {
      for (const seed of seeds) near(make(plugin, {}, { tensors }).estimate(input, randomStream(seed)), truth, 0.15);
    });
  });
});

describeReference('neep', (path) => {
  /** Two series of a flashing ratchet, side by side in the file. */
  const ratchet = (height: string, see: (state: number) => number): Ensemble => {
    const table = numbers(join(path, `ratchet_V${height}_traj.csv`));
    const data = Float64Array.from([0, 1].flatMap((column) => table.map((row) => see(row[column]))));
    return { trajectories: 2, steps: table.length, dim: 1, data };
  };
  const run = (series: Ensemble, seed: number, params: object): Estimate =>
    make(neep, params, { tensors }).estimate({ series }, randomStream(seed).fork('estimate'));

  test.each(seeds)('seed %i: the flashing ratchet of height 3, within a tenth of 0.3982', (seed) => {
    near(
      run(
        ratchet('3.0', (state) => state),
        seed,
        { states: 'discrete' },
      ),
      0.398201,
      0.1 * 0.398201,
    );
  });

  test('height 1.5, and positions alone: less, but something', () => {
    const truth = 0.130566;
    near(
      run(
        ratchet('1.5', (state) => state),
        1,
        { states: 'discrete' },
      ),
      truth,
      0.1 * truth,
    );
    const position = run(
      ratchet('1.5', (state) => state % 3),
      1,
      { states: 'discrete', frames: 4 },
    );
    expect(position.value).toBeGreaterThan(4 * position.stderr);
    expect(position.value).toBeLessThan(0.5 * truth);
  });

  test('two beads and springs in baths of 1 and 10, as recorded', () => {
    const table = numbers(join(path, 'bead_spring_n2_Tc1_Th10_dt0.01.csv'));
    const series = { trajectories: 20, steps: 2500, dim: 2, data: Float64Array.from(table.flatMap((row) => row.slice(1))) };
    expect(run(series, 1, { activation: 'softplus' })).toAgreeWith(0.01 * 2.025);
  });
});

describe('two beads and springs, two million frames', () => {
  const dt = 0.01;
  /** x′ = x − A x dt + √(2T dt) ξ, in units in which the noise is 1, and its Σ per step. */
  const beads = (hot: number, cold: number) => {
    const map = [
      [1 - 2 * dt, dt * Math.sqrt(cold / hot)],
      [dt * Math.sqrt(hot / cold), 1 - 2 * dt],
    ];
    const one = [
      [1, 0],
      [0, 1],
    ];
    return { map, truth: linearMap({ map, noise: one }).entropyProductionPerStep };
  };

  test('in baths of 1 and 10: within a tenth', () => {
    const { map, truth } = beads(10, 1);
    expect(truth / dt).toBeCloseTo(2.025, 1);
    const series = autoregression(map, 2_000_000, randomStream(1));
    near(make(neep, { activation: 'softplus' }, { tensors }).estimate({ series }, randomStream(1)), truth, 0.1 * truth);
  });

  test('in one bath: nothing', () => {
    const { map, truth } = beads(3, 3);
    expect(truth).toBeCloseTo(0, 12);
    const { value, stderr } = make(neep, { activation: 'softplus' }, { tensors }).estimate(
      { series: autoregression(map, 500_000, randomStream(1)) },
      randomStream(1),
    );
    expect(value).toBeLessThanOrEqual(4 * stderr);
    expect(value).toBeGreaterThan(-1e-3);
  });
});
