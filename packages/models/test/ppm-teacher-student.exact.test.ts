// Case V20 of docs/theory.md 22: what a perceptron pays for labels. Digits of the limit by formula, then a thousand weights by simulation.
import {
  type Batch,
  type Experiment,
  entropyProduction,
  integralFluctuation,
  localDetailedBalance,
  make,
  moments,
  paramsOf,
  randomStream,
  simulate,
  total,
} from '@szilard/core';
import { hebbianEfficiency, perceptronAgreement, teacherStudent, teacherStudentHebbian } from '@szilard/models';
import { ideal } from '@szilard/reservoirs';
import { describe, expect, test } from 'vitest';

const near = (value: number, truth: number, digits = 1e-9) =>
  expect(Math.abs(value - truth)).toBeLessThan(1.01 * digits * Math.max(1, Math.abs(truth)));
const bath = make(ideal);
const mean = (values: Float64Array) => ({ value: moments(values).mean, stderr: moments(values).stderr });

describe('V20: the thermodynamic limit', () => {
  // α, ν, p_C, I, ΔS, Q, η
  test.each([
    [1, 1, 0.7602499389, 0.1423555232, 0.3465735903, 0.5, 0.1681549305],
    [0.1, 1, 0.8298221288, 0.2369790422, 0.0476550899, 0.05, 0.242669422],
    [1, 2, 0.8144533152, 0.21344639, 0.8047189562, 2, 0.07610259472],
  ])('α = %f, ν = %f', (load, rate, correct, information, entropyGain, heat, efficiency) => {
    const found = hebbianEfficiency({ load, rate, readout: 'sign' });
    near(found.correct, correct);
    near(found.information, information);
    near(found.entropyGain, entropyGain);
    near(found.heat, heat);
    near(found.efficiency, efficiency);
  });

  test('a high load, the thermal read-out, labels of a perceptron', () => {
    const many = hebbianEfficiency({ load: 10, rate: 1, readout: 'sign' });
    near(many.correct, 0.6184876997);
    near(many.efficiency, 0.04572963499);
    const thermal = hebbianEfficiency({ load: 1, rate: 1, readout: 'thermal' });
    near(thermal.correct, 0.6750567023);
    near(thermal.efficiency, 0.07395411722);
    near(perceptronAgreement({ load: 1, rate: 1, readout: 'sign' }), 0.8637875, 1e-7);
    // A teacher that is of no use to the other patterns is a random one.
    near(
      perceptronAgreement({ load: 1e-9, rate: 1, readout: 'sign' }),
      hebbianEfficiency({ load: 1e-9, rate: 1, readout: 'sign' }).correct,
    );
  });

  test('η ≤ 1, and αI ≤ ΔS alone, over four decades of load and rate', () => {
    for (let a = -2; a <= 2; a += 0.25)
      for (let n = -2; n <= 2; n += 0.25) {
        const load = 10 ** a;
        for (const readout of ['sign', 'thermal'] as const) {
          const { information, entropyGain, efficiency } = hebbianEfficiency({ load, rate: 10 ** n, readout });
          expect(efficiency).toBeGreaterThan(0);
          expect(efficiency).toBeLessThan(1);
          expect(load * information).toBeLessThan(entropyGain);
        }
      }
    const { information, entropyGain } = hebbianEfficiency({ load: 1, rate: 1, readout: 'sign' });
    near(information / entropyGain, 0.4107513, 1e-7);
  });

  test.each([
    [{ load: 0, rate: 1 }, /load: expected a finite number above 0, got 0/],
    [{ load: 1, rate: Number.NaN }, /rate: expected a finite number above 0, got NaN/],
  ])('refuses %j', (wrong, why) => {
    expect(() => hebbianEfficiency({ readout: 'sign', ...wrong })).toThrow(why);
  });
});

/** Share of patterns that each run gets right; [runs]. */
const share = (right: (at: number) => number, { n, dim }: Batch) =>
  Float64Array.from({ length: n }, (_, i) => Array.from({ length: dim }, (_x, m) => right(i * dim + m)).reduce((a, b) => a + b) / dim);

describe.each([1, 2, 3])('a thousand weights, seed %i', (seed) => {
  test.each([
    ['random', 1, 0.7602499389],
    ['random', 0.1, 0.8298221288],
    ['perceptron', 1, 0.8637875],
  ] as const)('%s labels, α = %f: p_C, heat, the width of the weights', (labels, load, correct) => {
    const params = paramsOf(teacherStudentHebbian, { weights: 1000, load, rate: 1, labels, disorder: seed, dt: 4, steps: 2 });
    const { model, truth, sums } = teacherStudent(params);
    const run = simulate({ ...model, reservoirs: { x: bath, theta: bath } }, { trajectories: 8, rng: randomStream(seed) });
    const [labelled, a] = [truth(run.x), sums(run.theta)];
    const right = share((at) => (labelled.data[at] * a.data[at] > 0 ? 1 : 0), a);
    // Patterns are the same in all runs: what 1/√N leaves of one draw of them is allowed for.
    const { value, stderr } = mean(right);
    expect({ value, stderr: Math.hypot(stderr, 0.5 / Math.sqrt(1000 * labelled.dim)) }).toAgreeWith(correct);
    if (labels === 'perceptron') return;
    const thermal = share((at) => (labelled.data[at] === run.x.data[Math.floor(at / a.dim) * run.x.dim + (at % a.dim)] ? 1 : 0), a);
    expect(mean(thermal)).toAgreeWith(hebbianEfficiency({ load, rate: 1, readout: 'thermal' }).correct);
    const { heat, ticks } = run.ledger;
    const spent = Float64Array.from({ length: 8 }, (_, i) => (heat[i * ticks] + heat[i * ticks + 2]) / 1000);
    expect(mean(spent)).toAgreeWith((load / 2) * -Math.expm1(-16));
    expect(mean(run.theta.data.map((w) => w * w))).toAgreeWith(1 + load);
  });
});

describe.each([1, 2, 3])('eight weights, seed %i', (seed) => {
  test.each(['random', 'perceptron'] as const)('%s labels: both laws on every run', (labels) => {
    const e: Experiment = { ...make(teacherStudentHebbian, { labels }), reservoirs: { x: bath, theta: bath } };
    const run = simulate(e, { trajectories: 20_000, rng: randomStream(seed) });
    expect(localDetailedBalance(run).holds).toBe('yes');
    expect(integralFluctuation(entropyProduction(run)).holds).toBe('yes');
    const lost = { ...run, boundary: run.boundary.map((b) => b + 0.1) };
    expect(integralFluctuation(entropyProduction(lost)).holds).toBe('no');
    const gained = run.energy.end.map((u, i) => u - run.energy.start[i]);
    const [work, heat] = [total(run.ledger.work, run.ledger.ticks), total(run.ledger.heat, run.ledger.ticks)];
    for (let i = 0; i < 100; i++) near(gained[i], work[i] - heat[i], 1e-10);
  });
});

test('a closed form is for random labels only', () => {
  expect(() => teacherStudentHebbian.exact!['heat-of-weights']({ ...teacherStudentHebbian.defaults, labels: 'perceptron' })).toThrow(
    /labels: expected random for a closed form, got perceptron/,
  );
  expect(() => make(teacherStudentHebbian, { load: 0 })).toThrow(/load: expected a finite number above 0/);
});

test('patterns follow from the disorder, not from the run', () => {
  const go = (disorder: number, seed: number) => {
    const { model } = teacherStudent({ ...teacherStudentHebbian.defaults, disorder });
    const run = simulate({ ...model, reservoirs: { x: bath, theta: bath } }, { trajectories: 3, rng: randomStream(seed) });
    return run.x.data;
  };
  expect(go(1, 1)).toEqual(go(1, 1));
  expect(go(1, 1)).not.toEqual(go(2, 1));
});

test.each([
  [0.05, /load: expected load·weights between 0\.5 and 6250000 patterns, got 0\.4\. Change load or weights\.$/],
  [1e9, /between 0\.5 and 6250000 patterns, got 8000000000\./],
])('a load that leaves no pattern, or more than memory holds, is refused: %d', (load, reason) => {
  expect(() => teacherStudent({ ...teacherStudentHebbian.defaults, load })).toThrow(reason);
});
