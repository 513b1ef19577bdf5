import { defineCheck } from '../contracts/plugin.ts';
import type { Verdict } from '../contracts/verdict.ts';
import { entropyProduction } from '../engine/entropy-production.ts';
import { moments } from '../numerics/moments.ts';
import { normalCdf } from '../numerics/special.ts';

const law = 'second law';
/** Fewer trajectories give no error bar to rest a verdict on. */
const FEW = 10;
/** Means smaller than this are rounding, whatever their error bar says; nats. */
const ROUNDING = 1e-12;

/** Σ = ⟨σ⟩ ≥ 0 on average; single trajectories may be negative. 'no' where the mean is below zero by more than `sigmas` errors. */
export function secondLaw(sigma: Float64Array, { sigmas = 4 } = {}): Verdict {
  const n = sigma.length;
  const { mean, stderr } = moments(sigma);
  const z = Math.abs(mean) < ROUNDING ? 0 : mean / stderr;
  const doubt =
    whyUndecided(sigma) ?? (Number.isFinite(stderr) ? null : 'σ overflows: its mean or error is not a number; use milder parameters');
  return {
    law,
    holds: doubt ? 'undecided' : z >= -sigmas ? 'yes' : 'no',
    statistic: [mean, stderr],
    ...(doubt || Number.isNaN(z) ? {} : { p: normalCdf(z) }),
    resolution: sigmas * stderr,
    n,
    because: doubt ?? `⟨σ⟩ = ${mean.toPrecision(4)} ± ${stderr.toPrecision(2)} nats`,
  };
}

function whyUndecided(sigma: Float64Array): string | null {
  if (sigma.some(Number.isNaN)) return 'σ is NaN in some trajectories';
  if (sigma.some((s) => !Number.isFinite(s))) return 'σ is infinite in some trajectories: absolutely irreversible';
  return sigma.length < FEW ? `${sigma.length} trajectories give no error bar to trust; sample more` : null;
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
