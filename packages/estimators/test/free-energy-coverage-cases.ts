import { make, type RandomStream } from '@szilard/core';
import {
  bar,
  type CoverageCase,
  crooksSlope,
  cumulant,
  jarzynski,
  learnedInformation,
  mbar,
  memorisedInformation,
  withUncertainty,
} from '@szilard/estimators';
import { normalLearner } from './learner.ts';
import { harmonicStates, normalWork, traps } from './work.ts';

const deltaF = 0.7;
const work = (variance: number, n: number) => (rng: RandomStream) => ({ input: normalWork(variance, deltaF, n, n, rng), truth: deltaF });
const slopes = (variance: number, n: number) => (rng: RandomStream) => ({ input: normalWork(variance, deltaF, n, n, rng), truth: 1 });

const memorised = (n: number) => (rng: RandomStream) => ({ input: normalLearner(n, rng), truth: 0.5 * Math.log(1 + 1 / 0.25) });
const learned = (n: number) => (rng: RandomStream) => ({ input: normalLearner(n, rng), truth: 0.5 * Math.log(1 + 1 / 1.25) });

/** Estimators whose error bars mean what they say, on these cases. */
export const calibrated: readonly CoverageCase[] = [
  { name: 'jarzynski, normal work of variance 1, 500', build: () => make(jarzynski), sample: work(1, 500) },
  { name: 'jarzynski, reverse work', build: () => make(jarzynski, { direction: 'backward' }), sample: work(1, 500) },
  { name: 'cumulant 2, normal work of variance 4, 200', build: () => make(cumulant), sample: work(4, 200) },
  { name: 'cumulant 3, normal work of variance 1, 500', build: () => make(cumulant, { order: 3 }), sample: work(1, 500) },
  { name: 'bar, normal work of variance 1, 100 + 100', build: () => make(bar), sample: work(1, 100) },
  { name: 'bar, normal work of variance 9, 300 + 300', build: () => make(bar), sample: work(9, 300) },
  { name: 'crooks-slope, normal work of variance 2, 300 + 300', build: () => make(crooksSlope), sample: slopes(2, 300) },
  { name: 'mbar, three traps, 300', build: () => make(mbar), sample: (rng) => harmonicStates(300, rng) },
  {
    name: 'mbar, to a state without samples',
    build: () => make(mbar, { to: 1 }),
    sample: (rng) => ({ input: traps([0, 0.5, 1], [1, 2, 4], [150, 0, 150], rng), truth: 0.5 * Math.LN2 }),
  },
  { name: 'memorised-information, gaussian', build: () => make(memorisedInformation, { estimator: 'gaussian' }), sample: memorised(300) },
  { name: 'learned-information, gaussian', build: () => make(learnedInformation, { estimator: 'gaussian' }), sample: learned(300) },
];

/** Error bars by resampling. */
export const resampled: readonly CoverageCase[] = [
  {
    name: 'bar, error by jackknife of 20 blocks',
    build: () => withUncertainty(make(bar), { method: 'jackknife', blocks: 20 }),
    sample: work(1, 100),
  },
  {
    name: 'bar, error by bootstrap',
    build: () => withUncertainty(make(bar), { method: 'bootstrap', repetitions: 50 }),
    sample: work(1, 100),
  },
  {
    name: 'jarzynski, error by jackknife of 25 blocks',
    build: () => withUncertainty(make(jarzynski), { method: 'jackknife', blocks: 25 }),
    sample: work(1, 500),
  },
];

/** Cases beyond an estimator's reach: the error bar does not cover, and the estimator says so. */
export const overreaching: readonly CoverageCase[] = [
  { name: 'jarzynski, normal work of variance 16, 200', build: () => make(jarzynski), sample: work(16, 200) },
  {
    name: 'cumulant 2, exponential work, 400',
    build: () => make(cumulant),
    // ⟨e^−w⟩ of w = −½ ln u is ⟨√u⟩ = ⅔.
    sample: (rng) => {
      const forward = new Float64Array(400);
      rng.fillUniform(forward);
      return { input: { forward: forward.map((u) => -0.5 * Math.log(u)) }, truth: -Math.log(2 / 3) };
    },
  },
  { name: 'bar, normal work of variance 100, 50 + 50', build: () => make(bar), sample: work(100, 50) },
];
