// The learning ledger beside closed forms: V10 over endlessly many data sets, and over a few known ones by quadrature.
import { type Bounds, type LedgerFrame, learningLedger, type Measured, randomStream } from '@szilard/core';
import { expect, test } from 'vitest';
import { lnNormal, type NormalLearner, normalLaw, normalModel, normalRuns } from './learners.ts';

/** The truth lies between, each bound having an error; and the two are not further apart than `apart`. */
function mustBracket({ lower, upper }: Bounds, truth: number, apart: number, what: string): void {
  const text = `${what}: ${lower.value} ± ${lower.stderr} … ${upper.value} ± ${upper.stderr}, exact ${truth}`;
  expect(lower.value - 4 * lower.stderr, text).toBeLessThanOrEqual(truth);
  expect(upper.value + 4 * upper.stderr, text).toBeGreaterThanOrEqual(truth);
  expect(upper.value - lower.value, text).toBeLessThan(apart);
}

const table: NormalLearner = { rate: 0.1, batchVariance: 0.1, start: 1, width: 0.5, steps: 10 };
/** docs/theory.md 6 with S_B = 4: I(X;Θ), L, M, Σ_X|Θ, σ^X, nostalgia, interval entropy production after n steps. */
const V10 = [
  [1, 0.7412566094, 0.01850349905, 0.02407203723, 0.102, 0.01388411855, 0.08811588145, 0.03853765321],
  [2, 0.7186410544, 0.07379888597, 0.0992134615, 0.18502, 0.02012497562, 0.1648950244, 0.0989420982],
  [5, 0.8137961435, 0.3743094754, 0.5332318368, 0.3529662938, 0.04534261391, 0.3076236799, 0.3620434811],
  [10, 1.057664659, 0.8533347458, 1.335207345, 0.482894047, 0.0977728053, 0.3851212417, 0.7358397501],
  [20, 1.298593068, 1.260175058, 2.523600617, 0.5600958128, 0.1354633721, 0.4246324407, 1.053969925],
] as const;
const drawnMeans = (n: number, rng: ReturnType<typeof randomStream>) => {
  const z = new Float64Array(n);
  rng.fillNormal(z);
  return Array.from(z, (v) => 2 * v);
};

test.each([1, 2, 3])('seed %i: the table of V10, every run with a data set of its own', (seed) => {
  const rng = randomStream(seed);
  const { record, logTransition } = normalRuns(table, drawnMeans(500, rng.fork('means')), 1, rng.fork('runs'));
  const ledger = learningLedger(normalModel(table.width), record, { rng: rng.fork('look'), dataSets: 'drawn', logTransition });
  for (const [n, together, , , dissipated, partial, nostalgia, apparent] of V10.filter(([step]) => step <= 10)) {
    const at = ledger.frames[n];
    mustBracket(at.information!.together, together, 0.1, `I(X;Θ) at ${n}`);
    mustBracket(at.information!.apparent, apparent, 0.15, `interval EP at ${n}`);
    expect(at.dissipated).toAgreeWith(dissipated);
    // Work into X; F = 0, so that it is the dissipation; what X takes in, it gives to its bath.
    expect(at.work).toAgreeWith(dissipated);
    expect(at.heat).toAgreeWith(dissipated);
    mustBracket(at.partial, partial, 0.15, `σ^X at ${n}`);
    mustBracket(at.nostalgia, nostalgia, 0.15, `nostalgia at ${n}`);
    expect(at.information!.B1).toAgreeWith(0);
    expect(at.B2).toAgreeWith(0);
    expect(at.step!.integral).toAgreeWith(1);
  }
  expect(ledger.cautions.join()).toMatch(/one run on each data set: L-info and M-info are not to be had/);
});

test('L-info and M-info of V10 from runs that share data sets', () => {
  const rng = randomStream(1);
  const { record } = normalRuns({ ...table, steps: 20 }, drawnMeans(160, rng.fork('means')), 8, rng.fork('runs'));
  const ledger = learningLedger(normalModel(table.width), record, { rng: rng.fork('look'), dataSets: 'drawn', every: 10 });
  for (const [n, together, learned, memorised] of V10.filter(([step]) => step >= 10)) {
    const { information } = ledger.frames[n];
    mustBracket(information!.together, together, 0.2, `I(X;Θ) at ${n}`);
    mustBracket(information!.learned!, learned, 0.3, `L at ${n}`);
    mustBracket(information!.givenData, together - learned, 0.1, `I(X;Θ|B) at ${n}`);
    // A lower bound, and a good one: its family of laws is the right one, and 160 data sets can tell ln 160 = 5.08 nats.
    expect(information!.memorised!.value - 4 * information!.memorised!.stderr).toBeLessThan(memorised);
    expect(information!.memorised!.value).toBeGreaterThan(memorised - 0.45);
  }
});

/** Truths over a few data sets of given means, by the rule of rectangles (exponentially good for these). */
function quadrature(learner: NormalLearner, means: readonly number[], n: number) {
  const { width, rate, batchVariance } = learner;
  const S = means.length;
  const entropyOf = (centres: readonly number[], variance: number) => {
    const [low, high, cells] = [Math.min(...centres) - 9 * Math.sqrt(variance), Math.max(...centres) + 9 * Math.sqrt(variance), 4000];
    const h = (high - low) / cells;
    let sum = 0;
    for (let k = 0; k <= cells; k++) {
      const p = centres.reduce((total, c) => total + Math.exp(lnNormal(low + k * h - c, variance)) / centres.length, 0);
      if (p > 0) sum -= h * p * Math.log(p);
    }
    return sum;
  };
  const normalEntropy = (variance: number) => 0.5 * Math.log(2 * Math.PI * Math.E * variance);
  const at = (step: number) => {
    const { along, variance } = normalLaw(learner, step);
    const centres = means.map((m) => along * m);
    const entropy = entropyOf(centres, variance + width ** 2);
    return {
      centres,
      variance,
      entropy,
      together: entropy - normalEntropy(width ** 2),
      givenData: normalEntropy(variance + width ** 2) - normalEntropy(width ** 2),
      learned: entropy - normalEntropy(variance + width ** 2),
      memorised: entropyOf(centres, variance) - normalEntropy(variance),
    };
  };
  /** I(X_{n−1};Θ_n): given the data set the two are jointly normal. */
  const afterMove = (step: number) => {
    const [then, now] = [at(step - 1), at(step)];
    const [vx, vt, cov] = [then.variance + width ** 2, now.variance, (1 - rate) * then.variance];
    const rest = vt - cov ** 2 / vx;
    const cells = 400;
    const range = (centres: readonly number[], v: number) => {
      const [low, high] = [Math.min(...centres) - 7 * Math.sqrt(v), Math.max(...centres) + 7 * Math.sqrt(v)];
      return { low, h: (high - low) / cells };
    };
    const [X, T] = [range(then.centres, vx), range(now.centres, vt)];
    const [px, pt] = [new Float64Array(cells + 1), new Float64Array(cells + 1)];
    const joint = new Float64Array((cells + 1) ** 2);
    for (let a = 0; a <= cells; a++)
      for (let b = 0; b <= cells; b++) {
        let p = 0;
        for (let s = 0; s < S; s++) {
          const dx = X.low + a * X.h - then.centres[s];
          p += Math.exp(lnNormal(dx, vx) + lnNormal(T.low + b * T.h - now.centres[s] - (cov / vx) * dx, rest)) / S;
        }
        joint[a * (cells + 1) + b] = p;
        px[a] += p * T.h;
        pt[b] += p * X.h;
      }
    let information = 0;
    for (let a = 0; a <= cells; a++)
      for (let b = 0; b <= cells; b++) {
        const p = joint[a * (cells + 1) + b];
        if (p > 1e-300) information += X.h * T.h * p * Math.log(p / (px[a] * pt[b]));
      }
    return information;
  };
  let [dissipated, nostalgia] = [0, 0];
  for (let step = 1; step <= n; step++) {
    const { along, variance } = normalLaw(learner, step - 1);
    // E(θ′ − θ)² = ε² [(m − ⟨θ⟩)² + v + c²/b] over data sets
    const pull = means.reduce((sum, m) => sum + ((1 - along) * m) ** 2 / S, 0);
    dissipated += (rate * rate * (pull + variance + batchVariance)) / (2 * width ** 2);
    nostalgia += at(step - 1).together - afterMove(step);
  }
  const [start, end] = [at(0), at(n)];
  return { ...end, dissipated, nostalgia, partial: dissipated - nostalgia, apparent: dissipated + end.together - start.together };
}

test.each([1, 2, 3])('seed %i: four known data sets, every entry by quadrature', (seed) => {
  const few: NormalLearner = { rate: 0.25, batchVariance: 0.2, start: 0.3, width: 0.6, steps: 6 };
  const means = [-1.5, 0.2, 0.9, 1.8];
  const { record, logTransition } = normalRuns(few, means, 120, randomStream(seed).fork('runs'));
  const ledger = learningLedger(normalModel(few.width), record, { rng: randomStream(seed).fork('look'), logTransition });
  const plainBook = learningLedger(normalModel(few.width), record, { rng: randomStream(seed).fork('look') });
  for (const n of [1, 3, 6]) {
    const truth = quadrature(few, means, n);
    const at = ledger.frames[n];
    const information = at.information!;
    mustBracket(information.entropy, truth.entropy, 0.05, `S(X) at ${n}`);
    mustBracket(information.together, truth.together, 0.05, `I(X;Θ) at ${n}`);
    mustBracket(information.givenData, truth.givenData, 0.05, `I(X;Θ|B) at ${n}`);
    mustBracket(information.learned!, truth.learned, 0.05, `L at ${n}`);
    expect(information.memorised!.value - 4 * information.memorised!.stderr).toBeLessThan(truth.memorised);
    expect(information.memorised!.value).toBeGreaterThan(truth.memorised - 0.06);
    expect(information.memorised!.value).toBeGreaterThan(information.learned!.upper.value);
    mustBracket(information.apparent, truth.apparent, 0.1, `interval EP at ${n}`);
    expect(at.dissipated).toAgreeWith(truth.dissipated);
    mustBracket(at.partial, truth.partial, 0.03, `σ^X at ${n}`);
    mustBracket(at.nostalgia, truth.nostalgia, 0.03, `nostalgia at ${n}`);
    for (const zero of [information.B1, at.B2]) expect(zero).toAgreeWith(0);
    // Without the law of the moves the bracket is wider, and right.
    mustBracket(plainBook.frames[n].partial, truth.partial, 1, `σ^X at ${n}, moves unknown`);
    mustBracket(plainBook.frames[n].nostalgia, truth.nostalgia, 1, `nostalgia at ${n}, moves unknown`);
  }
  expect(ledger.ceilings.learned).toBeCloseTo(Math.log(4), 12);
});

test('a decoder by losses tells data sets, at most as well as their law, and says nothing where nothing was learned', () => {
  const few: NormalLearner = { rate: 0.25, batchVariance: 0.2, start: 0.3, width: 0.6, steps: 6 };
  const means = [-1.5, 0.2, 0.9, 1.8];
  const { record } = normalRuns(few, means, 150, randomStream(1));
  const options = { rng: randomStream(1).fork('look'), every: 6 };
  const near = (theta: { data: Float64Array }) =>
    Float64Array.from({ length: 4 * theta.data.length }, (_, at) => (theta.data[at >> 2] - means[at % 4]) ** 2);
  const { frames } = learningLedger(normalModel(few.width), record, { ...options, losses: near });
  const truth = quadrature(few, means, 6).memorised;
  const told = frames[6].information!.memorised!;
  expect(told.value - 4 * told.stderr).toBeLessThan(truth);
  // The law of θ given its data set lies around (1 − a⁶) m, not m: the losses are not quite the right decoder.
  expect(told.value).toBeGreaterThan(truth - 0.25);
  expect(Math.abs(frames[0].information!.memorised!.value)).toBeLessThan(0.02);
  // Losses that belong to other data sets do not lift it above what there is: they sink it.
  const wrong = (theta: { data: Float64Array }) =>
    Float64Array.from({ length: 4 * theta.data.length }, (_, at) => (theta.data[at >> 2] - means[(at + 1) % 4]) ** 2);
  const misled = learningLedger(normalModel(few.width), record, { ...options, losses: wrong }).frames[6].information!.memorised!;
  expect(misled.value).toBeLessThan(told.value - 0.2);
  expect(() => learningLedger(normalModel(0.6), record, { ...options, losses: () => new Float64Array(3) })).toThrow(
    /losses: expected \[600, 4\] at frame 0, got 3 numbers/,
  );
  const lost = (theta: { data: Float64Array }) => new Float64Array(4 * theta.data.length).fill(Number.POSITIVE_INFINITY);
  expect(() => learningLedger(normalModel(0.6), record, { ...options, losses: lost })).toThrow(
    /losses: expected finite numbers, got Infinity/,
  );
});

/** Largest |z| of a residual over all frames. */
const worst = (frames: readonly LedgerFrame[], of: (at: LedgerFrame) => Measured | undefined, truth = 0) =>
  Math.max(
    ...frames.map((at) => {
      const seen = of(at);
      return seen && seen.stderr > 0 ? Math.abs(seen.value - truth) / seen.stderr : 0;
    }),
  );

test('negative controls: samples that go with other parameters break B1 and B2, a wrong density the integral theorem', () => {
  const learner: NormalLearner = { rate: 0.2, batchVariance: 0.3, start: 0.3, width: 0.5, steps: 6 };
  const { record } = normalRuns(learner, [-2, 0, 2], 150, randomStream(1));
  const rng = randomStream(1).fork('look');
  const right = learningLedger(normalModel(0.5), record, { rng });
  expect(worst(right.frames, ({ information }) => information!.B1)).toBeLessThan(4);
  expect(worst(right.frames, ({ B2 }) => B2)).toBeLessThan(4);
  expect(worst(right.frames, ({ step }) => step?.integral, 1)).toBeLessThan(4);
  // The same samples, each handed to the run one hundred further on: other parameters, often another data set.
  const { x } = record;
  const turned = { ...x, data: x.data.map((_, at) => x.data[(at + 100 * x.steps) % x.data.length]) };
  const shuffled = learningLedger(normalModel(0.5), { ...record, x: turned }, { rng });
  expect(worst(shuffled.frames, ({ information }) => information!.B1)).toBeGreaterThan(4);
  expect(worst(shuffled.frames, ({ B2 }) => B2)).toBeGreaterThan(4);
  const wrong = learningLedger(normalModel(0.5, 0.9), record, { rng });
  expect(worst(wrong.frames, ({ step }) => step?.integral, 1)).toBeGreaterThan(4);
});

test('says clearly what is missing', () => {
  const learner: NormalLearner = { rate: 0.2, batchVariance: 0.3, start: 0.3, width: 0.5, steps: 2 };
  const rng = randomStream(1);
  const model = normalModel(0.5);
  const { record } = normalRuns(learner, [0, 1], 4, rng);
  const go = (changed: Partial<typeof record>, options = {}) => learningLedger(model, { ...record, ...changed }, { rng, ...options });
  expect(() => go({ sources: Int32Array.of(0, 0, 0, 0, 0, 1, 1, 1) })).toThrow(
    /sources: expected equally many runs on every data set, got 5 on number 0 out of 8 on 2/,
  );
  expect(() => go({ sources: Int32Array.of(0, 1) })).toThrow(/sources: expected one for each of 8 runs, got 2/);
  expect(() => go({ x: { ...record.x, steps: 2 } })).toThrow(/x: expected \[8, 3, 1\], got \[8, 2, 1\]/);
  expect(() => go({}, { probes: 0 })).toThrow(/probes: expected a whole number of at least 1, got 0/);
  const lost = { ...record.theta, data: record.theta.data.map((v, at) => (at === 5 ? Number.POSITIVE_INFINITY : v)) };
  expect(() => go({ theta: lost })).toThrow(/theta: expected finite numbers, got Infinity in run 1\. Did the loss explode\?/);
  const nan = { ...model, logDensities: (_x: unknown, _t: unknown, out: Float64Array) => void out.fill(Number.NaN) };
  expect(() => learningLedger(nan, record, { rng })).toThrow(/logDensity: expected numbers below infinity, got NaN/);
  const never = { ...model, logDensity: (_x: unknown, _t: unknown, out: Float64Array) => void out.fill(Number.NEGATIVE_INFINITY) };
  expect(() => learningLedger(never, record, { rng })).toThrow(/expected samples that their θ can give, got one of density 0 at frame 0/);
  expect(() => go({}, { logTransition: () => {} })).toThrow(/logTransition: expected ln K for every run, got NaN at frame 1/);
  const one = normalRuns(learner, [0], 6, rng).record;
  const ledger = learningLedger(model, one, { rng });
  expect(ledger.cautions.join()).toMatch(/one data set: I\(X;Θ\) is I\(X;Θ\|B\), and L-info and M-info are not to be had/);
  expect(ledger.frames[2].information!.learned).toBeUndefined();
  expect(ledger.frames[2].information!.memorised).toBeUndefined();
});
