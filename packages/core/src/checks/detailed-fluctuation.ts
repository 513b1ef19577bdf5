import { defineCheck } from '../contracts/plugin.ts';
import type { Verdict } from '../contracts/verdict.ts';
import { entropyProduction } from '../engine/entropy-production.ts';

const law = 'detailed fluctuation theorem';
/** Effective samples that could be either forward or reversed; below this the regression says nothing. */
const OVERLAP = 25;

/**
 * ln P_F(σ)/P_R(−σ) = σ without bins: the logistic regression that tells forward from reversed samples must find
 * intercept 0 and slope 1 [Shirts2003]. Wald test with two degrees of freedom. `level`: chance of a false `no`; 6.3e-5 is four standard errors.
 */
export function detailedFluctuation(forward: Float64Array, backward: Float64Array, { level = 6.3e-5 } = {}): Verdict {
  const n = forward.length + backward.length;
  const undecided = (because: string): Verdict => ({
    law,
    holds: 'undecided',
    statistic: [Number.NaN, Number.NaN],
    resolution: Number.POSITIVE_INFINITY,
    n,
    because,
  });
  const lost = count(forward, backward, Number.isNaN);
  if (lost > 0) return undecided(`σ is NaN in ${lost} of ${n} trajectories`);
  const infinite = count(forward, backward, (s) => !Number.isFinite(s));
  if (infinite > 0)
    return undecided(`σ is infinite in ${infinite} of ${n} trajectories: some move cannot be undone (absolute irreversibility)`);
  if (count(forward, backward, (s) => Math.abs(s) > 1e-9) === 0) {
    return { law, holds: 'yes', statistic: [1, 0], p: 1, resolution: 1e-9, n, because: 'σ = 0 in every trajectory, forward and reversed' };
  }
  const { intercept, slope, haa, hab, hbb } = regress(forward, backward);
  const determinant = haa * hbb - hab * hab;
  const stderr = Math.sqrt(haa / determinant);
  if (!(haa >= OVERLAP) || !Number.isFinite(stderr) || !Number.isFinite(slope)) {
    return undecided('forward and reversed σ hardly overlap; drive more gently or sample more');
  }
  if (4 * stderr > 1)
    return undecided(`slope ${slope.toPrecision(3)} ± ${stderr.toPrecision(2)} could not tell 1 from 0; sample more or drive harder`);
  const p = Math.exp(-(haa * intercept ** 2 + 2 * hab * intercept * (slope - 1) + hbb * (slope - 1) ** 2) / 2);
  return {
    law,
    holds: Number.isNaN(p) ? 'undecided' : p >= level ? 'yes' : 'no',
    statistic: [slope, stderr],
    p,
    resolution: 4 * stderr,
    n,
    because: `slope ${slope.toFixed(3)} ± ${stderr.toFixed(3)}, intercept ${intercept.toFixed(3)}`,
  };
}

const count = (a: Float64Array, b: Float64Array, test: (s: number) => boolean): number => {
  let found = 0;
  for (const s of a) if (test(s)) found++;
  for (const s of b) if (test(s)) found++;
  return found;
};

/** Newton's method on the log-likelihood; h: the information matrix. Started at the truth that is tested. */
function regress(forward: Float64Array, backward: Float64Array) {
  const prior = Math.log(forward.length / backward.length);
  let intercept = 0;
  let slope = 1;
  let [haa, hab, hbb] = [0, 0, 0];
  for (let pass = 0; pass < 50; pass++) {
    let [ga, gb] = [0, 0];
    [haa, hab, hbb] = [0, 0, 0];
    const add = (s: number, label: 0 | 1) => {
      const chance = 1 / (1 + Math.exp(-(prior + intercept + slope * s)));
      const weight = chance * (1 - chance);
      ga += label - chance;
      gb += (label - chance) * s;
      haa += weight;
      hab += weight * s;
      hbb += weight * s * s;
    };
    for (const s of forward) add(s, 1);
    for (const s of backward) add(-s, 0);
    const determinant = haa * hbb - hab * hab;
    const da = (hbb * ga - hab * gb) / determinant;
    const db = (haa * gb - hab * ga) / determinant;
    intercept += da;
    slope += db;
    if (!(Math.abs(da) + Math.abs(db) > 1e-12)) break;
  }
  return { intercept, slope, haa, hab, hbb };
}

export const detailedFluctuationCheck = defineCheck({
  id: 'detailed-fluctuation',
  title: 'ln P(σ)/P(−σ) = σ between a process and its reverse',
  law,
  source: '[Crooks1999]; [Shirts2003]; docs/theory.md 3',
  defaults: { level: 6.3e-5, column: 'logRatio' as 'logRatio' | 'bathEntropy' },
  domain: { level: { above: 0, below: 1 }, column: { oneOf: ['logRatio', 'bathEntropy'] } },
  create:
    ({ level, column }) =>
    ({ forward, backward }) =>
      detailedFluctuation(entropyProduction(forward, column), entropyProduction(backward, column), { level }),
});
