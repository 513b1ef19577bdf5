import { type Batch, defineEstimator, type Estimate, type EstimatorPlugin, type RandomStream } from '@szilard/core';
import { errorBySource } from './by-source.ts';
import { checkLearning } from './check.ts';
import type { MemorisedSamples } from './ensemble.ts';
import { ceilingCautions, mustVary, runsBySource } from './sources.ts';
import { underlying } from './underlying.ts';

const id = 'learning/memorised-information';

export interface MemorisedParams {
  /** Id of the estimator of mutual information that it is made of. */
  estimator: string;
  /** Parameters of that estimator. */
  settings: Readonly<Record<string, unknown>>;
  /**
   * What was drawn independently. `data-sets`: each once, whatever runs share it; `runs`: a data set was drawn anew for each run,
   * though few are possible. The same where no two runs share one.
   */
  independent: 'data-sets' | 'runs';
  /** Above 0: θ is rounded to multiples of it first, as a machine of finite precision keeps it. */
  resolution: number;
}

/**
 * M-info = I(Θ;B) over an ensemble of data sets [Parsi2024, docs/theory.md 6], by any estimator of mutual information; nats.
 *
 * For continuous θ it grows without limit as the learner gets deterministic, and no finite ensemble shows it: at a finite
 * `resolution` it ends at S(Θ) of the rounded θ. At most ln R is seen of R data sets. Error: the estimator's own, or, where runs
 * share data sets, by leaving out data sets.
 */
export const memorisedInformationFrom = (
  plugins: readonly EstimatorPlugin[],
): EstimatorPlugin<'memorised-information', MemorisedParams> => {
  const parts = underlying(id, plugins, 'mutual-information');
  return defineEstimator<'memorised-information', MemorisedParams>({
    id,
    title: 'M-info, the information that parameters keep of the data source',
    quantity: 'memorised-information',
    source: '[Parsi2024]; docs/theory.md 6',
    calibrated: true,
    defaults: { estimator: 'mutual-information/ksg1', settings: {}, independent: 'data-sets', resolution: 0 },
    domain: { independent: { oneOf: ['data-sets', 'runs'] }, resolution: { atLeast: 0 } },
    needsOf: ({ estimator }) => parts.needs(estimator),
    create(params, environment) {
      const measure = parts.build(params.estimator, params.settings, environment);
      const once = (ensemble: MemorisedSamples, rng: RandomStream): Estimate => {
        const { source, theta, logLearner } = ensemble;
        const x = params.resolution > 0 ? rounded(theta, params.resolution) : theta;
        const inner = measure.estimate(
          { x, y: source, ...(logLearner && params.resolution === 0 ? { logConditional: logLearner } : {}) },
          rng,
        );
        return { ...inner, method: id, params: { ...params } };
      };
      return {
        estimate(ensemble, rng) {
          checkLearning(id, ensemble);
          const groups = runsBySource(ensemble.source);
          mustVary(id, groups);
          const result = params.independent === 'runs' ? once(ensemble, rng) : errorBySource(once, ensemble, rng);
          const cautions = [...result.cautions, ...ceilingCautions(result.value, groups.length, result.stderr)];
          if (params.resolution > 0) cautions.unshift(`θ rounded to multiples of ${params.resolution}`);
          return { ...result, cautions };
        },
      };
    },
  });
};

/** Every number to the nearest multiple of `resolution`; a copy. */
export const rounded = ({ n, dim, data }: Batch, resolution: number): Batch => ({
  n,
  dim,
  data: data.map((value) => resolution * Math.round(value / resolution)),
});
