// Every quantity has a task; truths by known numbers or by a second route, and estimators that must find them.
import {
  type EstimatorPlugin,
  entropyProductionRate,
  linearLangevin,
  make,
  randomStream,
  stationaryLaw,
  type Task,
  type TaskPlugin,
} from '@szilard/core';
import { estimators, quantities, tasks } from '@szilard/estimators';
import { describe, expect, test } from 'vitest';
import { chainSeries } from '../src/tasks/chains.ts';
import { kineticIsing } from '../src/tasks/kinetic-ising.ts';
import { beadChain, exactStep, linearSeries } from '../src/tasks/linear-series.ts';

const task = (id: string, params: object = {}): Task => make(tasks.find((each) => each.id === id) as TaskPlugin, params);
const truth = (id: string, params?: object) => task(id, params).truth;

test('every quantity has a task, of its family, with a unit and a truth; ids are unique', () => {
  for (const { id } of quantities)
    expect(
      tasks.some(({ quantity }) => quantity === id),
      id,
    ).toBe(true);
  expect(new Set(tasks.map(({ id }) => id)).size).toBe(tasks.length);
  for (const plugin of tasks) {
    const { unit, truth: number } = make(plugin);
    expect(Number.isFinite(number)).toBe(true);
    expect(unit).toBe(
      /rate$/.test(plugin.quantity) ? 'nat/tick' : /^free/.test(plugin.quantity) ? 'kT' : plugin.quantity === 'crooks-slope' ? '1' : 'nat',
    );
    // The books of a run are in no file, and so on no shelf of quantities.
    expect([...quantities.map(({ id }) => id), 'entropy-production']).toContain(plugin.quantity);
  }
});

describe('truths', () => {
  test.each([
    ['entropy/uniform-symbols', { symbols: 8 }, 3 * Math.LN2],
    ['entropy/geometric', { stop: 0.5 }, 2 * Math.LN2],
    ['entropy/zipf', { symbols: 4, exponent: 0 }, Math.log(4)],
    ['entropy/zipf', { symbols: 2, exponent: 1 }, Math.log(3) - (2 / 3) * Math.LN2],
    ['entropy/normal', { dim: 1, correlation: 0 }, 1.4189385332],
    ['entropy/uniform', { dim: 3, width: 2 }, 3 * Math.LN2],
    ['conditional-mutual-information/normal', { correlation: 0.6 }, -0.5 * Math.log(0.64)],
    // Two columns: total correlation is mutual information.
    ['total-correlation/normal', { dim: 2, correlation: 0.75 }, 0.4133392945],
    ['o-information/normal', { dim: 3, correlation: 0 }, 0],
    ['o-information/normal', { dim: 3, correlation: 0.5 }, 0.5 * Math.log(0.5) - 1.5 * Math.log(0.75)],
    ['transfer-entropy/linear', { drive: 0 }, 0],
    // Without memory of its own the source shows in the target at full strength: ½ ln(1 + c²).
    ['transfer-entropy/linear', { source: 0, target: 0, drive: 2 }, 0.5 * Math.log(5)],
    ['active-information-storage/linear', { drive: 0, target: 0.8 }, -0.5 * Math.log(0.36)],
    ['information-flow/linear', { drive: 0 }, 0],
    ['free-energy/normal-work', { deltaF: -0.3 }, -0.3],
    ['free-energy/exponential-work', { rate: 1, least: 0 }, Math.LN2],
    ['free-energy/traps', { states: 2, stiffness: 3 }, 0.5493061443],
    ['crooks-slope/normal-work', {}, 1],
    ['mutual-information/known-channel', { width: 1 }, 0.5 * Math.LN2],
    ['entropy-production/booked-walk', { up: 0.75, ticks: 4 }, 2 * Math.log(3)],
    ['learning/normal-memory', { noise: 0.5 }, 0.8047189562],
    ['learning/normal-lesson', { noise: 0.5, width: Math.sqrt(0.75) }, 0.5 * Math.LN2],
    ['entropy-production/discrete-ring', {}, 0.1732867951],
    ['entropy-production/discrete-ring', { states: 7, up: 0.3, down: 0.3 }, 0],
    ['entropy-production/flashing-ratchet', { height: 3 }, 0.3982011872],
    ['entropy-production/flashing-ratchet', { height: 0 }, 0],
    ['entropy-production/drifted-brownian', { speed: 3, diffusion: 0.5, interval: 0.1 }, 1.8],
    ['entropy-production/linear-chain', { hot: 1, beads: 4 }, 0],
    ['entropy-production/kinetic-ising', { drive: 0 }, 0],
  ])('%s %o', (id, params, number) => expect(truth(id, params)).toBeCloseTo(number, 7));

  test('beads seen often: the rate of theory, 2.025 for two of them between 1 and 10', () => {
    expect(truth('entropy-production/linear-chain', { interval: 1e-5 }) / 1e-5).toBeCloseTo(2.025, 3);
    const { drift, diffusion } = beadChain([1, 4, 10]);
    const { covariance, entropyProductionRate: rate } = linearLangevin({ drift, diffusion });
    const { map, noise } = exactStep(drift, covariance, 0.01);
    expect(
      linearSeries(map, noise)
        .covariance.flat()
        .map((v, at) => v - covariance.flat()[at]),
    ).toEqual(covariance.flat().map(() => expect.closeTo(0, 9)));
    // Seen at times, less than all of it shows.
    expect(linearSeries(map, noise).entropyProduction / 0.01).toBeLessThan(rate);
    expect(linearSeries(map, noise).entropyProduction / 0.01).toBeGreaterThan(0.97 * rate);
  });

  test('driven spins: the sum over pairs of states is that over fields, Σ ⟨−2 s_i Σ_j A_ij s_j⟩ of spins that turn', () => {
    const [spins, coupling, drive] = [4, 0.1, 0.7];
    const rates = kineticIsing(spins, coupling, drive);
    const law = stationaryLaw(rates);
    let total = 0;
    for (let from = 0; from < 16; from++) {
      for (let k = 0; k < spins; k++) {
        const spin = (i: number) => 2 * ((from >> (i % spins)) & 1) - 1;
        const push = drive * (spin(k + 1) - spin(k + spins - 1));
        total += law[from] * rates.rates[from * 16 + (from ^ (1 << k))] * -2 * spin(k) * push;
      }
    }
    expect(total).toBeCloseTo(entropyProductionRate(law, [rates]), 12);
    expect(total).toBeGreaterThan(0.1);
  });
});

describe.each([1, 2, 3])('samples of seed %i', (seed) => {
  const rng = randomStream(seed);
  const found = (id: string, estimator: string, n: number, params: object = {}, settings: object = {}) => {
    const at = task(id, params);
    const plugin = estimators.find((each) => each.id === estimator) as EstimatorPlugin;
    return { result: make(plugin, settings).estimate(at.sample(n, rng.fork(id)), rng), truth: at.truth };
  };

  test.each([
    ['entropy/uniform-symbols', 'entropy/miller-madow', 2000],
    ['entropy/geometric', 'entropy/miller-madow', 4000],
    ['entropy/zipf', 'entropy/nsb', 4000],
    ['entropy/normal', 'entropy/gaussian', 4000],
    ['entropy/uniform', 'entropy/kozachenko-leonenko', 4000],
    ['conditional-mutual-information/normal', 'conditional-mutual-information/gaussian', 4000],
    ['total-correlation/normal', 'total-correlation/gaussian', 4000],
    ['o-information/normal', 'o-information/gaussian', 4000],
    ['transfer-entropy/linear', 'transfer-entropy/gaussian', 200],
    ['active-information-storage/linear', 'active-information-storage/gaussian', 200],
    ['information-flow/linear', 'information-flow/gaussian', 200],
    ['free-energy/normal-work', 'free-energy/bar', 2000],
    ['free-energy/exponential-work', 'free-energy/bar', 2000],
    ['crooks-slope/normal-work', 'free-energy/crooks-slope', 2000],
    ['free-energy/traps', 'free-energy/mbar', 2000],
    ['learning/normal-memory', 'learning/memorised-information', 2000],
    ['learning/normal-lesson', 'learning/learned-information', 2000],
  ])('%s: %s finds the truth', (id, estimator, n) => {
    const { result, truth: number } = found(id, estimator, n);
    expect(result).toAgreeWith(number);
    expect(Math.abs(result.value - number - 0.3), 'a truth that is 0.3 off is noticed').toBeGreaterThan(4 * result.stderr);
  });

  test('a chain starts and stays in its steady state, a linear series too', () => {
    const rates = kineticIsing(2, 0.5, 0.3);
    const { data } = chainSeries(rates, 4000, 2, rng.fork('chain'));
    const law = stationaryLaw(rates);
    for (const frame of [0, 1]) {
      const zeros = data.filter((state, at) => at % 2 === frame && state === 0).length / 4000;
      expect({ value: zeros, stderr: Math.sqrt((law[0] * (1 - law[0])) / 4000) }).toAgreeWith(law[0]);
    }
    const line = linearSeries([[0.9]], [[0.5]]);
    const frames = line.sample(4000, 2, rng.fork('line')).data;
    for (const frame of [0, 1]) {
      const square = frames.reduce((sum, v, at) => sum + (at % 2 === frame ? (v * v) / 4000 : 0), 0);
      const expected = 0.5 / (1 - 0.81);
      expect({ value: square, stderr: expected * Math.sqrt(2 / 4000) }).toAgreeWith(expected);
    }
  });
});
