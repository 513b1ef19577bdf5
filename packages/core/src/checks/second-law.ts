import { defineCheck } from '../contracts/plugin.ts';
import type { Verdict } from '../contracts/verdict.ts';
import { entropyProduction } from '../engine/entropy-production.ts';
import { moments } from '../numerics/moments.ts';
import { normalCdf } from '../numerics/special.ts';

const law = 'second law';

/** Σ = ⟨σ⟩ ≥ 0 on average; single trajectories may be negative. 'no' where the mean is below zero by more than `sigmas` errors. */
export function secondLaw(sigma: Float64Array, { sigmas = 4 } = {}): Verdict {
  const n = sigma.length;
  const { mean, stderr } = moments(sigma);
  const infinite = sigma.some((s) => s === Number.POSITIVE_INFINITY);
  const z = stderr === 0 ? Math.sign(mean) * (mean === 0 ? 0 : Number.POSITIVE_INFINITY) : mean / stderr;
  return {
    law,
    holds: infinite || Number.isNaN(z) ? 'undecided' : z >= -sigmas ? 'yes' : 'no',
    statistic: [mean, stderr],
    ...(Number.isNaN(z) ? {} : { p: normalCdf(z) }),
    resolution: sigmas * stderr,
    n,
    because: infinite
      ? 'σ is infinite in some trajectories: absolutely irreversible'
      : Number.isNaN(z)
        ? 'σ is NaN in some trajectories'
        : `⟨σ⟩ = ${mean.toPrecision(4)} ± ${stderr.toPrecision(2)} nats`,
  };
}

export const secondLawCheck = defineCheck({
  id: 'second-law',
  title: 'entropy production is not negative on average',
  law,
  source: '[Seifert2012]; docs/theory.md 3',
  defaults: { sigmas: 4, column: 'logRatio' as 'logRatio' | 'bathEntropy' },
  domain: { sigmas: { above: 0 }, column: { oneOf: ['logRatio', 'bathEntropy'] } },
  create:
    ({ sigmas, column }) =>
    ({ forward }) =>
      secondLaw(entropyProduction(forward, column), { sigmas }),
});
