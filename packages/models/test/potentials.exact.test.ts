// Systems without closed forms: a ratchet, a flow, an erasure; each against a control, the last against its transition matrix.
import {
  detailedFluctuation,
  type Experiment,
  entropyProduction,
  localDetailedBalance,
  type ModelPlugin,
  make,
  moments,
  type Run,
  randomStream,
  recordState,
  reverse,
  simulate,
  total,
} from '@szilard/core';
import { erasure, erasureProtocol, flashingRatchet, mexicanHatShear } from '@szilard/models';
import { ideal } from '@szilard/reservoirs';
import { describe, expect, test } from 'vitest';

const bath = make(ideal);
const touch = <P extends object>(model: ModelPlugin<P>, params: Partial<P> = {}): Experiment => ({
  ...make(model, params),
  reservoirs: { x: bath, theta: bath },
});
const run = (e: Experiment, seed: number, trajectories = 10_000) =>
  simulate(e, { trajectories, rng: randomStream(seed), ledger: 'totals' });
const mean = (values: Float64Array) => ({ value: moments(values).mean, stderr: moments(values).stderr });

describe('flashing ratchet', () => {
  const current = (asymmetry: number, seed: number, extra = {}) => {
    const e = touch(flashingRatchet, { asymmetry, height: 8, cycles: 20, on: 40, off: 10, ...extra });
    const { x, records } = simulate(e, {
      trajectories: 600,
      rng: randomStream(seed),
      ledger: 'totals',
      record: { x: recordState('x', 1, e.ticks.length) },
    });
    return mean(Float64Array.from({ length: x.n }, (_, i) => Math.floor(x.data[i]) - Math.floor(records.x.data[2 * i])));
  };

  test.each([1, 2, 3])('runs towards the near top, seed %i; symmetric or unswitched it does not run', (seed) => {
    const [right, left] = [current(0.2, seed), current(0.8, seed)];
    expect(right.value / right.stderr).toBeGreaterThan(10);
    expect(left.value / left.stderr).toBeLessThan(-10);
    expect(current(0.5, seed)).toAgreeWith(0);
    expect(current(0.2, seed, { off: 0 })).toAgreeWith(0);
  });

  test('local detailed balance within each potential, the theorem for the whole, work by switching alone', () => {
    const e = touch(flashingRatchet);
    const moves = simulate(e, { trajectories: 200, rng: randomStream(1) });
    expect(localDetailedBalance(moves).holds).toBe('yes');
    const switched = e.ticks.map(({ control }, t) => t === 0 || control[0] !== e.ticks[t - 1].control[0]);
    expect(moves.ledger.work.every((w, at) => switched[at % moves.ledger.ticks] || Math.abs(w) < 1e-12)).toBe(true);
    const sigma = (r: Run) => entropyProduction(r, 'bathEntropy');
    expect(detailedFluctuation(sigma(run(e, 1)), sigma(run(reverse(e), 2))).holds).toBe('yes');
  });
});

describe('Mexican hat in a shear flow', () => {
  test('the flow turns the bead clockwise and produces entropy; without it there is neither', () => {
    const turn = (shear: number) => {
      const e = touch(mexicanHatShear, { shear });
      const r = simulate(e, { trajectories: 1000, rng: randomStream(1), record: { x: recordState('x', 2) } });
      const { steps, data } = r.records.x;
      const area = Float64Array.from({ length: 1000 }, (_, i) => {
        let sum = 0;
        for (let at = 2 * i * steps; at < 2 * (i + 1) * steps - 2; at += 2) sum += data[at] * data[at + 3] - data[at + 1] * data[at + 2];
        return sum;
      });
      return { area: mean(area), flow: mean(total(r.ledger.work, r.ledger.ticks)), sigma: mean(entropyProduction(r)) };
    };
    const flowing = turn(1);
    expect(flowing.area.value / flowing.area.stderr).toBeLessThan(-10);
    expect(flowing.flow.value / flowing.flow.stderr).toBeGreaterThan(10);
    expect(flowing.sigma.value / flowing.sigma.stderr).toBeGreaterThan(10);
    const still = turn(0);
    expect(still.area).toAgreeWith(0);
    expect(still.flow.value).toBe(0);
  });

  test('an estimate that does not depend on dt: work per unit time at two steps', () => {
    const rate = (dt: number, seed: number) => {
      const r = run(touch(mexicanHatShear, { dt, ticks: Math.round(1 / dt) }), seed, 4000);
      return mean(r.ledger.work);
    };
    const [coarse, fine] = [rate(0.01, 1), rate(0.0025, 2)];
    expect({ value: coarse.value - fine.value, stderr: Math.hypot(coarse.stderr, fine.stderr) }).toAgreeWith(0);
  });
});

describe('erasure', () => {
  /** The Metropolis chain on a fine grid: law of x tick by tick, hence ⟨W⟩ and the share that ends on the left. */
  const onGrid = (params: { barrier: number; tilt: number; stride: number; ticks: number }, step = 0.04) => {
    const { barrier, tilt, stride, ticks } = params;
    const points = Array.from({ length: Math.round(4.4 / step) + 1 }, (_, j) => -2.2 + j * step);
    const energy = ([b, f]: Float64Array) => points.map((x) => barrier * x * x * (x * x - 2 * b) - f * x);
    const proposal = points.map((x) =>
      points.map((y) => (step * Math.exp(-0.5 * ((y - x) / stride) ** 2)) / (stride * Math.sqrt(2 * Math.PI))),
    );
    const protocol = erasureProtocol(tilt);
    let rest = energy(protocol(0));
    let law = rest.map((u) => Math.exp(-u));
    const norm = law.reduce((a, b) => a + b);
    law = law.map((p) => p / norm);
    let work = 0;
    const lift = (to: readonly number[]) => {
      work += law.reduce((sum, p, j) => sum + p * (to[j] - rest[j]), 0);
      rest = [...to];
    };
    for (const { control } of make(erasure, { ...params }).ticks) {
      lift(energy(control));
      const next = new Array<number>(points.length).fill(0);
      for (const [j, p] of law.entries()) {
        let left = p;
        for (let k = 0; k < points.length; k++) {
          if (k === j) continue;
          const gone = p * proposal[j][k] * Math.min(1, Math.exp(rest[j] - rest[k]));
          next[k] += gone;
          left -= gone;
        }
        next[j] += left;
      }
      law = next;
    }
    lift(energy(protocol(1)));
    expect(ticks).toBe(make(erasure, { ...params }).ticks.length);
    // The point 0 belongs to neither side.
    const left = law.reduce((sum, p, j) => sum + (points[j] < -1e-9 ? p : Math.abs(points[j]) < 1e-9 ? p / 2 : 0), 0);
    return { work, left };
  };

  test.each([1, 2, 3])('simulated as on the grid: work, the share that ends on the left, Landauer, the theorems, seed %i', (seed) => {
    const params = { ...erasure.defaults, ticks: 200 };
    const e = touch(erasure, params);
    const r = run(e, seed, 4000);
    const truth = onGrid(params);
    expect(mean(r.ledger.work)).toAgreeWith(truth.work);
    expect(mean(r.x.data.map((x) => (x < 0 ? 1 : 0)))).toAgreeWith(truth.left);
    const back = entropyProduction(run(reverse(e), seed + 10, 4000), 'bathEntropy');
    expect(detailedFluctuation(entropyProduction(r, 'bathEntropy'), back).holds).toBe('yes');
    // ln 2 less what is left of the bit: the least work for this fidelity.
    const bound = Math.LN2 + truth.left * Math.log(truth.left) + (1 - truth.left) * Math.log(1 - truth.left);
    expect(truth.left).toBeGreaterThan(0.98);
    expect(truth.work).toBeGreaterThan(bound);
  });

  test('slower is cheaper, ln 2 plus a term in 1/duration, while the barrier keeps the bit', () => {
    const at = (ticks: number) => onGrid({ barrier: 16, tilt: 6, stride: 0.3, ticks }, 0.05);
    const [a, b, c] = [at(800), at(1600), at(3200)];
    for (const { left } of [a, b, c]) expect(left).toBeGreaterThan(0.9995);
    expect((a.work - b.work) / (b.work - c.work)).toBeCloseTo(2, 1);
    expect(Math.abs(2 * c.work - b.work - Math.LN2)).toBeLessThan(0.002);
  });

  test('too slow for its barrier, the bit comes back, and the work with it', () => {
    const at = (ticks: number) => onGrid({ ...erasure.defaults, ticks }, 0.05);
    const [quick, slow] = [at(200), at(6000)];
    expect(slow.left).toBeLessThan(quick.left - 0.1);
    expect(slow.work).toBeLessThan(Math.LN2);
  });

  test('control: without a tilt nothing is erased', () => {
    expect(onGrid({ ...erasure.defaults, tilt: 0, ticks: 200 }).left).toBeCloseTo(0.5, 10);
    const r = run(touch(erasure, { tilt: 0, ticks: 200 }), 1, 4000);
    expect(mean(r.x.data.map((x) => (x < 0 ? 1 : 0)))).toAgreeWith(0.5);
  });
});
