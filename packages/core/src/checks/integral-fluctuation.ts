import { defineCheck } from '../contracts/plugin.ts';
import type { Verdict } from '../contracts/verdict.ts';
import { entropyProduction } from '../engine/entropy-production.ts';
import { moments } from '../numerics/moments.ts';
import { twoSided } from '../numerics/special.ts';

const law = 'integral fluctuation theorem';
/** Distances from 1 smaller than this are rounding, whatever the error bar says. */
const ROUNDING = 1e-12;

/**
 * ⟨e^−σ⟩ = 1 [Seifert2005]. Undecided where the average rests on few trajectories, or where its variance
 * ⟨e^−2σ⟩ looks infinite: then no error bar can be trusted.
 */
export function integralFluctuation(sigma: Float64Array, { sigmas = 4 } = {}): Verdict {
  const n = sigma.length;
  const weight = sigma.map((s) => Math.exp(-s));
  const { mean, stderr } = moments(weight);
  let [first, second, top] = [0, 0, 0];
  for (const w of weight) {
    first += w;
    second += w * w;
    top = Math.max(top, w * w);
  }
  const effective = (first * first) / second;
  const share = top / second;
  const z = Math.abs(mean - 1) < ROUNDING ? 0 : (mean - 1) / stderr;
  const base = { law, statistic: [mean, stderr] as const, ...(Number.isNaN(z) ? {} : { p: twoSided(z) }), resolution: sigmas * stderr, n };
  const say = (holds: Verdict['holds'], because: string): Verdict => ({ ...base, holds, because });
  const value = `⟨e^−σ⟩ = ${mean.toFixed(3)} ± ${stderr.toFixed(3)}`;
  if (sigma.some(Number.isNaN)) return say('undecided', 'σ is NaN in some trajectories');
  if (sigma.some((s) => !Number.isFinite(s)))
    return say('undecided', `${value}, but σ is infinite in some trajectories: absolutely irreversible, the average may fall short of 1`);
  if (!Number.isFinite(mean) || !(effective >= 100))
    return say('undecided', `${value} rests on ${Math.round(effective) || 0} effective trajectories; drive more gently or sample more`);
  if (share > 0.5)
    return say(
      'undecided',
      `${value}, but one trajectory makes ${Math.round(100 * share)} % of ⟨e^−2σ⟩: its mean may be infinite and the error bar worthless`,
    );
  return say(Math.abs(z) <= sigmas ? 'yes' : 'no', `${value}, ${Math.round(effective)} effective trajectories`);
}

export const integralFluctuationCheck = defineCheck({
  id: 'integral-fluctuation',
  title: '⟨e^−σ⟩ = 1',
  law,
  source: '[Seifert2005]; docs/theory.md 3',
  defaults: { sigmas: 4, column: 'logRatio' as 'logRatio' | 'bathEntropy' },
  domain: { sigmas: { above: 0 }, column: { oneOf: ['logRatio', 'bathEntropy'] } },
  create:
    ({ sigmas, column }) =>
    ({ forward }) =>
      integralFluctuation(entropyProduction(forward, column), { sigmas }),
});
