// Diagnostics of runs: the noise that kernels draw, mode temperatures of a learner, what its steady state costs.
import {
  discreteLyapunov,
  type Experiment,
  housekeepingRate,
  inContact,
  type ModelPlugin,
  make,
  modeTemperatures,
  noiseSeries,
  noiseStationarity,
  type Reservoir,
  randomStream,
  SzilardError,
  simulate,
  whiteness,
} from '@szilard/core';
import { checksModule, composeExperiment, createLab, diagnose, viewOf } from '@szilard/core/compose';
import { draggedTrap, quadraticLoss, sgldQuadratic } from '@szilard/models';
import { modelsModule } from '@szilard/models/module';
import { ideal, memory, minibatch } from '@szilard/reservoirs';
import { reservoirsModule } from '@szilard/reservoirs/module';
import { describe, expect, test } from 'vitest';

const seeds = [1, 2, 3];
const both = <P extends object>(plugin: ModelPlugin<P>, params: Partial<P>, bath: Reservoir): Experiment =>
  inContact(make(plugin, params), { x: make(ideal), theta: make(ideal), [plugin.id === quadraticLoss.id ? 'theta' : 'x']: bath });
const noise = (e: Experiment, seat: 'x' | 'theta', seed: number, trajectories = 1000) =>
  noiseSeries(e, seat, { trajectories, rng: randomStream(seed) });

describe('noise of a run, by twin draws', () => {
  test.each(seeds)('mini-batches: strength ε² tr C/(|b| dim) and white, at any learning rate; seed %i', (seed) => {
    for (const learningRate of [0.1, 0.4]) {
      const e = both(quadraticLoss, { learningRate, steps: 20 }, make(minibatch));
      const { strength, holds, correlations } = whiteness(noise(e, 'theta', seed));
      expect(strength).toAgreeWith((learningRate ** 2 * 3) / (10 * 2));
      expect(holds).toBe('yes');
      for (const reading of correlations) expect(reading).toAgreeWith(0);
    }
  });

  test.each(seeds)(
    'an active push is coloured noise to whoever does not see it: g²κT e^(−s/τ) over that and the white part; seed %i',
    (seed) => {
      const [dt, kappa, tau] = [0.3, 4, 3];
      const e = both(draggedTrap, { velocity: 0, dt, ticks: 40 }, make(memory, { friction: 'none', stiffness: kappa, time: tau }));
      const found = noise(e, 'x', seed);
      expect(found.residual).toMatchObject({ steps: 40, dim: 1 });
      const { strength, holds, correlations } = whiteness(found);
      const a = Math.exp(-dt);
      const push = (1 - a) ** 2 * kappa;
      expect(strength).toAgreeWith(push + 1 - a * a);
      expect(holds).toBe('no');
      for (const [k, reading] of correlations.entries())
        expect(reading).toAgreeWith((push * Math.exp(-(k + 1) / tau)) / (push + 1 - a * a));
    },
  );

  test.each(seeds)('noise that depends on θ is not stationary while the loss falls; seed %i', (seed) => {
    const trained = (growth: number): Experiment => {
      const e = both(quadraticLoss, { growth, steps: 20 }, make(minibatch));
      return { ...e, start: { ...e.start, sample: (_rng, _x, theta) => void theta.data.fill(1) } };
    };
    const { holds, levels } = noiseStationarity(noise(trained(5), 'theta', seed));
    expect(holds).toBe('no');
    expect(levels[0].value).toBeGreaterThan(2 * levels[3].value);
    expect(noiseStationarity(noise(trained(0), 'theta', seed)).holds).toBe('yes');
  });

  test('is a function of seed and trajectory, and leaves the run alone', () => {
    const e = both(quadraticLoss, { steps: 6 }, make(minibatch));
    const [all, first] = [noise(e, 'theta', 1, 600), noise(e, 'theta', 1, 300)];
    expect(first.residual.data).toEqual(all.residual.data.subarray(0, first.residual.data.length));
    expect(() => noise(e, 'x', 1)).toThrow(SzilardError);
  });
});

describe('V18', () => {
  const H = [
    [1, 0],
    [0, 4],
  ];
  test.each(seeds)('mode temperatures h_i Var θ_i = 0.01052631579 and 0.00625; seed %i', (seed) => {
    const map = [
      [0.9, 0],
      [0, 0.6],
    ];
    const covariance = discreteLyapunov(map, [
      [0.002, 0.001],
      [0.001, 0.001],
    ]);
    expect(1 * covariance[0][0]).toBeCloseTo(0.01052631579, 11);
    expect(4 * covariance[1][1]).toBeCloseTo(0.00625, 11);
    const { theta } = simulate(both(quadraticLoss, { steps: 30 }, make(minibatch)), {
      trajectories: 8000,
      rng: randomStream(seed),
      ledger: 'totals',
    });
    const { modes, holds, anisotropy } = modeTemperatures(theta, H);
    expect(modes[0]).toAgreeWith(0.01052631579);
    expect(modes[1]).toAgreeWith(0.00625);
    expect(holds).toBe('no');
    expect(anisotropy).toBeGreaterThan(1.4);
  });

  test.each(seeds)('its steady state costs 0.1956521739 nats a step, that of an isotropic bath nothing; seed %i', (seed) => {
    const rate = (bath: Reservoir, steps: number) =>
      housekeepingRate(simulate(both(quadraticLoss, { steps }, bath), { trajectories: 3000, rng: randomStream(seed) }));
    expect(rate(make(minibatch), 40)).toAgreeWith(0.1956521739);
    // The Euler step is in equilibrium with a shadow of its energy: once there, it costs nothing.
    expect(rate(make(ideal), 120)).toAgreeWith(0);
  });
});

describe('diagnose', () => {
  const lab = createLab(checksModule, modelsModule, reservoirsModule);
  const compose = (model: string, reservoir: string, params = {}, reservoirParams = {}) =>
    composeExperiment(lab, { model, params, reservoir, reservoirParams });
  const row = async (e: Experiment, quantity: string, options = {}) =>
    (await diagnose(e, { trajectories: 1000, rng: randomStream(1), ...options })).rows.find((found) => found.quantity === quantity)!;

  test('every number has an error, and an ideal bath in equilibrium passes', async () => {
    const e = await compose('langevin/dragged-trap', 'ideal', { velocity: 0, ticks: 80 });
    const other = await compose('langevin/dragged-trap', 'ideal', { velocity: 0, ticks: 80 }, { beta: 0.8 });
    const { rows, notes } = await diagnose(e, { trajectories: 2000, rng: randomStream(1), other });
    expect(notes).toEqual([]);
    expect(rows.map(({ quantity }) => quantity)).toEqual([
      'noise-strength.x',
      'whiteness.x',
      'noise-stationarity.x',
      'mode-temperature.x.1',
      'balance-residual',
      'housekeeping-rate',
      'heat-capacity.x',
      'heat-capacity-by-difference.x',
      'time-scale.x',
    ]);
    for (const { value, stderr, holds } of rows) {
      expect(Number.isFinite(value) && Number.isFinite(stderr)).toBe(true);
      expect(holds).not.toBe('no');
    }
    const by = (name: string) => rows.find(({ quantity }) => quantity === name)!;
    expect(by('noise-strength.x')).toAgreeWith(1 - Math.exp(-0.2));
    expect(by('mode-temperature.x.1')).toAgreeWith(1);
    expect(by('heat-capacity.x')).toAgreeWith(0.5);
    expect(by('heat-capacity-by-difference.x')).toAgreeWith(0.5);
    expect(by('time-scale.x')).toAgreeWith((0.5 * (1 + Math.exp(-0.1))) / (1 - Math.exp(-0.1)));
  });

  test('two temperatures: white, balanced, and a price', async () => {
    const e = await compose(
      'lagged/gaussian-pair',
      'two-temperature',
      { steps: 40, sampleTemperature: 1, parameterTemperature: 2 },
      { first: 1, second: 2 },
    );
    expect(await row(e, 'housekeeping-rate')).toAgreeWith(0.04090909091 / 2);
    expect(await row(e, 'balance-residual')).toMatchObject({ holds: 'yes' });
  });

  test('cycles, where a model has them: the affinity of the driven ring', async () => {
    const plugin = lab.model('jump/driven-ring');
    const found = await row(await compose('jump/driven-ring', 'ideal'), 'cycle-affinity', { cycles: plugin.cycles!(plugin.defaults) });
    expect(found).toMatchObject({ value: expect.closeTo(plugin.defaults.affinity, 12), stderr: 0 });
  });

  test('what cannot be told is a note', async () => {
    const { notes } = await diagnose(await compose('ppm/quadratic-loss', 'ideal'), { trajectories: 200, rng: randomStream(1) });
    expect(notes).toEqual([expect.stringMatching(/^\[timeScale\] theta: expected a record of many correlation times, got 5 moves/)]);
  });
});

describe('two views of mini-batches', () => {
  const lab = createLab(checksModule, modelsModule, reservoirsModule);
  test('a result names its view: the model’s, its parameter’s, or the reservoir’s', () => {
    expect(viewOf(quadraticLoss, {}, minibatch)).toBe('reservoir');
    expect(viewOf(sgldQuadratic, { view: 'protocol' }, ideal)).toBe('protocol');
    expect(viewOf(sgldQuadratic, { view: 'reservoir' }, ideal)).toBe('reservoir');
    expect(viewOf(draggedTrap, {}, ideal)).toBeUndefined();
    expect(viewOf(draggedTrap, {}, minibatch)).toBe('reservoir');
  });
  test('batches are not counted twice', async () => {
    await expect(
      composeExperiment(lab, { model: 'ppm/sgld-quadratic', params: { view: 'protocol' }, reservoir: 'minibatch', reservoirParams: {} }),
    ).rejects.toThrow('[view] ppm/sgld-quadratic × minibatch: expected mini-batches to be protocol or reservoir, got both.');
  });
});
