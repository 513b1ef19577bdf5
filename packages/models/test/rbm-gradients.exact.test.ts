// Gradients of restricted Boltzmann machines: exact ones by the slope of the loss, those of chains by the exact ones.
import { type Batch, batch, batchOf, moments, randomStream } from '@szilard/core';
import { rbm, reconstructionError } from '@szilard/models';
import { describe, expect, test } from 'vitest';

/** A machine with weights of order `width`. */
const drawn = (visible: number, hidden: number, width: number): Float64Array => {
  const out = new Float64Array(visible * hidden + visible + hidden);
  randomStream(1).fillNormal(out);
  return out.map((value) => width * value);
};

describe('gradients', () => {
  const shape = { visible: 4, hidden: 3 };
  const machine = rbm(shape);
  const data = batchOf(Float64Array.of(1, 0, 1, 1, 0, 0, 1, 0, 1, 1, 1, 1), 4);

  test('exact: the slope of the exact loss', () => {
    const of = drawn(4, 3, 0.8);
    const { loss, gradient } = machine.exactGradient(of, data);
    expect(loss).toBeCloseTo(machine.loss(of, data), 13);
    expect(loss).toBeCloseTo(-machine.logProbability(of, data).reduce((a, b) => a + b) / data.n, 12);
    for (let k = 0; k < of.length; k++) {
      const at = (step: number) =>
        machine.loss(
          of.map((value, l) => (l === k ? value + step : value)),
          data,
        );
      expect(gradient[k]).toBeCloseTo((at(1e-5) - at(-1e-5)) / 2e-5, 8);
    }
  });

  test('exact: hidden layers larger than visible ones are summed the other way', () => {
    const wide = rbm({ visible: 3, hidden: 5 });
    const [of, rows] = [drawn(3, 5, 0.8), batchOf(Float64Array.of(1, 0, 1, 0, 1, 1), 3)];
    const { gradient } = wide.exactGradient(of, rows);
    for (let k = 0; k < of.length; k++) {
      const at = (step: number) =>
        wide.loss(
          of.map((value, l) => (l === k ? value + step : value)),
          rows,
        );
      expect(gradient[k]).toBeCloseTo((at(1e-5) - at(-1e-5)) / 2e-5, 8);
    }
  });

  test.each([1, 2, 3])('many sweeps of CD and of PCD agree with it, CD-1 does not; seed %i', (seed) => {
    // Weights that mix within a few sweeps, data far from the model.
    const of = drawn(4, 3, 1.5);
    const { gradient } = machine.exactGradient(of, data);
    const rows = batchOf(
      Float64Array.from({ length: 4 * 3 * 30 }, (_, at) => data.data[at % 12]),
      4,
    );
    const repeats = 40;
    const summary = (draw: (r: number) => Float64Array) => {
      const each = Array.from({ length: repeats }, (_, r) => draw(r));
      return gradient.map((truth, k) => {
        const { mean, stderr } = moments(each.map((g) => g[k]));
        return (mean - truth) / stderr;
      });
    };
    const far = (z: Float64Array) => z.reduce((sum, value) => sum + value * value, 0) / z.length;
    const rng = randomStream(seed);
    expect(far(summary((r) => machine.contrastiveDivergence(of, rows, 15, rng.fork(r)).gradient))).toBeLessThan(4);
    let chains = rows;
    const persistent = summary((r) => {
      const step = machine.persistent(of, rows, chains, 10, rng.fork('persistent').fork(r));
      chains = step.chains;
      return step.gradient;
    });
    expect(far(persistent)).toBeLessThan(4);
    expect(far(summary((r) => machine.contrastiveDivergence(of, rows, 1, rng.fork(r)).gradient))).toBeGreaterThan(8);
  });

  test('a few hundred steps of PCD learn what the exact gradient learns', () => {
    const rows = batchOf(Float64Array.of(1, 1, 0, 0, 0, 0, 1, 1, 1, 1, 0, 0, 0, 0, 1, 1), 4);
    const begin = machine.initial(randomStream(1), 0.1);
    const rng = randomStream(2);
    let [of, exactly] = [begin, begin];
    let chains: Batch = batch(100, 4);
    for (let step = 0; step < 600; step++) {
      const { gradient, chains: next } = machine.persistent(of, rows, chains, 1, rng.fork(step));
      chains = next;
      of = of.map((value, k) => value - 0.1 * gradient[k]);
      const { gradient: slope } = machine.exactGradient(exactly, rows);
      exactly = exactly.map((value, k) => value - 0.1 * slope[k]);
    }
    const [before, after] = [machine.loss(begin, rows), machine.loss(of, rows)];
    expect(before).toBeGreaterThan(2.5);
    expect(Math.abs(after - machine.loss(exactly, rows))).toBeLessThan(0.1 * (before - after));
    // ln 2 is the least that two patterns alike can cost.
    expect(after).toBeGreaterThan(Math.LN2);
    expect(reconstructionError(machine, of, rows)).toBeLessThan(0.05);
  });
});
