import { type Batch, batchOf, type EstimatorPlugin, type PairedSamples, randomStream } from '@szilard/core';
import {
  discreteActiveInformationStorage,
  discreteConditionalMutualInformation,
  discreteInformationFlow,
  discreteMutualInformation,
  discreteOInformation,
  discreteTotalCorrelation,
  discreteTransferEntropy,
  plugInEntropy,
} from '@szilard/estimators';
import { describe, expect, test } from 'vitest';
import { corrections } from '../src/discrete/corrections.ts';
import { calibration, permutation, reordered } from './samples.ts';
import { column, draws, pick, run, series, shannon, uniform, withCounts } from './symbols.ts';

const none = { correction: 'none' };
const flip = 0.1;
const channelTruth = Math.LN2 - shannon([flip, 1 - flip]);

/** Fair bits, seen through a channel that flips one in ten. */
function channel(n: number, rng: ReturnType<typeof randomStream>): PairedSamples {
  const [x, error] = [draws(uniform(2), n, rng.fork('x')), draws([1 - flip, flip], n, rng.fork('error'))];
  return { x, y: batchOf(x.data.map((bit, i) => bit ^ error.data[i])) };
}
const independent = (kx: number, ky: number, n: number, rng: ReturnType<typeof randomStream>): PairedSamples => ({
  x: draws(uniform(kx), n, rng.fork('x')),
  y: draws(uniform(ky), n, rng.fork('y')),
});
const side = (...columns: Batch[]): Batch =>
  batchOf(
    Float64Array.from(
      { length: columns[0].n * columns.length },
      (_, at) => columns[at % columns.length].data[Math.floor(at / columns.length)],
    ),
    columns.length,
  );

describe('mutual information', () => {
  test('a table of counts', () => {
    const table = [
      [80, 20, 0],
      [40, 60, 120],
    ];
    const rows = table.flatMap((line, i) => line.flatMap((count, j) => new Array<number[]>(count).fill([i, j])));
    const n = 320;
    const [px, py] = [table.map((line) => line.reduce((a, b) => a + b) / n), [120 / n, 80 / n, 120 / n]];
    const local = rows.map(([i, j]) => Math.log(table[i][j] / n / px[i] / py[j]));
    const truth = local.reduce((a, b) => a + b) / n;
    const input = { x: column(...rows.map(([i]) => i)), y: column(...rows.map(([, j]) => j)) };
    const result = run(discreteMutualInformation, input, none);
    expect(result.value).toBeCloseTo(truth, 13);
    expect(run(discreteMutualInformation, input).value).toBeCloseTo(truth + (1 + 2 - 4) / (2 * n), 13);
    const delta = Math.sqrt(local.reduce((sum, l) => sum + (l - truth) ** 2, 0) / n / n);
    // The jackknife is the delta method but for terms of order 1/n.
    expect(result.stderr / delta).toBeGreaterThan(0.98);
    expect(result.stderr / delta).toBeLessThan(1.05);
  });

  test.each([1, 2, 3])('seed %i: a binary channel, every correction; broken pairs are told apart', (seed) => {
    const input = channel(3000, randomStream(seed));
    for (const correction of Object.keys(corrections)) {
      const result = run(discreteMutualInformation, input, { correction });
      expect(result).toAgreeWith(channelTruth);
      expect(result.cautions).toEqual([]);
      const broken = run(
        discreteMutualInformation,
        { ...input, y: reordered(input.y, permutation(3000, randomStream(seed))) },
        { correction },
      );
      expect(broken).toAgreeWith(0);
      expect(Math.abs(broken.value - channelTruth) / broken.stderr).toBeGreaterThan(4);
    }
  });

  test('identical variables: exactly their entropy, whatever the formula', () => {
    const x = draws(uniform(5), 500, randomStream(1));
    expect(run(discreteMutualInformation, { x, y: x }, none).value).toBe(run(plugInEntropy, { x }).value);
    const renamed = batchOf(x.data.map((v) => 1e9 - v * Math.PI));
    for (const correction of Object.keys(corrections))
      expect(run(discreteMutualInformation, { x, y: renamed }, { correction }).value).toBe(
        run(discreteMutualInformation, { x, y: x }, { correction }).value,
      );
    // Uniform counts: the first order vanishes, the error does not.
    expect(run(discreteMutualInformation, { x: withCounts(9, 9, 9), y: withCounts(9, 9, 9) }).stderr).toBeCloseTo(1 / 27, 12);
  });

  test('constants carry nothing: exactly 0 ± 0, said', () => {
    const x = draws(uniform(5), 200, randomStream(1));
    const constant = batchOf(new Float64Array(200).fill(7));
    for (const correction of ['none', 'miller-madow', 'jackknife', 'zhang', 'chao-shen', 'nsb']) {
      const result = run(discreteMutualInformation, { x, y: constant }, { correction });
      expect(result).toMatchObject({ stderr: 0, cautions: ['constant: y; it can carry no information'] });
      expect(result.value).toBeCloseTo(0, 15);
    }
  });

  test('no pair twice: infinite error, said', () => {
    const x = column(1, 2, 3, 4, 5);
    const result = run(discreteMutualInformation, { x, y: x });
    expect(result.stderr).toBe(Number.POSITIVE_INFINITY);
    expect(result.cautions.join()).toMatch(/no combination of symbols came twice in 5 rows/);
  });

  test.each([
    [3, 4, 200],
    [8, 8, 300],
  ])('independent, %i × %i symbols, n = %i: corrected it straddles 0, the plug-in is off by (K − 1)(K − 1)/(2n)', (kx, ky, n) => {
    const over = (params: object) => {
      const values: number[] = [];
      const study = calibration(300, (r) => {
        const result = run(discreteMutualInformation, independent(kx, ky, n, randomStream(1).fork(r)), params);
        values.push(result.value);
        return result;
      });
      return { ...study, negative: values.filter((v) => v < 0).length };
    };
    const bias = ((kx - 1) * (ky - 1)) / (2 * n);
    const plain = over(none);
    expect(plain.negative).toBe(0);
    expect(plain.mean.value / bias).toBeGreaterThan(0.9);
    expect(plain.mean.value / bias).toBeLessThan(1.2);
    expect(plain.mean.value / plain.mean.stderr).toBeGreaterThan(10);
    const corrected = over({});
    expect(corrected.negative).toBeGreaterThan(90);
    expect(corrected.negative).toBeLessThan(240);
    expect(Math.abs(corrected.mean.value)).toBeLessThan(0.2 * bias);
    expect(corrected.ratio).toBeGreaterThan(0.9);
    expect(corrected.ratio).toBeLessThan(1.9);
    expect(run(discreteMutualInformation, independent(8, 8, 100, randomStream(1)), none).cautions.join()).toMatch(
      /biased upwards by about/,
    );
  });
});

describe('conditional mutual information', () => {
  const bits = withCounts(1, 1, 1, 1).data;
  const x = batchOf(bits.map((v) => v & 1));
  const y = batchOf(bits.map((v) => v >> 1));
  const z = batchOf(bits.map((v) => (v & 1) ^ (v >> 1)));
  test('exclusive or: I(X;Y) = 0, I(X;Y|Z) = ln 2', () => {
    expect(run(discreteMutualInformation, { x, y }, none).value).toBeCloseTo(0, 15);
    expect(run(discreteConditionalMutualInformation, { x, y, z }, none).value).toBeCloseTo(Math.LN2, 15);
  });
  test.each([1, 2, 3])('seed %i: a channel seen twice over, and through the other', (seed) => {
    const { x: a, y: b } = channel(4000, randomStream(seed));
    const noise = draws(uniform(3), 4000, randomStream(seed).fork('z'));
    expect(run(discreteConditionalMutualInformation, { x: a, y: b, z: noise })).toAgreeWith(channelTruth);
    const known = run(discreteConditionalMutualInformation, { x: a, y: b, z: b });
    expect(known.value).toBeCloseTo(0, 14);
  });
});

describe('total correlation and O-information', () => {
  const { x, y } = channel(500, randomStream(1));
  const z = draws(uniform(3), 500, randomStream(1).fork('z'));
  test('two columns: T = I, Ω = 0; three: Ω = I(X;Y) − I(X;Y|Z), with any correction that knows no alphabet', () => {
    for (const correction of ['none', 'miller-madow', 'jackknife', 'zhang', 'chao-shen']) {
      const own = { correction };
      const mutual = run(discreteMutualInformation, { x, y }, own);
      const total = run(discreteTotalCorrelation, { x: side(x, y) }, own);
      expect(total.value).toBeCloseTo(mutual.value, 13);
      expect(total.stderr).toBeCloseTo(mutual.stderr, 13);
      expect(run(discreteOInformation, { x: side(x, y) }, own).value).toBeCloseTo(0, 13);
      const conditional = run(discreteConditionalMutualInformation, { x, y, z }, own);
      expect(run(discreteOInformation, { x: side(x, y, z) }, own).value).toBeCloseTo(mutual.value - conditional.value, 12);
    }
  });
  test('exclusive or is synergy −ln 2, copies are redundancy ln 2; T = ln 2 and 2 ln 2', () => {
    const [a, b] = [draws(uniform(2), 4000, randomStream(1).fork('a')), draws(uniform(2), 4000, randomStream(1).fork('b'))];
    const both = batchOf(a.data.map((bit, i) => bit ^ b.data[i]));
    expect(run(discreteOInformation, { x: side(a, b, both) })).toAgreeWith(-Math.LN2);
    expect(run(discreteOInformation, { x: side(a, a, a) })).toAgreeWith(Math.LN2);
    expect(run(discreteTotalCorrelation, { x: side(a, b, both) })).toAgreeWith(Math.LN2);
    expect(run(discreteTotalCorrelation, { x: side(a, a, a) })).toAgreeWith(2 * Math.LN2);
  });
  test('one column is refused, twenty independent continuous ones are called hopeless', () => {
    for (const plugin of [discreteTotalCorrelation, discreteOInformation] as EstimatorPlugin[]) {
      expect(() => run(plugin, { x })).toThrow(`[${plugin.id}] x: expected at least 2 columns, got 1.`);
      const wide = batchOf(new Float64Array(300 * 20), 20);
      randomStream(1).fillNormal(wide.data);
      expect(run(plugin, { x: wide }).stderr).toBe(Number.POSITIVE_INFINITY);
    }
  });
});

describe('series', () => {
  const steps = 3000;
  const bits = (seed: number, label: string, law = uniform(2)) => draws(law, steps, randomStream(seed).fork(label)).data;
  /** The target takes the source's bit of `lag` steps before, one in ten flipped. */
  const copied = (seed: number, lag: number, trajectories = 1) => {
    const [x, error] = [bits(seed, 'x'), bits(seed, 'error', [1 - flip, flip])];
    return {
      source: series(trajectories, x),
      target: series(
        trajectories,
        x.map((_, t) => (t < lag ? 0 : x[t - lag]) ^ error[t]),
      ),
    };
  };

  test.each([1, 2, 3])('seed %i: transfer entropy of a copying channel at its lag, nothing at another, nothing backwards', (seed) => {
    const input = copied(seed, 2);
    expect(run(discreteTransferEntropy, input, { lag: 2 })).toAgreeWith(channelTruth);
    expect(run(discreteTransferEntropy, input, { lag: 1, sourceHistory: 2 })).toAgreeWith(channelTruth);
    expect(run(discreteTransferEntropy, input, { lag: 1 })).toAgreeWith(0);
    expect(run(discreteTransferEntropy, { source: input.target, target: input.source }, { lag: 2 })).toAgreeWith(0);
    const wrong = run(discreteTransferEntropy, input, { lag: 1 });
    expect(Math.abs(wrong.value - channelTruth) / wrong.stderr).toBeGreaterThan(4);
    expect(run(discreteTransferEntropy, { ...input, condition: input.source }, { lag: 2, conditionLag: 2 }).value).toBeCloseTo(0, 13);
  });

  test('n counts frames with all their past; no history crosses trajectories', () => {
    const own = run(discreteTransferEntropy, copied(1, 2, 30), { targetHistory: 2, targetSpacing: 3, lag: 2 });
    expect(own.n).toBe(30 * (100 - 4));
    const apart = { source: series(4, [0, 1, 0, 1, 0, 1, 0, 1]), target: series(4, [5, 6, 5, 6, 5, 6, 5, 6]) };
    expect(run(discreteTransferEntropy, apart, none)).toMatchObject({ n: 4, value: 0 });
  });

  test.each([1, 2, 3])('seed %i: storage of a two-state chain is ln 2 − h(flip)', (seed) => {
    const turns = bits(seed, 'turns', [1 - flip, flip]);
    let state = 0;
    const chain = series(
      1,
      turns.map((turn) => {
        state ^= turn;
        return state;
      }),
    );
    const result = run(discreteActiveInformationStorage, { target: chain });
    expect(result).toAgreeWith(channelTruth);
    expect(result).toMatchObject({ n: steps - 1, method: 'active-information-storage/discrete' });
    expect(run(discreteActiveInformationStorage, { target: chain }, { history: 3 })).toAgreeWith(channelTruth);
    expect(run(discreteActiveInformationStorage, { target: series(1, bits(seed, 'other')) })).toAgreeWith(0);
  });

  test.each([1, 2, 3])('seed %i: information flow into a follower, none the other way', (seed) => {
    const { source: leader, target: follower } = copied(seed, 1);
    // The follower moves onto the leader's last bit, the leader goes on at random: I(follower′; leader) − I(follower; leader).
    expect(run(discreteInformationFlow, { source: follower, target: leader })).toAgreeWith(channelTruth);
    expect(run(discreteInformationFlow, { source: leader, target: follower })).toAgreeWith(0);
  });

  test('frames apart: flows onto a target at rest telescope to the change of information, exactly', () => {
    const [trajectories, length] = [300, 6];
    const still = draws(uniform(3), trajectories, randomStream(1)).data;
    const target = series(
      trajectories,
      Array.from({ length: trajectories * length }, (_, at) => still[Math.floor(at / length)]),
    );
    const u = new Float64Array(trajectories * length);
    randomStream(2).fillUniform(u);
    const source = series(trajectories, u);
    for (let i = 0; i < trajectories; i++)
      for (let t = 0; t < length; t++) {
        const at = i * length + t;
        source.data[at] = t === 0 ? still[i] : u[at] < 0.3 ? pick(uniform(3), u[at] / 0.3) : source.data[at - 1];
      }
    const frame = (of: typeof source, t: number) => batchOf(Float64Array.from({ length: trajectories }, (_, i) => of.data[i * length + t]));
    const at = (t: number) => run(discreteMutualInformation, { x: frame(source, t), y: frame(target, t) }).value;
    const flow = run(discreteInformationFlow, { source, target }, { frames: 'apart' });
    expect((length - 1) * flow.value).toBeCloseTo(at(length - 1) - at(0), 12);
    expect(flow.value).toBeLessThan(-0.05);
    expect(flow.stderr).toBeGreaterThan(0);
    expect(flow.n).toBe(trajectories);
  });

  test('too short, and alone with frames apart', () => {
    const short = { source: series(1, [0, 1]), target: series(1, [1, 0]) };
    expect(() => run(discreteTransferEntropy, short, { targetHistory: 2 })).toThrow(
      '[transfer-entropy/discrete] steps: expected at least 3',
    );
    expect(() => run(discreteInformationFlow, short, { frames: 'apart' })).toThrow(
      '[information-flow/discrete] trajectories: expected at least 2 for frames apart, got 1.',
    );
  });
});
