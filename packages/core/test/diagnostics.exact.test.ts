// How good a reservoir is: every diagnostic against a closed form, and a system that makes it say no.
import {
  type Batch,
  balanceResidual,
  chiSquareTail,
  type Ensemble,
  heatCapacity,
  heatCapacityBetween,
  heatCapacityRatio,
  housekeepingRate,
  knownNoise,
  lazyIndex,
  modeTemperatures,
  noiseStationarity,
  type Run,
  randomStream,
  SzilardError,
  timeScale,
  timeScaleRatio,
  wald,
  whiteness,
} from '@szilard/core';
import { describe, expect, test } from 'vitest';

const seeds = [1, 2, 3];
/** Numbers by (trajectory, step, component). */
function series(trajectories: number, steps: number, dim: number, f: (i: number, t: number, k: number) => number): Ensemble {
  const data = new Float64Array(trajectories * steps * dim);
  for (let i = 0; i < trajectories; i++)
    for (let t = 0; t < steps; t++) for (let k = 0; k < dim; k++) data[(i * steps + t) * dim + k] = f(i, t, k);
  return { trajectories, steps, dim, data };
}
/** x_t = a x_{t−1} + √(1 − a²) ξ, stationary. */
function autoregression(seed: number, trajectories: number, steps: number, a: number, dim = 1): Ensemble {
  const rng = randomStream(seed);
  const before = new Float64Array(dim);
  return series(trajectories, steps, dim, (_i, t, k) => {
    before[k] = t === 0 ? rng.normal() : a * before[k] + Math.sqrt(1 - a * a) * rng.normal();
    return before[k];
  });
}
/** Every sequence of `steps` out of `values`, once. */
const everySequence = (values: readonly number[], steps: number): Ensemble =>
  series(values.length ** steps, steps, 1, (i, t) => values[Math.floor(i / values.length ** t) % values.length]);

describe('chances', () => {
  test('χ² beyond its tabled 5 % points', () => {
    for (const [x, freedom] of [
      [3.841458821, 1],
      [5.991464547, 2],
      [7.814727903, 3],
      [18.30703805, 10],
      [24.99579014, 15],
    ])
      expect(chiSquareTail(x, freedom)).toBeCloseTo(0.05, 9);
    expect(chiSquareTail(0, 4)).toBe(1);
    expect(chiSquareTail(Number.POSITIVE_INFINITY, 4)).toBe(0);
    expect(chiSquareTail(Number.NaN, 4)).toBeNaN();
  });
  test('Wald: one column is z²; two that say the same cannot be inverted', () => {
    const column = Float64Array.of(1, 2, 4, 1);
    const [mean, variance] = [2, 2];
    expect(wald([column]).statistic).toBeCloseTo(mean ** 2 / (variance / 4), 12);
    expect(wald([column, column.map((v) => 2 * v)]).statistic).toBeNaN();
  });
  test('Wald: two correlated columns by hand', () => {
    const [a, b] = [Float64Array.of(1, -1, 2, 0), Float64Array.of(0, 1, 1, 2)];
    // Means ½ and 1; of the means S = [[5, −1], [−1, 2]]/12, S⁻¹ = 16 [[2, 1], [1, 5]]/12.
    expect(wald([a, b]).statistic).toBeCloseTo((16 / 12) * (2 * 0.25 + 2 * 0.5 + 5), 12);
  });
});

describe('whiteness', () => {
  test('of independent batches is 0 exactly: every sequence of five batches, three long', () => {
    const { correlations, strength } = whiteness(knownNoise(everySequence([3, -1, -4, 2.5, -0.5], 3)));
    for (const { value } of correlations) expect(Math.abs(value)).toBeLessThan(1e-15);
    expect(strength.value).toBeCloseTo((9 + 1 + 16 + 6.25 + 0.25) / 5, 12);
  });
  test('of one epoch without replacement is −1/(batches − 1) exactly', () => {
    const orders = [0, 1, 2, 3].flatMap((a) =>
      [0, 1, 2, 3].flatMap((b) => [0, 1, 2, 3].flatMap((c) => [0, 1, 2, 3].map((d) => [a, b, c, d]))),
    );
    const noise = [3, -1, -4, 2];
    const once = orders.filter((order) => new Set(order).size === 4);
    const { correlations } = whiteness(knownNoise(series(24, 4, 1, (i, t) => noise[once[i][t]])), { lags: 3 });
    for (const { value } of correlations) expect(value).toBeCloseTo(-1 / 3, 12);
  });
  test.each(seeds)('white noise passes, coloured noise does not and has the correlations that it must; seed %i', (seed) => {
    const rng = randomStream(seed);
    const white = whiteness(knownNoise(series(400, 50, 3, () => rng.normal())));
    expect(white.holds).toBe('yes');
    for (const reading of white.correlations) expect(reading).toAgreeWith(0);
    const coloured = whiteness(knownNoise(autoregression(seed, 400, 50, 0.3, 3)));
    expect(coloured.holds).toBe('no');
    for (const [k, reading] of coloured.correlations.entries()) expect(reading).toAgreeWith(0.3 ** (k + 1));
    expect(coloured.worst.lag).toBe(1);
  });
  test('few trajectories decide nothing, and no noise neither', () => {
    const rng = randomStream(1);
    expect(whiteness(knownNoise(series(30, 50, 1, () => rng.normal()))).holds).toBe('undecided');
    expect(whiteness(knownNoise(series(400, 50, 1, () => 0))).holds).toBe('undecided');
    expect(() => whiteness(knownNoise(series(1, 50, 1, () => 1)))).toThrow(SzilardError);
  });
  test('four standard errors: of 400 white series about none is called coloured', () => {
    let called = 0;
    for (let run = 0; run < 400; run++) {
      const rng = randomStream(`null/${run}`);
      if (whiteness(knownNoise(series(120, 8, 1, () => rng.normal()))).holds === 'no') called++;
    }
    expect(called).toBeLessThan(3);
  });
});

describe('stationarity of C(t, 0)', () => {
  test.each(seeds)('holds for white and for coloured noise, not where it grows by half; seed %i', (seed) => {
    const rng = randomStream(seed);
    expect(noiseStationarity(knownNoise(series(400, 40, 2, () => rng.normal()))).holds).toBe('yes');
    expect(noiseStationarity(knownNoise(autoregression(seed, 400, 40, 0.8))).holds).toBe('yes');
    const growing = noiseStationarity(knownNoise(series(400, 40, 2, (_i, t) => Math.sqrt(t < 20 ? 1 : 1.5) * rng.normal())));
    expect(growing.holds).toBe('no');
    expect(growing.change).toAgreeWith(0.5 / 1.25);
    for (const [w, level] of growing.levels.entries()) expect(level).toAgreeWith(w < 2 ? 1 : 1.5);
  });
  test('a change there and back shows too', () => {
    const rng = randomStream(1);
    const { holds, change } = noiseStationarity(knownNoise(series(400, 40, 2, (_i, t) => (t >= 10 && t < 30 ? 1.3 : 1) * rng.normal())));
    expect(holds).toBe('no');
    expect(change).toAgreeWith(0);
  });
});

describe('mode temperatures', () => {
  const cross = (a: number, b: number): Batch => ({ n: 4, dim: 2, data: Float64Array.of(a, a, -a, -a, b, -b, -b, b) });
  test('by hand, in modes that lie across the axes', () => {
    // H = 2 along (1, −1), 6 along (1, 1); variances 2b²·(2/3), 2a²·(2/3) of four points.
    const { modes, anisotropy } = modeTemperatures(cross(0.5, 2), [
      [4, 2],
      [2, 4],
    ]);
    expect(modes.map(({ curvature }) => curvature)).toEqual([expect.closeTo(2, 12), expect.closeTo(6, 12)]);
    expect(modes[0].value).toBeCloseTo((2 * 2 * 2 * 4) / 3, 12);
    expect(modes[1].value).toBeCloseTo((6 * 2 * 2 * 0.25) / 3, 12);
    expect(anisotropy).toBeCloseTo(modes[0].value / modes[1].value, 12);
  });
  test.each(seeds)('one temperature passes, two do not; seed %i', (seed) => {
    const rng = randomStream(seed);
    const n = 4000;
    const law = (t1: number, t2: number): Batch => ({
      n,
      dim: 2,
      data: Float64Array.from({ length: 2 * n }, (_, at) => rng.normal() * Math.sqrt(at % 2 === 0 ? t1 / 1 : t2 / 4)),
    });
    const h = [
      [1, 0],
      [0, 4],
    ];
    const one = modeTemperatures(law(0.7, 0.7), h);
    expect(one.holds).toBe('yes');
    for (const mode of one.modes) expect(mode).toAgreeWith(0.7);
    const two = modeTemperatures(law(0.7, 0.9), h);
    expect(two.holds).toBe('no');
    expect(two.modes[1]).toAgreeWith(0.9);
  });
  test('a curvature of another size is refused', () => {
    expect(() => modeTemperatures(cross(1, 1), [[1]])).toThrow(SzilardError);
  });
});

describe('heat capacity', () => {
  const harmonic = (seed: number, n: number, dim: number, temperature: number) => {
    const rng = randomStream(seed);
    return {
      temperature,
      energies: Float64Array.from({ length: n }, () => {
        let u = 0;
        for (let k = 0; k < dim; k++) u += 0.5 * temperature * rng.normal() ** 2;
        return u;
      }),
    };
  };
  test.each(seeds)('harmonic: dim/2, by fluctuations, by difference, by paired difference; and as a ratio; seed %i', (seed) => {
    for (const dim of [1, 6, 40]) {
      const [cold, hot] = [harmonic(seed, 4000, dim, 0.5), harmonic(seed + 10, 4000, dim, 0.8)];
      expect(heatCapacity(cold)).toAgreeWith(dim / 2);
      expect(heatCapacityBetween(cold, hot)).toAgreeWith(dim / 2);
      const paired = heatCapacityBetween(cold, harmonic(seed, 4000, dim, 0.8), { paired: true });
      expect(paired).toAgreeWith(dim / 2);
      expect(paired.stderr).toBeLessThan(heatCapacityBetween(cold, hot).stderr / 2);
      expect(heatCapacityRatio(harmonic(seed, 4000, dim, 2), harmonic(seed + 20, 4000, 2, 1))).toAgreeWith(dim / 2);
    }
  });
  test('two levels by hand: p(1 − p)(Δ/T)²; one temperature twice is refused', () => {
    const energies = Float64Array.from({ length: 10 }, (_, i) => (i < 3 ? 2 : 0));
    expect(heatCapacity({ energies, temperature: 1.5 }).value).toBeCloseTo((0.3 * 0.7 * 4 * 10) / 9 / 2.25, 12);
    expect(() => heatCapacityBetween({ energies, temperature: 1 }, { energies, temperature: 1 })).toThrow(/two temperatures/);
    expect(() => heatCapacity({ energies, temperature: 0 })).toThrow(SzilardError);
  });
});

describe('time scales', () => {
  test.each(seeds)('of x_t = a x_{t−1} + noise: ½(1 + a)/(1 − a), whatever drifts with all of them; seed %i', (seed) => {
    for (const a of [0, 0.5, 0.8]) {
      const own = autoregression(seed, 300, 200, a, 2);
      // What the window leaves out is a bias of its own.
      const { window, ...reading } = timeScale(own);
      const truth = 0.5 + Array.from({ length: window }, (_, s) => a ** (s + 1)).reduce((sum, v) => sum + v, 0);
      expect(reading).toAgreeWith(truth);
      // Five times τ leave out e^−5 of it.
      const whole = (0.5 * (1 + a)) / (1 - a);
      expect(Math.abs(truth - whole)).toBeLessThan(Math.exp(-5) * whole);
      const drifting = series(300, 200, 2, (i, t, k) => own.data[(i * 200 + t) * 2 + k] + 0.1 * t);
      expect(timeScale(drifting).value).toBeCloseTo(reading.value, 9);
    }
  });
  test('their ratio; a record too short for them has none', () => {
    const [fast, slow] = [timeScale(autoregression(1, 300, 200, 0)), timeScale(autoregression(2, 300, 200, 0.8))];
    expect(timeScaleRatio(fast, slow)).toAgreeWith(0.5 / 4.5);
    expect(timeScale(autoregression(1, 300, 12, 0.95))).toEqual({ value: Number.NaN, stderr: Number.NaN, window: 0 });
  });
});

test('lazy index: by hand, and ∞ from nowhere', () => {
  const theta = { trajectories: 2, steps: 3, dim: 2, data: Float64Array.of(3, 4, 9, 9, 3, 5, 0, 2, 9, 9, 0, 1) };
  const { value, stderr } = lazyIndex(theta);
  expect(value).toBeCloseTo((0.2 + 0.5) / 2, 12);
  expect(stderr).toBeCloseTo(0.15, 12);
  expect(lazyIndex({ ...theta, data: new Float64Array(12).fill(1).fill(0, 0, 2) }).value).toBe(Number.POSITIVE_INFINITY);
});

describe('balance', () => {
  const book = (logRatio: number[], bathEntropy: number[], ticks: number): Pick<Run, 'ledger'> => ({
    ledger: {
      trajectories: logRatio.length / ticks,
      ticks,
      moves: ticks,
      work: new Float64Array(logRatio.length),
      heat: new Float64Array(logRatio.length),
      logRatio: Float64Array.from(logRatio),
      bathEntropy: Float64Array.from(bathEntropy),
    },
  });
  test('residual and rate by hand', () => {
    const { mean, rms, worst } = balanceResidual(book([1, 2, 3, 4], [1, 1, 3, 6], 2));
    expect(mean.value).toBeCloseTo((0.5 - 1) / 2, 12);
    expect(rms.value).toBeCloseTo(Math.sqrt(5 / 4), 12);
    expect(worst).toBe(2);
    expect(housekeepingRate(book([1, 2, 3, 4], [0, 0, 0, 0], 2))).toEqual({ value: 3, stderr: expect.closeTo(1, 12) });
    expect(balanceResidual(book([1, 2], [1, 2], 2)).rms).toEqual({ value: 0, stderr: 0 });
  });
  test('NaN and ∞ are not passed over; totals are refused', () => {
    expect(balanceResidual(book([1, Number.NaN], [1, 2], 2)).worst).toBeNaN();
    expect(balanceResidual(book([1, Number.POSITIVE_INFINITY], [1, 2], 2)).worst).toBe(Number.POSITIVE_INFINITY);
    const { ledger } = book([1, 2], [1, 2], 1);
    expect(() => balanceResidual({ ledger: { ...ledger, moves: 7 } })).toThrow(/got totals/);
  });
});
