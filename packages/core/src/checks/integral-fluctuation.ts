import { defineCheck } from '../contracts/plugin.ts';
import type { Verdict } from '../contracts/verdict.ts';
import { entropyProduction } from '../engine/entropy-production.ts';
import { moments } from '../numerics/moments.ts';
import { twoSided } from '../numerics/special.ts';

const law = 'integral fluctuation theorem';
/** Distances from 1 smaller than this are rounding, whatever the error bar says. */
const ROUNDING = 1e-12;

/** Below this share of effective trajectories a sample without its reverse says nothing of its own tail. */
const SHARE = 0.05;

/**
 * ⟨e^−σ⟩ = 1 [Seifert2005]. The average rests on rare trajectories, and a sample that misses them has too small an error bar.
 * `backward`: σ of the reversed run. Since ⟨e^−2σ⟩ forward is ⟨e^σ⟩ reversed, it tells the variance that the forward sample may
 * not have seen; the larger of the two error bars counts. Undecided where the average rests on few trajectories, where its
 * variance looks infinite, or where it could not have shown a violation of one half.
 */
export function integralFluctuation(
  sigma: Float64Array,
  { sigmas = 4, backward }: { sigmas?: number; backward?: Float64Array } = {},
): Verdict {
  const n = sigma.length;
  const weight = sigma.map((s) => Math.exp(-s));
  const { mean, stderr: seen } = moments(weight);
  const { effective, share } = concentration(weight);
  const unseen = backward ? Math.sqrt(Math.max(0, moments(backward.map(Math.exp)).mean - 1) / n) : 0;
  const stderr = Math.max(seen, unseen);
  const z = Math.abs(mean - 1) < ROUNDING ? 0 : (mean - 1) / stderr;
  const base = { law, statistic: [mean, stderr] as const, ...(Number.isNaN(z) ? {} : { p: twoSided(z) }), resolution: sigmas * stderr, n };
  const say = (holds: Verdict['holds'], because: string): Verdict => ({ ...base, holds, because });
  const value = `⟨e^−σ⟩ = ${mean.toFixed(3)} ± ${stderr.toFixed(3)}`;
  if (sigma.some(Number.isNaN)) return say('undecided', 'σ is NaN in some trajectories');
  if (sigma.some((s) => !Number.isFinite(s)))
    return say('undecided', `${value}, but σ is infinite in some trajectories: absolutely irreversible, the average may fall short of 1`);
  if (!Number.isFinite(stderr) || !(effective >= 100))
    return say('undecided', `${value} rests on ${Math.round(effective) || 0} effective trajectories; drive more gently or sample more`);
  const tail = backward ? concentration(backward.map(Math.exp)) : { effective: SHARE * n < effective ? n : 0, share: 0 };
  if (share > 0.5 || tail.share > 0.5 || tail.effective < 100)
    return say('undecided', `${value}, but few trajectories make ⟨e^−2σ⟩: its mean may be infinite and the error bar worthless`);
  if (sigmas * stderr > 0.5)
    return say('undecided', `${value} could not have shown a violation of one half; drive more gently or sample more`);
  return say(Math.abs(z) <= sigmas ? 'yes' : 'no', `${value}, ${Math.round(effective)} effective trajectories`);
}

/** How many equal weights would be as good, and what part of the sum of squares the largest makes. */
function concentration(weight: Float64Array): { effective: number; share: number } {
  let [first, second, top] = [0, 0, 0];
  for (const w of weight) {
    first += w;
    second += w * w;
    top = Math.max(top, w * w);
  }
  return { effective: (first * first) / second, share: top / second };
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
    ({ forward, backward }) =>
      integralFluctuation(entropyProduction(forward, column), { sigmas, backward: entropyProduction(backward, column) }),
});
