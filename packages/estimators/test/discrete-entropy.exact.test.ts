import { type Batch, batchOf, digamma, type EstimatorPlugin, randomStream, SzilardError } from '@szilard/core';
import {
  bayesEntropy,
  bonachelaEntropy,
  chaoShenEntropy,
  grassbergerEntropy,
  jackknifeEntropy,
  millerMadowEntropy,
  nsbEntropy,
  plugInEntropy,
  shrinkageEntropy,
  zhangEntropy,
} from '@szilard/estimators';
import { describe, expect, test } from 'vitest';
import { countsOf } from '../src/discrete/counts.ts';
import { dirichletEntropy } from '../src/discrete/dirichlet.ts';
import { logRising, trigamma } from '../src/discrete/special.ts';
import { calibration } from './samples.ts';
import { column, draws, lawOf, run, shannon, uniform, withCounts } from './symbols.ts';

const entropies: readonly EstimatorPlugin[] = [
  plugInEntropy,
  millerMadowEntropy,
  jackknifeEntropy,
  grassbergerEntropy,
  zhangEntropy,
  bonachelaEntropy,
  chaoShenEntropy,
  shrinkageEntropy,
  bayesEntropy,
  nsbEntropy,
];
const each = entropies.map((plugin) => [plugin.id, plugin] as const);
const value = (plugin: EstimatorPlugin, x: Batch, params = {}) => run(plugin, { x }, params).value;

/** Mean of an estimator over all outcomes of n draws from a law, weighted by their chances: no simulation. */
function expectation(plugin: EstimatorPlugin, law: readonly number[], n: number): number {
  let mean = 0;
  const visit = (counts: number[], left: number, chance: number) => {
    if (counts.length === law.length - 1) {
      const all = [...counts, left];
      let ways = 1;
      let placed = 0;
      for (const c of all) for (let j = 1; j <= c; j++) ways *= ++placed / j;
      mean += ways * all.reduce((p, c, i) => p * law[i] ** c, chance) * value(plugin, withCounts(...all));
      return;
    }
    for (let c = 0; c <= left; c++) visit([...counts, c], left - c, chance);
  };
  visit([], n, 1);
  return mean;
}

describe('closed forms', () => {
  test('ln K of balanced counts, −Σ p ln p of any', () => {
    expect(value(plugInEntropy, withCounts(5, 5, 5, 5))).toBeCloseTo(Math.log(4), 14);
    expect(value(plugInEntropy, withCounts(1, 2, 5))).toBeCloseTo(shannon([1 / 8, 2 / 8, 5 / 8]), 14);
    expect(value(millerMadowEntropy, withCounts(1, 2, 5))).toBeCloseTo(shannon([1 / 8, 2 / 8, 5 / 8]) + 2 / 16, 14);
    expect(value(millerMadowEntropy, withCounts(1, 2, 5), { alphabet: 7 })).toBeCloseTo(shannon([1 / 8, 2 / 8, 5 / 8]) + 6 / 16, 14);
  });

  test('jackknife = n S − (n − 1) ⟨S without one row⟩, row by row', () => {
    const counts = [4, 1, 2, 1];
    const without = counts.flatMap((c, i) =>
      new Array<number>(c).fill(value(plugInEntropy, withCounts(...counts.map((d, j) => d - (i === j ? 1 : 0))))),
    );
    const mean = without.reduce((a, b) => a + b, 0) / 8;
    expect(value(jackknifeEntropy, withCounts(...counts))).toBeCloseTo(8 * value(plugInEntropy, withCounts(...counts)) - 7 * mean, 12);
    const spread = Math.sqrt((7 / 8) * without.reduce((sum, s) => sum + (s - mean) ** 2, 0));
    expect(run(plugInEntropy, { x: withCounts(...counts) }).stderr).toBeCloseTo(spread, 12);
  });

  test('bias of zhang is −Σ p Σ_{v≥n} (1 − p)^v/v, exactly', () => {
    const law = [0.6, 0.3, 0.1];
    for (const n of [4, 7]) {
      const tail = (p: number) =>
        -Math.log(p) - Array.from({ length: n - 1 }, (_, v) => (1 - p) ** (v + 1) / (v + 1)).reduce((a, b) => a + b, 0);
      const bias = -law.reduce((sum, p) => sum + p * tail(p), 0);
      expect(expectation(zhangEntropy, law, n) - shannon(law)).toBeCloseTo(bias, 12);
    }
  });

  test('bias of the plug-in is −(K − 1)/(2n) + (1 − Σ 1/p)/(12n²) + …; corrected, of higher order', () => {
    const law = [0.4, 0.35, 0.25];
    const second = (n: number) => (1 - law.reduce((sum, p) => sum + 1 / p, 0)) / (12 * n * n);
    const bias = (plugin: EstimatorPlugin, n: number) => expectation(plugin, law, n) - shannon(law);
    expect(bias(plugInEntropy, 40)).toBeCloseTo(-1 / 40 + second(40), 4);
    expect(bias(millerMadowEntropy, 40)).toBeCloseTo(second(40), 4);
    expect(Math.abs(bias(millerMadowEntropy, 40))).toBeGreaterThan(3e-4);
    expect(bias(jackknifeEntropy, 40)).toBeCloseTo(40 * bias(plugInEntropy, 40) - 39 * bias(plugInEntropy, 39), 11);
    expect(Math.abs(bias(grassbergerEntropy, 40))).toBeLessThan(1e-5);
    expect(Math.abs(bias(zhangEntropy, 40))).toBeLessThan(1e-5);
    expect(bias(plugInEntropy, 40)).toBeLessThan(-0.02);
  });

  test('bias of grassberger 2003 is −Σ p ∫_0^{1−2p} t^{n−1}/(1 − t) dt, exactly', () => {
    const law = [0.6, 0.3, 0.1];
    for (const n of [4, 7]) {
      const integral = (top: number) => {
        const points = 20_000;
        let out = 0;
        for (let i = 0; i < points; i++) {
          const t = ((i + 0.5) * top) / points;
          out += (t ** (n - 1) / (1 - t)) * (top / points);
        }
        return out;
      };
      const bias = -law.reduce((sum, p) => sum + p * integral(1 - 2 * p), 0);
      expect(expectation(grassbergerEntropy, law, n) - shannon(law)).toBeCloseTo(bias, 8);
    }
  });

  test('shrinkage: weight and law as defined, over an alphabet larger than what was seen', () => {
    const [counts, k, n] = [[7, 2, 1], 5, 10];
    const p = [...counts, 0, 0].map((c) => c / n);
    const weight = (1 - p.reduce((s, v) => s + v * v, 0)) / ((n - 1) * p.reduce((s, v) => s + (1 / k - v) ** 2, 0));
    const result = run(shrinkageEntropy, { x: withCounts(...counts) }, { alphabet: k });
    expect(result.details?.weight).toBeCloseTo(weight, 14);
    expect(result.value).toBeCloseTo(shannon(p.map((v) => weight / k + (1 - weight) * v)), 14);
  });
});

describe('special functions', () => {
  test('ψ′', () => {
    expect(trigamma(1)).toBeCloseTo(Math.PI ** 2 / 6, 14);
    expect(trigamma(0.5)).toBeCloseTo(Math.PI ** 2 / 2, 13);
    for (const x of [0.01, 2.7, 9.99, 40]) expect((trigamma(x) - trigamma(x + 1)) * x * x).toBeCloseTo(1, 10);
    for (const x of [1, 12]) expect(trigamma(x)).toBeCloseTo((digamma(x + 1e-5) - digamma(x - 1e-5)) / 2e-5, 8);
  });
  test('ln of rising factorials, small and large', () => {
    for (const x of [1e-6, 0.3, 9.9, 10, 1e4, 1e12]) {
      for (const n of [0, 1, 16, 17, 300]) {
        let direct = 0;
        for (let j = 0; j < n; j++) direct += Math.log(x + j);
        expect(Math.abs(logRising(x, n) - direct)).toBeLessThan(1e-12 * Math.max(1, Math.abs(direct)) + 1e-11);
      }
    }
  });
});

describe('Bayes', () => {
  // Beta posterior of two symbols: S and S² integrated over p in t, p = (1 + tanh t)/2.
  const beta = (a: number, b: number) => {
    let [total, first, second] = [0, 0, 0];
    for (let t = -30; t <= 30; t += 0.002) {
      const [p, q] = [1 / (1 + Math.exp(-2 * t)), 1 / (1 + Math.exp(2 * t))];
      const weight = p ** a * q ** b;
      const s = -(p * Math.log(p) + q * Math.log(q));
      total += weight;
      first += weight * (Number.isFinite(s) ? s : 0);
      second += weight * (Number.isFinite(s) ? s * s : 0);
    }
    return { mean: first / total, variance: second / total - (first / total) ** 2 };
  };
  test.each([
    [3, 5, 0.5],
    [9, 1, 1],
    [2, 2, 0.05],
  ])('counts %i and %i, pseudocount %f: mean and variance are those of the Beta posterior', (a, b, alpha) => {
    const { mean, variance } = beta(a + alpha, b + alpha);
    const result = run(bayesEntropy, { x: withCounts(a, b) }, { prior: 'alpha', alpha });
    expect(result.value).toBeCloseTo(mean, 10);
    expect(result.stderr).toBeCloseTo(Math.sqrt(variance), 9);
  });

  test('priors by name', () => {
    const x = withCounts(6, 2, 1);
    const named = (prior: string) => value(bayesEntropy, x, { prior, alphabet: 4 });
    const number = (alpha: number) => value(bayesEntropy, x, { prior: 'alpha', alpha, alphabet: 4 });
    expect(named('jeffreys')).toBe(number(0.5));
    expect(named('laplace')).toBe(number(1));
    expect(named('perks')).toBe(number(1 / 4));
    expect(named('minimax')).toBe(number(3 / 4));
    expect(() => run(bayesEntropy, { x }, { alpha: 2 })).toThrow(
      '[entropy/bayes] alpha: expected its default 0.5 with prior jeffreys, got 2.',
    );
  });

  test.each([
    [[3, 1], 2],
    [[5, 2, 1], 3],
    [[10, 1, 1, 1], 1000],
    [[400, 300, 2], 3],
  ])('NSB of %j over %i symbols: the same with ξ(β) inverted and ξ stepped through', (counts, k) => {
    const own = countsOf(Int32Array.from(counts));
    const n = own.n;
    const xi = (b: number) => digamma(k * b + 1) - digamma(b + 1);
    const points = 4000;
    const logs: number[] = [];
    const moments: { mean: number; variance: number }[] = [];
    for (let i = 0; i < points; i++) {
      // ξ near its ends is stepped through more finely.
      const s = (i + 0.5) / points;
      const wanted = Math.log(k) * s ** 3 * (10 - 15 * s + 6 * s * s);
      let [low, high] = [-60, 60];
      for (let j = 0; j < 100; j++) {
        const mid = (low + high) / 2;
        if (xi(Math.exp(mid)) < wanted) low = mid;
        else high = mid;
      }
      const b = Math.exp((low + high) / 2);
      let log = Math.log(30 * s * s * (1 - s) ** 2);
      for (const c of counts) for (let j = 0; j < c; j++) log += Math.log(b + j);
      for (let j = 0; j < n; j++) log -= Math.log(k * b + j);
      logs.push(log);
      moments.push(dirichletEntropy(own, k, b));
    }
    const top = Math.max(...logs);
    const weights = logs.map((log) => Math.exp(log - top));
    const total = weights.reduce((a, b) => a + b, 0);
    const mean = weights.reduce((sum, w, i) => sum + w * moments[i].mean, 0) / total;
    const variance = weights.reduce((sum, w, i) => sum + w * (moments[i].variance + (moments[i].mean - mean) ** 2), 0) / total;
    const result = run(nsbEntropy, { x: withCounts(...counts) }, { alphabet: k });
    expect(result.value).toBeCloseTo(mean, 6);
    expect(result.stderr).toBeCloseTo(Math.sqrt(variance), 6);
  });
});

describe.each(each)('%s', (id, plugin) => {
  test.each([1, 2, 3])('seed %i: a geometric law, S = 2 ln 2, and a uniform one', (seed) => {
    const geometric = lawOf(40, (i) => 0.5 ** i);
    expect(run(plugin, { x: draws(geometric, 4000, randomStream(seed)) })).toAgreeWith(2 * Math.LN2);
    expect(run(plugin, { x: draws(uniform(8), 4000, randomStream(seed)) })).toAgreeWith(Math.log(8));
    const other = run(plugin, { x: draws(geometric, 4000, randomStream(seed)) });
    expect(Math.abs(other.value - Math.log(8)) / other.stderr).toBeGreaterThan(4);
  });

  test('a constant: 0 with error 0, but for the two formulas that say otherwise', () => {
    const { value: s, stderr, cautions } = run(plugin, { x: withCounts(50) });
    if (plugin === grassbergerEntropy) expect(s).toBeCloseTo(-1 / 100, 3);
    else if (plugin === bonachelaEntropy) expect(s).toBeCloseTo(1 / 52, 3);
    else expect(s).toBe(0);
    expect(stderr).toBe(0);
    expect(cautions).toEqual(['one symbol only: what else there may be does not show, in the error neither']);
  });

  test('no symbol twice: infinite error, said', () => {
    const result = run(plugin, { x: column(3, 1, 4, 1.5, 9) });
    expect(result.stderr).toBe(Number.POSITIVE_INFINITY);
    expect(Number.isFinite(result.value)).toBe(true);
    expect(result.cautions.join()).toMatch(/no symbol came twice in 5 rows/);
    // Twenty continuous columns are that case.
    const wide = batchOf(new Float64Array(400 * 20), 20);
    randomStream(1).fillNormal(wide.data);
    expect(run(plugin, { x: wide })).toMatchObject({ stderr: Number.POSITIVE_INFINITY, n: 400, details: { seen: 400, singles: 400 } });
  });

  test('undersampled: said', () => {
    const result = run(plugin, { x: draws(uniform(500), 300, randomStream(1)) });
    expect(result.cautions.join()).toMatch(/undersampled: \d+ of 300 rows hold symbols seen once/);
    expect(Number.isFinite(result.stderr)).toBe(true);
  });

  test('at a uniform law the error does not vanish with the first order', () => {
    const { ratio } = calibration(200, (r) => run(plugin, { x: draws(uniform(6), 400, randomStream(1).fork(r)) }));
    expect(ratio).toBeGreaterThan(0.8);
    // Shrinkage pulls the value itself to the uniform law.
    expect(ratio).toBeLessThan(plugin === shrinkageEntropy ? 3 : 1.8);
    expect(run(plugin, { x: withCounts(50, 50, 50, 50) }).stderr).toBeGreaterThan(0.003);
  });

  test('refuses an alphabet smaller than what was seen', () => {
    if (!('alphabet' in plugin.defaults)) return;
    expect(() => run(plugin, { x: withCounts(3, 2, 1) }, { alphabet: 2 })).toThrow(SzilardError);
    expect(() => run(plugin, { x: withCounts(3, 2, 1) }, { alphabet: 2 })).toThrow(
      `[${id}] alphabet: expected at least the 3 symbols seen, got 2.`,
    );
  });
});

describe('where symbols are unseen', () => {
  test('chao-shen and NSB with a known alphabet find what the plug-in misses', () => {
    const law = uniform(200);
    const at = (plugin: EstimatorPlugin, params = {}) =>
      calibration(40, (r) => run(plugin, { x: draws(law, 150, randomStream(1).fork(r)) }, params)).mean.value - Math.log(200);
    expect(at(plugInEntropy)).toBeLessThan(-0.5);
    expect(Math.abs(at(chaoShenEntropy))).toBeLessThan(0.15);
    expect(Math.abs(at(nsbEntropy, { alphabet: 200 }))).toBeLessThan(0.1);
    expect(Math.abs(at(nsbEntropy))).toBeGreaterThan(0.3);
  });
});
