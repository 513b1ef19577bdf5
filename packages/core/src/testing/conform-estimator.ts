import type { Estimate, Estimator } from '../contracts/estimator.ts';
import type { EstimatorPlugin } from '../contracts/plugin.ts';
import { randomStream } from '../random/stream.ts';
import { agreement } from './agreement.ts';
import { type Conformance, promise } from './conformance.ts';
import { promiseRefusal, sameEstimate, soundEstimate } from './estimate-promises.ts';
import { type KnownSamples, type SamplesOf, samplesOf } from './estimator-samples.ts';
import { arraysOf, degenerate, misfits, wide } from './spoilt-input.ts';

export interface EstimatorConformanceOptions {
  readonly plugin: EstimatorPlugin;
  /** Builds the plugin at its defaults. Absent: `create` with them, no services. */
  readonly build?: () => Estimator<any>;
  /** What its rows are: `symbols` if only their equality counts. Absent: numbers. */
  readonly kind?: 'numbers' | 'symbols';
  /** Inputs whose truth is known, where those of `samplesOf` do not suit or do not exist. */
  readonly samples?: SamplesOf;
  /** How many suffice for an error of a tenth; absent: 1500. */
  readonly n?: number;
}

const SEEDS = [1, 2, 3];
/** Fewer samples than any estimator can like, and some that a few can. */
const FEW = [0, 1, 2, 3, 5, 8];

/** Every promise of the estimator contract. */
export function estimatorConformance({
  plugin,
  build = () => plugin.create({ ...plugin.defaults }, {}),
  kind = 'numbers',
  samples = samplesOf(plugin.quantity, kind),
  n = 1500,
}: EstimatorConformanceOptions): Conformance[] {
  const { id, bound, calibrated } = plugin;
  const known = (count: number, seed = 1): KnownSamples => {
    promise(samples !== undefined, `no samples with a known truth for the quantity "${plugin.quantity}". Give them in \`samples\`.`);
    return samples!(count, randomStream(seed));
  };
  const estimate = (input: unknown, seed = 1): Estimate => build().estimate(input, randomStream(seed).fork('estimate'));
  /** A sound estimate, or a refusal in one clear line. */
  const survives = (input: unknown, what: string): void => {
    let found: Estimate;
    try {
      found = estimate(input);
    } catch (error) {
      promiseRefusal(error, plugin, what);
      return;
    }
    soundEstimate(found, plugin, what);
  };

  /** Within four of its errors; or, if those are said not to be calibrated, a tenth of what there is to find. */
  const agreesWith = (found: Estimate, truth: number, scale: number, what = ''): void => {
    const { agrees, text } = agreement(found, truth);
    promise(agrees || (!calibrated && Math.abs(found.value - truth) <= 0.1 * Math.abs(scale)), `${what}${text}`);
  };

  return [
    {
      name: 'says who it is',
      run() {
        promise(/^[a-z-]+\/[a-z0-9-]+$/.test(id), `id "${id}" is not family/name`);
        promise(plugin.title !== '' && !/\n|\.$/.test(plugin.title), 'the title is one line without a full stop');
        promise(/\[[A-Z]\w+\d{4}\]|docs\/theory\.md/.test(plugin.source), `no source key in "${plugin.source}"`);
      },
    },
    {
      name: 'gives the same bits for the same input and seed, whatever else it did',
      run() {
        const { input } = known(300);
        const estimator = build();
        const first = estimator.estimate(input, randomStream(1).fork('estimate'));
        estimator.estimate(known(120, 2).input, randomStream(5));
        sameEstimate(first, estimator.estimate(input, randomStream(1).fork('estimate')), 'asked again');
        sameEstimate(first, estimate(known(300).input), 'built and drawn anew');
      },
    },
    {
      name: 'leaves its input alone',
      run() {
        const { input } = known(300);
        const arrays = arraysOf(input);
        const before = arrays.map((array) => array.slice());
        estimate(input);
        arrays.forEach((array, k) => {
          promise(
            array.every((value, i) => Object.is(value, before[k][i])),
            `number ${k} of its input's arrays was changed`,
          );
        });
      },
    },
    ...SEEDS.map((seed) => ({
      name: `seed ${seed}: agrees with the truth, every field filled`,
      run() {
        const { input, truth } = known(n, seed);
        const found = estimate(input, seed);
        soundEstimate(found, plugin, 'known samples');
        promise(
          found.value !== undefined && found.stderr > 0 && found.stderr < 0.1,
          `error ${found.stderr}: none, or too large to say anything`,
        );
        if (bound !== undefined) {
          const side = bound === 'upper' ? truth - found.value : found.value - truth;
          promise(
            side <= 4 * found.stderr,
            `claims to be ${bound === 'upper' ? 'an' : 'a'} ${bound} bound, but is ${found.value} beside ${truth}`,
          );
        } else agreesWith(found, truth, truth);
      },
    })),
    {
      name: 'tells samples from others whose dependence is broken, and finds 0 in those',
      run() {
        const { input, truth, unrelated } = known(n);
        if (unrelated === undefined || lacks(unrelated, plugin)) return;
        const [there, none] = [estimate(input), estimate(unrelated)];
        soundEstimate(none, plugin, 'unrelated samples');
        if (bound === undefined) agreesWith(none, 0, truth, 'unrelated: ');
        const apart = Math.abs(there.value - none.value) / Math.hypot(there.stderr, none.stderr);
        promise(apart > 4, `truths ${truth} and 0 come out as ${there.value} and ${none.value}: ${apart.toFixed(1)} standard errors apart`);
      },
    },
    {
      name: 'refuses NaN wherever it reads',
      run() {
        const { input } = known(40);
        const clean = estimate(input);
        for (const [k, array] of arraysOf(input).entries()) {
          const at = Math.floor(array.length / 3);
          const kept = array[at];
          array[at] = Number.NaN;
          try {
            sameEstimate(clean, estimate(input), `NaN in number ${k} of its input's arrays, which it seems to read`);
          } catch (error) {
            promiseRefusal(error, plugin, 'NaN');
            promise(/NaN/.test((error as Error).message), `does not say NaN: ${(error as Error).message}`);
          }
          array[at] = kept;
        }
        sameEstimate(clean, estimate(input), 'NaN taken out again');
      },
    },
    {
      name: 'is not fooled by infinities',
      run() {
        for (const value of [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY]) {
          const { input } = known(40);
          for (const array of arraysOf(input)) {
            const kept = array[7];
            array[7] = value;
            survives(input, `${value}`);
            array[7] = kept;
          }
        }
      },
    },
    {
      name: 'refuses parts that do not fit together, where it reads them',
      run() {
        const { input } = known(40);
        const clean = estimate(input);
        for (const { what, input: misfit } of misfits(input)) {
          try {
            sameEstimate(clean, estimate(misfit), `${what} is not refused`);
          } catch (error) {
            promiseRefusal(error, plugin, what);
          }
        }
      },
    },
    ...FEW.map((count) => ({
      name: `${count} samples: a sound estimate or a clear refusal`,
      run: () => survives(known(count).input, `${count} samples`),
    })),
    ...Object.entries(degenerate).map(([name, spoil]) => ({
      name: `${name}: a sound estimate or a clear refusal`,
      run: () => survives(spoil(known(200).input), name),
    })),
    {
      name: 'twenty columns: a sound estimate or a clear refusal',
      run() {
        const input = wide(known(150).input, 20, randomStream(1).fork('wide'));
        if (!lacks(input, plugin)) survives(input, 'twenty columns');
      },
    },
  ];
}

const lacks = (input: object, { requires = [] }: EstimatorPlugin) => requires.some((name) => !(name in input));
