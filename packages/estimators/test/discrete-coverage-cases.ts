import { type Batch, batchOf, type EstimatorPlugin, make, type RandomStream } from '@szilard/core';
import {
  type CoverageCase,
  discreteActiveInformationStorage,
  discreteConditionalMutualInformation,
  discreteEstimators,
  discreteInformationFlow,
  discreteMutualInformation,
  discreteOInformation,
  discreteTotalCorrelation,
  discreteTransferEntropy,
} from '@szilard/estimators';
import { draws, lawOf, series, shannon } from './symbols.ts';

const flip = 0.2;
const errors = [1 - flip, flip];
const h = shannon(errors);
const skew = [0.7, 0.3];
/** 0.7 and 0.3, seen through the channel. */
const seen = [0.7 * (1 - flip) + 0.3 * flip, 0.3 * (1 - flip) + 0.7 * flip];
const truth = shannon(seen) - h;

const through = (x: Batch, rng: RandomStream, law = errors): Batch => {
  const error = draws(law, x.n, rng);
  return batchOf(x.data.map((bit, i) => bit ^ error.data[i]));
};
const side = (...columns: Batch[]): Batch =>
  batchOf(
    Float64Array.from(
      { length: columns[0].n * columns.length },
      (_, at) => columns[at % columns.length].data[Math.floor(at / columns.length)],
    ),
    columns.length,
  );

/** A law, and how many draws of it; well sampled: ten rows and more per symbol that matters. */
const laws = {
  'eight symbols, halving, 400': { law: lawOf(8, (i) => 0.5 ** i), n: 400 },
  'twenty symbols, p ∝ 1/i, 400': { law: lawOf(20, (i) => 1 / (i + 1)), n: 400 },
};
const wide = { law: lawOf(300, (i) => 1 / (i + 1)), n: 200 };

const entropies = (discreteEstimators as readonly EstimatorPlugin[]).filter(({ quantity }) => quantity === 'entropy');
const entropyCase = (plugin: EstimatorPlugin, name: string, { law, n }: typeof wide, params = {}): CoverageCase => ({
  name: `${plugin.id}, ${name}`,
  build: () => make(plugin, params),
  sample: (rng) => ({ input: { x: draws(law, n, rng) }, truth: shannon(law) }),
});

export const wellSampled: readonly CoverageCase[] = entropies.flatMap((plugin) =>
  Object.entries(laws).map(([name, own]) => entropyCase(plugin, name, own)),
);

export const undersampled: readonly CoverageCase[] = entropies.flatMap((plugin) => [
  entropyCase(plugin, '300 symbols, p ∝ 1/i, 200', wide),
  ...('alphabet' in plugin.defaults ? [entropyCase(plugin, '300 symbols, p ∝ 1/i, 200, alphabet told', wide, { alphabet: 300 })] : []),
]);

const name = ({ id }: EstimatorPlugin, about: string) => `${id}, ${about}`;

export const informations: readonly CoverageCase[] = [
  ...['miller-madow', 'none', 'jackknife', 'zhang', 'chao-shen', 'nsb'].map(
    (correction): CoverageCase => ({
      name: name(discreteMutualInformation, `skew bits through a channel, 300, ${correction}`),
      build: () => make(discreteMutualInformation, { correction: correction as 'none' }),
      sample: (rng) => {
        const x = draws(skew, 300, rng.fork('x'));
        return { input: { x, y: through(x, rng.fork('error')) }, truth };
      },
    }),
  ),
  {
    name: name(discreteConditionalMutualInformation, 'the same beside a third variable, 500'),
    build: () => make(discreteConditionalMutualInformation),
    sample: (rng) => {
      const [x, z] = [draws(skew, 500, rng.fork('x')), draws([0.5, 0.3, 0.2], 500, rng.fork('z'))];
      return { input: { x, y: through(x, rng.fork('error')), z }, truth };
    },
  },
  {
    name: name(discreteTotalCorrelation, 'two copies through channels, 400'),
    build: () => make(discreteTotalCorrelation),
    sample: (rng) => {
      const x = draws(skew, 400, rng.fork('x'));
      return { input: { x: side(x, through(x, rng.fork('a')), through(x, rng.fork('b'))) }, truth: 2 * truth };
    },
  },
  {
    name: name(discreteOInformation, 'two copies through channels, 400'),
    build: () => make(discreteOInformation),
    sample: (rng) => {
      const x = draws(skew, 400, rng.fork('x'));
      // Ω of three is I(A;B) − I(A;B|X) of the copies, of which the second is 0.
      const far = 0.7 * flip + 0.3 * (1 - flip);
      const pairs = [0, 1].flatMap((a) => [0, 1].map((b) => skew.reduce((sum, p, bit) => sum + p * errors[bit ^ a] * errors[bit ^ b], 0)));
      const shared = 2 * shannon([1 - far, far]) - shannon(pairs);
      return { input: { x: side(x, through(x, rng.fork('a')), through(x, rng.fork('b'))) }, truth: shared };
    },
  },
  {
    name: name(discreteTransferEntropy, 'a channel with delay 1, 600 steps'),
    build: () => make(discreteTransferEntropy),
    sample: (rng) => {
      const x = draws(skew, 601, rng.fork('x'));
      const y = through(x, rng.fork('error')).data;
      return { input: { source: series(1, x.data.subarray(1)), target: series(1, y.subarray(0, 600)) }, truth };
    },
  },
  {
    name: name(discreteTransferEntropy, 'the same in 60 trajectories of 11 steps'),
    build: () => make(discreteTransferEntropy),
    sample: (rng) => {
      const x = draws(skew, 661, rng.fork('x'));
      const y = through(x, rng.fork('error')).data;
      return { input: { source: series(60, x.data.subarray(1)), target: series(60, y.subarray(0, 660)) }, truth };
    },
  },
  ...[1, 40].map(
    (trajectories): CoverageCase => ({
      name: name(discreteActiveInformationStorage, `a sticky chain, ${trajectories} × ${800 / trajectories} steps`),
      build: () => make(discreteActiveInformationStorage),
      sample: (rng) => {
        const u = new Float64Array(800);
        rng.fillUniform(u);
        let state = 0;
        const states = u.map((v, t) => {
          if (t % (800 / trajectories) === 0) state = v < 2 / 3 ? 0 : 1;
          else if (v < (state === 0 ? 0.1 : 0.2)) state = 1 - state;
          return state;
        });
        const law = [2 / 3, 1 / 3];
        const after = (2 / 3) * shannon([0.9, 0.1]) + (1 / 3) * shannon([0.8, 0.2]);
        return { input: { target: series(trajectories, states) }, truth: shannon(law) - after };
      },
    }),
  ),
  {
    name: name(discreteInformationFlow, 'a follower, 600 steps'),
    build: () => make(discreteInformationFlow),
    sample: (rng) => {
      const x = draws(skew, 601, rng.fork('x'));
      const y = through(x, rng.fork('error')).data;
      return { input: { source: series(1, y.subarray(0, 600)), target: series(1, x.data.subarray(1)) }, truth };
    },
  },
];
