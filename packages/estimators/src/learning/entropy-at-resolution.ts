import { defineEstimator, type EstimatorPlugin } from '@szilard/core';
import { checkLearning } from './check.ts';
import { rounded } from './memorised-information.ts';
import { underlying } from './underlying.ts';

const id = 'learning/entropy-at-resolution';

export interface EntropyAtResolutionParams {
  /** Id of the estimator of entropy that it is made of; one that takes rows for symbols. */
  estimator: string;
  /** Parameters of that estimator. */
  settings: Readonly<Record<string, unknown>>;
  /** θ is rounded to multiples of it: the precision of the machine that keeps it. */
  resolution: number;
}

/** Within this of ln R nearly every run has a θ of its own, and S(Θ) may be any larger number. */
const NEAR = 0.3;

/**
 * S(Θ) at finite precision, which M-info of that θ cannot exceed, and reaches where the learner is deterministic
 * [Parsi2024, docs/theory.md 6]; nats:
 *
 *     I(Θ;B) = S(Θ) − S(Θ|B) ≤ S(Θ)        for θ in cells of the size `resolution`
 *
 * For continuous θ it grows by ln 2 a coordinate with every halving of the resolution: without one it means nothing.
 */
export const entropyAtResolutionFrom = (
  plugins: readonly EstimatorPlugin[],
): EstimatorPlugin<'memorised-information', EntropyAtResolutionParams> => {
  const parts = underlying(id, plugins, 'entropy');
  return defineEstimator<'memorised-information', EntropyAtResolutionParams>({
    id,
    title: 'entropy of the parameters at finite precision, a bound on M-info',
    quantity: 'memorised-information',
    bound: 'upper',
    source: '[Parsi2024]; docs/theory.md 6',
    calibrated: false,
    defaults: { estimator: 'entropy/miller-madow', settings: {}, resolution: 1 },
    domain: { resolution: { above: 0 } },
    needsOf: ({ estimator }) => parts.needs(estimator),
    create(params, environment) {
      const measure = parts.build(params.estimator, params.settings, environment);
      return {
        estimate(ensemble, rng) {
          checkLearning(id, ensemble);
          const inner = measure.estimate({ x: rounded(ensemble.theta, params.resolution) }, rng);
          const ceiling = Math.log(ensemble.theta.n);
          const cautions = [`θ rounded to multiples of ${params.resolution}`, ...inner.cautions];
          if (inner.value > ceiling - NEAR) {
            cautions.push(
              `within ${Math.max(0, ceiling - inner.value).toPrecision(2)} nat of the ceiling ln R = ${ceiling.toFixed(3)} of R runs, or above: nearly every run has a θ of its own`,
            );
          }
          return { ...inner, method: id, params: { ...params }, bound: 'upper', cautions };
        },
      };
    },
  });
};
