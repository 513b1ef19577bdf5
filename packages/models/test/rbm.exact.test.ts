// Restricted Boltzmann machines against counting: case V12 of docs/theory.md 20, and machines drawn at random.
import { type Batch, batch, batchOf, moments, randomStream } from '@szilard/core';
import {
  annealedImportanceSampling,
  apparentSweepProduction,
  bitNumber,
  bitStates,
  rbm,
  rbmParameters,
  rbmQuench,
  smallMachine,
  sweepSpectrum,
} from '@szilard/models';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';

const small = rbm({ visible: 2, hidden: 2 });
const theta = rbmParameters(smallMachine, '[test]');
/** A machine with weights of order `width`. */
const drawn = (visible: number, hidden: number, width: number, seed: number | string = 1): Float64Array => {
  const out = new Float64Array(visible * hidden + visible + hidden);
  randomStream(seed).fillNormal(out);
  return out.map((value) => width * value);
};
/** E of every (v, h) by the definition, written out. */
const definition = (visible: number, hidden: number, of: Float64Array, x: ArrayLike<number>): number => {
  let energy = 0;
  for (let i = 0; i < visible; i++) {
    energy -= of[visible * hidden + i] * x[i];
    for (let j = 0; j < hidden; j++) energy -= x[i] * of[i * hidden + j] * x[visible + j];
  }
  for (let j = 0; j < hidden; j++) energy -= of[visible * hidden + visible + j] * x[visible + j];
  return energy;
};
const every = (visible: number, hidden: number, of: Float64Array) => {
  const { n, dim, data } = bitStates(visible + hidden);
  return Float64Array.from({ length: n }, (_, s) => definition(visible, hidden, of, data.subarray(s * dim, (s + 1) * dim)));
};

describe('the 2 × 2 machine of V12, to all digits given', () => {
  const exact = small.enumerate(theta);
  test.each([
    ['ln Z', exact.logZ, 3.64615308, 8],
    ['Z', Math.exp(exact.logZ), 38.3269414, 7],
    ['⟨E⟩', exact.energy, -1.247344899, 9],
    ['S(v, h)', exact.entropy, 2.398808181, 9],
    ['S(v)', exact.visibleEntropy, 1.24083231, 8],
    ['S(h)', exact.hiddenEntropy, 1.241059358, 9],
    ['I(v;h)', exact.mutualInformation, 0.08308348653, 10],
    ['heat capacity', exact.energyVariance, 0.7397409271, 10],
    ['second eigenvalue of a sweep', sweepSpectrum(small, theta)[1], 0.1099314187, 10],
    ['apparent production of a sweep', apparentSweepProduction(small, theta), 0.1517902714, 10],
  ])('%s', (_name, value, truth, digits) => void expect(value).toBeCloseTo(truth, digits));

  test('p(v), and the largest eigenvalue is 1', () => {
    for (const [s, p] of [0.1008966084, 0.3072086314, 0.1512816744, 0.4406130858].entries()) expect(exact.visible[s]).toBeCloseTo(p, 10);
    expect(sweepSpectrum(small, theta)[0]).toBeCloseTo(1, 12);
  });

  test('quench W → 1.5 W at once: work, free energy, and what is dissipated is D(p‖p′)', () => {
    const params = { ...rbmQuench.defaults, jumps: 1 };
    expect(rbmQuench.exact!.work(params)).toBeCloseTo(-0.6947702298, 10);
    const after = rbmParameters(smallMachine, '[test]', 1.5);
    expect(small.logZ(theta) - small.logZ(after)).toBeCloseTo(-0.795290209, 9);
    expect(rbmQuench.exact!['entropy-production'](params)).toBeCloseTo(0.1005199792, 10);
    const [before, then] = [every(2, 2, theta), every(2, 2, after)];
    const divergence = before.reduce((sum, u, s) => sum + Math.exp(-u - exact.logZ) * (then[s] - u + small.logZ(after) - exact.logZ), 0);
    expect(divergence).toBeCloseTo(0.1005199792, 10);
  });
});

describe('machines drawn at random, any shape', () => {
  const shapes = fc.record({
    visible: fc.integer({ min: 1, max: 5 }),
    hidden: fc.integer({ min: 1, max: 4 }),
    beta: fc.double({ min: 0.2, max: 2, noNaN: true }),
    seed: fc.integer({ min: 0, max: 1e6 }),
  });

  test('sums over one layer are sums over all states', () => {
    fc.assert(
      fc.property(shapes, ({ visible, hidden, beta, seed }) => {
        const of = drawn(visible, hidden, 1.5, seed);
        const energy = every(visible, hidden, of);
        const z = energy.reduce((sum, u) => sum + Math.exp(-beta * u), 0);
        const p = energy.map((u) => Math.exp(-beta * u) / z);
        const mean = energy.reduce((sum, u, s) => sum + p[s] * u, 0);
        const found = rbm({ visible, hidden }).enumerate(of, beta);
        expect(found.logZ).toBeCloseTo(Math.log(z), 10);
        expect(found.energy).toBeCloseTo(mean, 10);
        expect(found.energyVariance).toBeCloseTo(
          energy.reduce((sum, u, s) => sum + p[s] * (u - mean) ** 2, 0),
          10,
        );
        expect(found.entropy).toBeCloseTo(-p.reduce((sum, w) => sum + w * Math.log(w), 0), 10);
        const v = new Float64Array(2 ** visible);
        p.forEach((w, s) => void (v[s >> hidden] += w));
        for (const [s, w] of v.entries()) expect(found.visible[s]).toBeCloseTo(w, 10);
      }),
      { numRuns: 60, seed: 1 },
    );
  });

  test('p(v) = e^−βF/Z, one machine for all rows as well as one a row', () => {
    fc.assert(
      fc.property(shapes, ({ visible, hidden, beta, seed }) => {
        const machine = rbm({ visible, hidden });
        const of = drawn(visible, hidden, 1.5, seed);
        const v = bitStates(visible);
        const each = new Float64Array(v.n * of.length);
        for (let s = 0; s < v.n; s++) each.set(of, s * of.length);
        const law = machine.enumerate(of, beta).visible;
        const [shared, own] = [machine.logProbability(of, v, beta), machine.logProbability(each, v, beta)];
        for (let s = 0; s < v.n; s++) {
          expect(Math.exp(shared[s])).toBeCloseTo(law[s], 12);
          expect(own[s]).toBeCloseTo(shared[s], 12);
        }
      }),
      { numRuns: 30, seed: 1 },
    );
  });

  test('energies and conditional laws are those of the definition', () => {
    const [visible, hidden, beta] = [3, 2, 0.7];
    const machine = rbm({ visible, hidden });
    const of = drawn(visible, hidden, 1);
    const { n, dim, data } = bitStates(visible + hidden);
    const part = (from: number, width: number): Batch =>
      batchOf(
        Float64Array.from({ length: n * width }, (_, at) => data[Math.floor(at / width) * dim + from + (at % width)]),
        width,
      );
    const [v, h] = [part(0, visible), part(visible, hidden)];
    const energy = every(visible, hidden, of);
    expect([...machine.energy(of, v, h)].every((u, s) => Math.abs(u - energy[s]) < 1e-13)).toBe(true);
    const means = machine.hiddenMeans(of, v, beta);
    for (let s = 0; s < n; s++)
      for (let j = 0; j < hidden; j++) {
        const [off, on] = [0, 1].map((value) => (s & ~(1 << (hidden - 1 - j))) | (value << (hidden - 1 - j)));
        expect(means.data[s * hidden + j]).toBeCloseTo(1 / (1 + Math.exp(beta * (energy[on] - energy[off]))), 12);
      }
  });

  test('the spectrum of a larger machine: that of the table of its sweep', () => {
    const [visible, hidden] = [4, 3];
    const of = drawn(visible, hidden, 1.2);
    const machine = rbm({ visible, hidden });
    const [vs, hs] = [bitStates(visible), bitStates(hidden)];
    const chance = (means: Float64Array, bits: Float64Array) => means.reduce((p, m, k) => p * (bits[k] === 1 ? m : 1 - m), 1);
    const [up, down] = [machine.hiddenMeans(of, vs).data, machine.visibleMeans(of, hs).data];
    // Σ of eigenvalues is the trace of K(v′|v) = Σ_h p(v′|h)p(h|v).
    let trace = 0;
    for (let s = 0; s < vs.n; s++)
      for (let t = 0; t < hs.n; t++)
        trace +=
          chance(up.subarray(s * hidden, (s + 1) * hidden), hs.data.subarray(t * hidden, (t + 1) * hidden)) *
          chance(down.subarray(t * visible, (t + 1) * visible), vs.data.subarray(s * visible, (s + 1) * visible));
    const spectrum = sweepSpectrum({ visible, hidden }, of);
    expect(spectrum.reduce((a, b) => a + b, 0)).toBeCloseTo(trace, 12);
    expect(spectrum[0]).toBeCloseTo(1, 12);
    expect(spectrum.every((value) => value > -1e-12 && value < 1 + 1e-12)).toBe(true);
  });
});

describe.each([1, 2, 3])('chains and annealing, seed %i', (seed) => {
  test('sweeps draw from p(v), whatever they start from', () => {
    const n = 20_000;
    const v = small.sweeps(theta, batch(n, 2), 20, randomStream(seed).trajectories(0, n));
    const law = small.enumerate(theta).visible;
    for (let s = 0; s < 4; s++) {
      const found = moments(Float64Array.from({ length: n }, (_, i) => (bitNumber(v.data, 2 * i, 2) === s ? 1 : 0)));
      expect({ value: found.mean, stderr: found.stderr }).toAgreeWith(law[s]);
    }
  });

  test('ln Z of V12 and of a 12 × 8 machine by annealing, beside enumeration', () => {
    const found = annealedImportanceSampling(small, theta, { chains: 2000, steps: 20 }, randomStream(seed));
    expect({ value: found.logZ, stderr: found.stderr }).toAgreeWith(3.64615308);
    const shape = { visible: 12, hidden: 8 };
    const of = drawn(12, 8, 0.7);
    const large = annealedImportanceSampling(shape, of, { chains: 300, steps: 100 }, randomStream(seed));
    expect({ value: large.logZ, stderr: large.stderr }).toAgreeWith(rbm(shape).logZ(of));
    expect(large.cautions).toEqual([]);
    // A base machine that knows the biases starts nearer; the answer is the same.
    const base = of.slice(96, 108);
    const nearer = annealedImportanceSampling(shape, of, { chains: 300, steps: 100, base }, randomStream(seed));
    expect({ value: nearer.logZ, stderr: nearer.stderr }).toAgreeWith(rbm(shape).logZ(of));
  });

  test('annealed in one jump: too small on average, by about what it says, and it warns where that is much', () => {
    const of = drawn(3, 2, 1.2);
    const truth = rbm({ visible: 3, hidden: 2 }).logZ(of);
    const values = Array.from({ length: 4000 }, (_, r) =>
      annealedImportanceSampling({ visible: 3, hidden: 2 }, of, { chains: 20, steps: 1 }, randomStream(seed).fork(r)),
    );
    const miss = moments(values.map(({ logZ }) => logZ - truth));
    const said = moments(values.map(({ bias }) => bias));
    expect(miss.mean).toBeLessThan(-3 * miss.stderr);
    expect({ value: miss.mean - said.mean, stderr: Math.hypot(miss.stderr, said.stderr) }).toAgreeWith(0);
    const hard = drawn(12, 8, 2);
    const poor = annealedImportanceSampling({ visible: 12, hidden: 8 }, hard, { chains: 500, steps: 2 }, randomStream(seed));
    expect(poor.cautions[0]).toMatch(/effective chains of 500/);
  });
});

test('any number of chains at once, or a few at a time: the same draws', () => {
  const of = drawn(5, 3, 1);
  const machine = rbm({ visible: 5, hidden: 3 });
  const rng = randomStream(3);
  const whole = machine.sweeps(of, batch(10, 5), 3, rng.trajectories(0, 10));
  const tail = machine.sweeps(of, batch(4, 5), 3, rng.trajectories(6, 4));
  expect([...whole.data.subarray(30)]).toEqual([...tail.data]);
});

test('refused: data that are not bits, shapes that do not fit, layers that cannot be listed, weights that exploded', () => {
  const bits = batchOf(Float64Array.of(0, 1), 2);
  expect(() => small.freeEnergy(theta, batchOf(Float64Array.of(0, 0.5), 2))).toThrow(
    /v: expected zeros and ones, got 0.5 in row 0, unit 1/,
  );
  expect(() => small.exactGradient(theta, batchOf(Float64Array.of(0, 1, 2, 1), 2))).toThrow(
    /data: expected zeros and ones, got 2 in row 1/,
  );
  expect(() => small.freeEnergy(theta, batchOf(Float64Array.of(0, 1, 1), 3))).toThrow(/expected rows of 2 units, got \[1, 3\]/);
  expect(() => small.freeEnergy(theta.slice(1), bits)).toThrow(/theta: expected 8 = 2 · 2 \+ 2 \+ 2 numbers, got 7/);
  expect(() => small.exactGradient(theta, batch(0, 2))).toThrow(/expected at least one row, got none/);
  expect(() => rbm({ visible: 2.5, hidden: 2 })).toThrow(/visible: expected a whole number of units/);
  expect(() => rbm({ visible: 40, hidden: 25 }).logZ(new Float64Array(1065))).toThrow(
    /at most 20 units.*got 25.*annealedImportanceSampling/,
  );
  expect(() => rbm({ visible: 40, hidden: 4 }).enumerate(new Float64Array(204))).toThrow(/at most 16 units, got 40 visible/);
  expect(rbm({ visible: 40, hidden: 4 }).logZ(new Float64Array(204))).toBeCloseTo(44 * Math.LN2, 10);
  expect(() => sweepSpectrum({ visible: 9, hidden: 9 }, new Float64Array(99))).toThrow(/at most 8 units in the smaller layer/);
  expect(() => small.exactGradient(Float64Array.of(1e5, 0, 0, 0, 0, 0, 0, 0), bits)).toThrow(
    /theta\[0\].*got 100000\. The weights have exploded/,
  );
  expect(() => small.logZ(Float64Array.of(0, Number.NaN, 0, 0, 0, 0, 0, 0))).toThrow(/theta\[1\].*got NaN/);
  expect(() => small.contrastiveDivergence(theta, bits, 0, randomStream(1))).toThrow(/sweeps: expected at least one, got 0/);
  expect(() => annealedImportanceSampling(small, theta, { chains: 1, steps: 3 }, randomStream(1))).toThrow(
    /chains: expected a whole number of at least 2/,
  );
  expect(() => rbmParameters({ ...smallMachine, weights: [[1, 2], [3]] }, '[here]')).toThrow(
    /\[here\] weights: expected \[2, 2\].*got 1 numbers in row 1/,
  );
});
