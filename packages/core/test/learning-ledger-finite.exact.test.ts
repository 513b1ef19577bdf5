// The learning ledger of a learner with finitely many states, beside the enumeration of all of them (V11); what a path memorises.
import {
  type Bounds,
  type Experiment,
  exactProcess,
  type KnownModel,
  learningLedger,
  learningRecord,
  make,
  pathInformation,
  type Run,
  randomStream,
  recordState,
  simulate,
  total,
} from '@szilard/core';
import { bernoulliLearner } from '@szilard/models';
import { ideal } from '@szilard/reservoirs';
import { describe, expect, test } from 'vitest';

const STEPS = 4;
const data = [0.25, 0.75];
const params = { data, temperature: 0.3, steps: STEPS };
const bath = make(ideal);
const on = (shares: readonly number[]): Experiment => ({
  ...make(bernoulliLearner, { ...params, data: [...shares] }),
  reservoirs: { x: bath, theta: bath },
});
const model: KnownModel = {
  logDensity(x, theta, out) {
    for (let i = 0; i < x.n; i++) out[i] = -Math.log1p(Math.exp((1 - 2 * x.data[i * x.dim]) * theta.data[i]));
  },
  sample(theta, rng, x) {
    const chance = new Float64Array(x.n);
    rng.fillUniform(chance);
    for (let i = 0; i < x.n; i++) x.data[i * x.dim] = chance[i] < 1 / (1 + Math.exp(-theta.data[i])) ? 1 : 0;
  },
};
const run = (share: number, trajectories: number, every: number, seed: number): Run =>
  simulate(on([share]), {
    trajectories,
    rng: randomStream(seed).fork(share),
    record: { x: recordState('x', 2, every), theta: recordState('theta', 1, every) },
  });

function between({ lower, upper }: Bounds, truth: number, what: string): void {
  const text = `${what}: ${lower.value} ± ${lower.stderr} … ${upper.value} ± ${upper.stderr}, exact ${truth}`;
  expect(lower.value - 4 * lower.stderr, text).toBeLessThanOrEqual(truth + 1e-12);
  expect(upper.value + 4 * upper.stderr, text).toBeGreaterThanOrEqual(truth - 1e-12);
}

describe('the learner of bits, its states counted', () => {
  const whole = on(data);
  const { means } = exactProcess(whole, { labels: { x: [1] } });
  const exact = bernoulliLearner.exact!;
  const full = { ...bernoulliLearner.defaults, ...params };

  test.each([1, 2, 3])('seed %i: informations, entropies and heat agree', (seed) => {
    const runs = data.map((share) => run(share, 250, 2, seed));
    const record = learningRecord(runs);
    const { theta } = record;
    // K(θ′|θ) of every run under its own data set.
    const kernel = whole.subsystems.theta.kernel;
    const n = theta.trajectories;
    const logTransition = (frame: number, i: number, out: Float64Array) => {
      const at = (t: number, j: number) => theta.data[j * theta.steps + t];
      const from = { n, dim: 1, data: Float64Array.from({ length: n }, (_, j) => at(frame - 1, j)) };
      const to = { n, dim: 1, data: new Float64Array(n).fill(at(frame, i)) };
      const partner = { n, dim: 2, data: Float64Array.from({ length: 2 * n }, (_, k) => (k % 2 ? data[record.sources[k >> 1]] : 0)) };
      const open = bath.open(n, randomStream(1), { subsystem: whole.subsystems.theta, state: from });
      kernel.logDensity(from, to, { partner, control: new Float64Array(0), bath: open }, out);
    };
    const ledger = learningLedger(model, record, { rng: randomStream(seed).fork('look'), logTransition });
    const last = ledger.frames[STEPS];
    between(last.information!.together, exact['mutual-information'](full), 'I(X;Θ)');
    between(last.information!.learned!, exact['l-info'](full), 'L');
    between(last.information!.givenData, exact['mutual-information'](full) - exact['l-info'](full), 'I(X;Θ|B)');
    between(last.information!.entropy, means.entropy.x[2 * STEPS], 'S(X)');
    between(last.information!.apparent, means.apparent.x, 'interval entropy production');
    between(last.partial, means.partial.x, 'σ^X');
    between(last.nostalgia, means.nostalgia, 'nostalgia');
    expect(last.dissipated).toAgreeWith(means.conditional.x);
    expect(last.heat).toAgreeWith(means.heat.x);
    for (const { information, B2, step } of ledger.frames) {
      if (!step) continue;
      expect(information!.B1).toAgreeWith(0);
      expect(B2).toAgreeWith(0);
      expect(step.integral).toAgreeWith(1);
    }
    // A decoder cannot know more than there is.
    expect(last.information!.memorised!.value - 4 * last.information!.memorised!.stderr).toBeLessThan(exact['m-info'](full));
    expect(last.information!.memorised!.value).toBeGreaterThan(0.5 * exact['m-info'](full));
  });

  test('work and heat are those that the engine books, run by run', () => {
    const one = run(0.25, 60, 2, 1);
    const ledger = learningLedger(model, learningRecord([one]), { rng: randomStream(1) });
    const { ledger: book } = one;
    const mine = (column: Float64Array, mover: 'x' | 'theta') =>
      total(
        column.map((v, at) => (on([0.25]).ticks[at % book.ticks].mover === mover ? v : 0)),
        book.ticks,
      );
    const mean = (values: Float64Array) => values.reduce((a, b) => a + b) / values.length;
    expect(ledger.frames[STEPS].heat.value).toBeCloseTo(mean(mine(book.heat, 'x')), 12);
    // Work on X is booked when X moves next. The model's energy is −θx: beside −ln p it lacks the free energy −ln(1 + e^θ).
    const { theta } = one.records;
    const free = (t: number, i: number) => -Math.log1p(Math.exp(theta.data[i * theta.steps + t]));
    const gained = mean(Float64Array.from({ length: 60 }, (_, i) => free(STEPS, i) - free(0, i)));
    expect(ledger.frames[STEPS].work.value).toBeCloseTo(mean(mine(book.work, 'x')) - gained, 12);
  });

  test.each([1, 2, 3])(
    'seed %i: the path of the parameters tells at most ln S, more than its end, and as much as counting says',
    (seed) => {
      const record = learningRecord(data.map((share) => run(share, 2000, 1, seed)));
      const seen = pathInformation(whole, record, { component: 1, labels: data });
      expect(seen).toHaveLength(STEPS + 1);
      expect(seen[0].value).toBe(0);
      for (let n = 1; n <= STEPS; n++) {
        expect(seen[n]).toAgreeWith(countedPaths(n));
        expect(seen[n].value).toBeLessThan(Math.LN2);
        expect(seen[n].value + 4 * seen[n].stderr).toBeGreaterThan(exact['m-info']({ ...full, steps: n }));
      }
      expect(countedPaths(STEPS)).toBeGreaterThan(exact['m-info'](full) + 0.01);
    },
  );

  test('says what it cannot do', () => {
    const every = learningRecord(data.map((share) => run(share, 4, 1, 1)));
    const half = learningRecord(data.map((share) => run(share, 4, 2, 1)));
    expect(() => pathInformation(whole, half, { component: 1, labels: data })).toThrow(
      /expected frames at every one of 8 ticks and the start, got 5/,
    );
    expect(() => pathInformation(whole, every, { component: 1, labels: [0.25] })).toThrow(
      /labels: expected one for each of 2 data sets, got 1/,
    );
    expect(() => learningRecord([])).toThrow(/runs: expected one on each data set, got none/);
    expect(() => learningRecord([{ records: {} }])).toThrow(/records\.theta: expected it of every run, got none of run 0/);
  });
});

/** I(Θ_0 … Θ_n;B) by every path. */
function countedPaths(n: number): number {
  const thetas = [-2, -1, 0, 1, 2];
  const prior = thetas.map((theta) => Math.exp(-0.5 * theta * theta));
  const sum = prior.reduce((a, b) => a + b);
  const step = (share: number, from: number, to: number): number => {
    const u = thetas.map((theta) => (-share * theta + Math.log1p(Math.exp(theta))) / params.temperature);
    const go = (by: number) => (u[from + by] === undefined ? 0 : 0.5 * Math.min(1, Math.exp(u[from] - u[from + by])));
    return from === to ? 1 - go(1) - go(-1) : Math.abs(to - from) === 1 ? go(to - from) : 0;
  };
  const walk = (at: number, left: number, p: readonly number[]): number => {
    if (left === 0) {
      const mean = (p[0] + p[1]) / 2;
      return p.reduce((total, q) => total + (q > 0 ? 0.5 * q * Math.log(q / mean) : 0), 0);
    }
    return thetas.reduce((total, _, to) => {
      const next = p.map((q, b) => q * step(data[b], at, to));
      return total + (next[0] + next[1] > 0 ? walk(to, left - 1, next) : 0);
    }, 0);
  };
  return thetas.reduce((total, _, at) => total + walk(at, n, [prior[at] / sum, prior[at] / sum]), 0);
}
