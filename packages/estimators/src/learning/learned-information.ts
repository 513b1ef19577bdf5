import { defineEstimator, type Estimate, type Estimator, type EstimatorPlugin, type RandomStream, SzilardError } from '@szilard/core';
import { unitsOf } from '../uncertainty/units.ts';
import { errorBySource } from './by-source.ts';
import { checkLearning } from './check.ts';
import type { LearnedSamples } from './ensemble.ts';
import { ceilingCautions, mustVary, runsBySource } from './sources.ts';
import { underlying } from './underlying.ts';

const id = 'learning/learned-information';

export interface LearnedParams {
  /** Id of the estimator of mutual information that it is made of. */
  estimator: string;
  /** Parameters of that estimator. */
  settings: Readonly<Record<string, unknown>>;
  /**
   * What was drawn independently. `data-sets`: each once, whatever runs share it; `runs`: a data set was drawn anew for each run,
   * though few are possible. The same where no two runs share one.
   */
  independent: 'data-sets' | 'runs';
  /** `direct`: I(X;B). `difference`: I(X;Θ) − I(X;Θ|B), for several runs on each data set; the way of a known p(x|θ). */
  route: 'direct' | 'difference';
}

/**
 * L-info = I(X;B) over an ensemble of data sets [Parsi2024, docs/theory.md 6], by any estimator of mutual information; nats:
 *
 *     I(X;Θ) = I(X;B) + I(X;Θ|B)        I(X;B) ≤ I(Θ;B)
 *
 * With m samples of each run side by side in x it is L-info of m samples, which rises towards M-info where θ is identifiable.
 * At most ln R is seen of R data sets. Error: the estimator's own, or, where runs share data sets, by leaving out data sets.
 */
export const learnedInformationFrom = (plugins: readonly EstimatorPlugin[]): EstimatorPlugin<'learned-information', LearnedParams> => {
  const parts = underlying(id, plugins, 'mutual-information');
  return defineEstimator<'learned-information', LearnedParams>({
    id,
    title: 'L-info, the information that samples of the learned model carry of the data source',
    quantity: 'learned-information',
    source: '[Parsi2024]; docs/theory.md 6',
    calibrated: true,
    defaults: { estimator: 'mutual-information/ksg1', settings: {}, independent: 'data-sets', route: 'direct' },
    domain: { independent: { oneOf: ['data-sets', 'runs'] }, route: { oneOf: ['direct', 'difference'] } },
    needsOf: ({ estimator }) => parts.needs(estimator),
    create(params, environment) {
      const measure = parts.build(params.estimator, params.settings, environment);
      const along = params.route === 'direct' ? direct : difference;
      const once = (ensemble: LearnedSamples, rng: RandomStream) => ({
        ...along(measure, ensemble, rng),
        method: id,
        params: { ...params },
      });
      return {
        estimate(ensemble, rng) {
          checkLearning(id, ensemble);
          const groups = runsBySource(ensemble.source);
          mustVary(id, groups);
          const result = params.independent === 'runs' ? once(ensemble, rng) : errorBySource(once, ensemble, rng);
          return { ...result, cautions: [...result.cautions, ...ceilingCautions(result.value, groups.length, result.stderr)] };
        },
      };
    },
  });
};

const direct = (measure: Estimator<'mutual-information'>, { x, source }: LearnedSamples, rng: RandomStream): Estimate =>
  measure.estimate({ x, y: source }, rng);

function difference(measure: Estimator<'mutual-information'>, ensemble: LearnedSamples, rng: RandomStream): Estimate {
  const { pick } = unitsOf(ensemble);
  const groups = runsBySource(ensemble.source);
  if (!ensemble.theta) {
    throw new SzilardError('input', `[${id}] theta: expected parameters for the difference, got none. Give them, or take route direct.`);
  }
  const inside = ({ x, theta, logModel }: LearnedSamples, stream: RandomStream) =>
    measure.estimate({ x, y: theta!, ...(logModel ? { logConditional: logModel } : {}) }, stream);
  const alone = groups.findIndex((runs) => runs.length < 2);
  if (alone >= 0) {
    throw new SzilardError(
      'input',
      `[${id}] source: expected at least two runs on every data set for the difference, got one on data set ${alone} (counted from 0). Run more on each, or take route direct.`,
    );
  }
  const n = ensemble.source.n;
  const whole = inside(ensemble, rng.fork('all'));
  const each = groups.map((runs, g) => ({ share: runs.length / n, given: inside(pick([runs]), rng.fork(g)) }));
  const conditional = each.reduce((total, { share, given }) => total + share * given.value, 0);
  const noise = each.reduce((total, { share, given }) => total + (share * given.stderr) ** 2, whole.stderr ** 2);
  const inner = [...new Set(each.flatMap(({ given }) => given.cautions))];
  return {
    ...whole,
    value: whole.value - conditional,
    stderr: Math.sqrt(noise),
    details: { ...whole.details, 'I(X;Θ)': whole.value, 'I(X;Θ|B)': conditional },
    cautions: [
      ...whole.cautions.map((words) => `I(X;Θ): ${words}`),
      ...(inner.length > 0 ? [`I(X;Θ|B), some data sets: ${inner[0]}${inner.length > 1 ? ` (and ${inner.length - 1} more)` : ''}`] : []),
    ],
  };
}
