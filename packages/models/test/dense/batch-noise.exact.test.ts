// The one-pass formula of the noise against brute force: every row's gradient, every possible batch.
import { randomStream } from '@szilard/core';
import { type BatchDraw, batches, batchNoiseVariance, denseClassifier, meanProduct, noiseAutocorrelation, noiseOf } from '@szilard/models';
import { describe, expect, test } from 'vitest';

const ROWS = 8;
const layers = [6, 9, 7, 3];
const rng = randomStream(1);
const net = denseClassifier(
  { layers, activation: 'relu' },
  {
    n: ROWS,
    inputs: Float32Array.from({ length: ROWS * 6 }, () => (rng.uniform() < 0.3 ? 0 : rng.normal())),
    labels: [0, 1, 2, 0, 1, 2, 0, 1],
  },
);
net.load(net.initial(randomStream(2)));
const all = Int32Array.from({ length: ROWS }, (_, i) => i);
const { parameters } = net;
const whole = net.gradients(all);

/** Mean of (1/dim)|∇U_B − ∇U_b|² over these batches, each gradient made on its own. */
const bruteForce = (drawn: readonly number[][]): number => {
  const square = drawn.map((rows) => {
    const eta = noiseOf(whole.gradient, net.gradient(Int32Array.from(rows)));
    return meanProduct(eta, eta);
  });
  return square.reduce((sum, value) => sum + value, 0) / drawn.length;
};
const subsets = (size: number, from = 0): number[][] =>
  size === 0
    ? [[]]
    : Array.from({ length: ROWS - from }, (_, k) => subsets(size - 1, from + k + 1).map((rest) => [from + k, ...rest])).flat();
const tuples = (size: number): number[][] =>
  size === 0 ? [[]] : Array.from({ length: ROWS }, (_, k) => tuples(size - 1).map((rest) => [k, ...rest])).flat();

describe('(1/dim) Σ C_ii(t,0)', () => {
  test.each([1, 2, 3])('of every batch of %i rows drawn with replacement', (batch) => {
    const truth = bruteForce(tuples(batch));
    expect(batchNoiseVariance(whole, { batch, parameters }) / truth).toBeCloseTo(1, 5);
    // The other factor is not within rounding of the truth: it would have been noticed.
    if (batch > 1) expect(Math.abs(batchNoiseVariance(whole, { batch, parameters, without: ROWS }) / truth - 1)).toBeGreaterThan(0.1);
  });

  test.each([1, 2, 3, 7, 8])('of every batch of %i rows drawn without', (batch) => {
    const said = batchNoiseVariance(whole, { batch, parameters, without: ROWS });
    const truth = bruteForce(subsets(batch));
    if (batch === ROWS) expect([said, truth]).toEqual([0, 0]);
    else expect(said / truth).toBeCloseTo(1, 5);
  });

  test('squares of single gradients are those of gradients of single rows, and their mean gradient is that of all', () => {
    const own = Array.from(all, (row) => net.gradient(Int32Array.of(row)));
    const meanSquare = own.reduce((sum, g) => sum + parameters * meanProduct(g, g), 0) / ROWS;
    expect(whole.meanSquare / meanSquare).toBeCloseTo(1, 6);
    const mean = Float64Array.from({ length: parameters }, (_, k) => own.reduce((sum, g) => sum + g[k], 0) / ROWS);
    expect(meanProduct(noiseOf(mean, Float64Array.from(whole.gradient)), mean)).toBeCloseTo(0, 8);
    expect(whole.squareOfMean / (parameters * meanProduct(mean, mean))).toBeCloseTo(1, 6);
  });

  test('refuses batches that cannot be', () => {
    expect(() => batchNoiseVariance(whole, { batch: 9, parameters, without: 8 })).toThrow(
      '[batch noise] batch: expected 1 to 8 rows, got 9.',
    );
    expect(() => batchNoiseVariance(whole, { batch: 0, parameters })).toThrow('expected 1 to any number of rows, got 0.');
  });
});

/** (1/dim) η(0)·η(s) at a θ that stands still, for many replicas. */
function products(draw: BatchDraw, replicas: number, lags: number): number[][] {
  return Array.from({ length: replicas }, (_, replica) => {
    const next = batches(all, 2, draw, randomStream(3).fork(replica));
    const eta = Array.from({ length: lags + 1 }, () => noiseOf(whole.gradient, net.gradient(next())));
    return eta.map((later) => meanProduct(eta[0], later));
  });
}

describe('autocorrelation', () => {
  test('of batches drawn independently: white, with and without replacement inside the batch', () => {
    for (const draw of ['independent', 'distinct'] as const) {
      const { rho, stderr, largest, bound } = noiseAutocorrelation(products(draw, 400, 5));
      expect(rho[0]).toBe(1);
      for (const [s, value] of rho.entries()) if (s > 0) expect({ value, stderr: stderr[s] }).toAgreeWith(0);
      expect(largest).toBeLessThan(bound);
    }
  });

  test('of epochs: −1/(batches − 1), since the noise of an epoch sums to zero', () => {
    const { rho, stderr, largest, bound } = noiseAutocorrelation(products('epochs', 400, 3));
    for (const s of [1, 2, 3]) expect({ value: rho[s], stderr: stderr[s] }).toAgreeWith(-1 / 3);
    expect(largest).toBeGreaterThan(bound);
  });

  test('needs two replicas and two lags', () => {
    expect(() => noiseAutocorrelation([[1, 0]])).toThrow('[noise autocorrelation] expected at least 2 replicas and 2 lags, got 1 and 2.');
  });
});

describe('batches', () => {
  test('an epoch has every row once, in an order that changes', () => {
    const next = batches(all, 4, 'epochs', randomStream(1));
    const epochs = Array.from({ length: 3 }, () => [...next(), ...next()]);
    for (const epoch of epochs) expect([...epoch].sort()).toEqual([...all]);
    expect(epochs[0]).not.toEqual(epochs[1]);
  });

  test('distinct rows are distinct, independent ones need not be', () => {
    const distinct = batches(all, 8, 'distinct', randomStream(1));
    for (let k = 0; k < 5; k++) expect([...distinct()].sort()).toEqual([...all]);
    const independent = batches(all, 8, 'independent', randomStream(1));
    expect(Array.from({ length: 5 }, () => new Set(independent()).size).some((size) => size < 8)).toBe(true);
  });

  test('refuse sizes that cannot be', () => {
    expect(() => batches(all, 9, 'distinct', rng)).toThrow('[batches] batch: expected a whole number from 1 to 8, got 9.');
    expect(() => batches(all, 3, 'epochs', rng)).toThrow('expected a divisor of 8 rows, got 3.');
    expect(() => batches(all, 0, 'independent', rng)).toThrow('got 0.');
  });
});
