import { defineCheck } from '../contracts/plugin.ts';
import type { Verdict } from '../contracts/verdict.ts';
import { entropyProduction } from '../engine/entropy-production.ts';
import { moments } from '../numerics/moments.ts';
import { twoSided } from '../numerics/special.ts';
import { tailExponent } from '../numerics/tail-exponent.ts';

const law = 'integral fluctuation theorem';
/** Distances from 1 smaller than this are rounding, whatever the error bar says. */
const ROUNDING = 1e-12;

/** Below this share of effective trajectories a sample without its reverse says nothing of its own tail. */
const SHARE = 0.05;
/** Errors by which a tail exponent must lie below its limit: few, since doubt costs less than a verdict that rests on no error bar. */
const DOUBT = 2;

/**
 * ⟨e^−σ⟩ = 1 [Seifert2005]. The average rests on rare trajectories, and a sample that misses them has too small an error bar.
 * `backward`: σ of the reversed run. Since ⟨e^−2σ⟩ forward is ⟨e^σ⟩ reversed, it tells the variance that the forward sample may
 * not have seen; the larger of the two error bars counts. `secondMoment`: ⟨e^−2σ⟩ where an exact back-end knows it; the error bar
 * is then exact, or there is none. Undecided where the average rests on few trajectories, where its variance is or looks infinite,
 * or where it could not have shown a violation of one half.
 */
export function integralFluctuation(
  sigma: Float64Array,
  { sigmas = 4, backward, secondMoment }: { sigmas?: number; backward?: Float64Array; secondMoment?: number } = {},
): Verdict {
  const n = sigma.length;
  const weight = sigma.map((s) => Math.exp(-s));
  const { mean, stderr: seen } = moments(weight);
  const { effective, share } = concentration(weight);
  const unseen = backward ? Math.sqrt(Math.max(0, moments(backward.map(Math.exp)).mean - 1) / n) : 0;
  const stderr = secondMoment === undefined ? Math.max(seen, unseen) : Math.sqrt(Math.max(0, secondMoment - 1) / n);
  const z = Math.abs(mean - 1) < ROUNDING ? 0 : (mean - 1) / stderr;
  const base = { law, statistic: [mean, stderr] as const, ...(Number.isNaN(z) ? {} : { p: twoSided(z) }), resolution: sigmas * stderr, n };
  const say = (holds: Verdict['holds'], because: string): Verdict => ({ ...base, holds, because });
  const value = `⟨e^−σ⟩ = ${figures(mean, stderr)} ± ${figures(stderr, stderr)}`;
  if (n < 2) return say('undecided', `⟨e^−σ⟩ = ${figures(mean, 1)}, but one trajectory gives no error bar; sample more`);
  if (sigma.some(Number.isNaN)) return say('undecided', 'σ is NaN in some trajectories');
  if (sigma.some((s) => !Number.isFinite(s)))
    return say('undecided', `${value}, but σ is infinite in some trajectories: absolutely irreversible, the average may fall short of 1`);
  if (secondMoment === Number.POSITIVE_INFINITY)
    return say('undecided', `${value}, but ⟨e^−2σ⟩ has no finite mean: no error bar is to be trusted; drive more gently`);
  if (!Number.isFinite(stderr) || !(effective >= 100))
    return say('undecided', `${value} rests on ${Math.round(effective) || 0} effective trajectories; drive more gently or sample more`);
  const tail = backward ? concentration(backward.map(Math.exp)) : { effective: SHARE * n < effective ? n : 0, share: 0 };
  const heavy = secondMoment === undefined ? heaviness(weight, backward) : '';
  if (secondMoment === undefined && (share > 0.5 || tail.share > 0.5 || tail.effective < 100))
    return say('undecided', `${value}, but few trajectories make ⟨e^−2σ⟩: its mean may be infinite and the error bar worthless${heavy}`);
  if (heavy !== '') return say('undecided', `${value}, but ⟨e^−2σ⟩ has no finite mean that this sample could show${heavy}`);
  if (sigmas * stderr > 0.5)
    return say('undecided', `${value} could not have shown a violation of one half; drive more gently or sample more`);
  return say(Math.abs(z) <= sigmas ? 'yes' : 'no', `${value}, ${Math.round(effective)} effective trajectories`);
}

/**
 * Why ⟨e^−2σ⟩ looks infinite, or nothing: e^−σ needs a tail exponent above 2, and e^σ of the reversed run, which tells of tails that
 * the forward sample does not reach, one above 1.
 */
function heaviness(weight: Float64Array, backward: Float64Array | undefined): string {
  const [of, least, { value, stderr }] = backward
    ? (['e^σ reversed', 1, tailExponent(backward.map(Math.exp))] as const)
    : (['e^−σ', 2, tailExponent(weight)] as const);
  return value + DOUBT * stderr < least
    ? ` (tail exponent of ${of} ${value.toPrecision(2)} ± ${stderr.toPrecision(1)}, below ${least})`
    : '';
}

/** Three places, more where the error is smaller than they show, and powers of ten where it is huge. */
function figures(value: number, stderr: number): string {
  if (Math.abs(value) >= 1e6 && Number.isFinite(value)) return value.toExponential(1);
  return value.toFixed(stderr > ROUNDING && stderr < 1e-3 ? 1 - Math.floor(Math.log10(stderr)) : 3);
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
