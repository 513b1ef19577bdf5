import { defineModel, type KernelClaims, lagged, SzilardError } from '@szilard/core';
import { bernoulli, metropolisStep, refreshed } from './bernoulli-chances.ts';
import { listedSeat } from './listed-seat.ts';
import { entropyOf, informationOf, propagateLaws } from './propagate-laws.ts';
import { listedBoundary, type States } from './states.ts';

export interface BernoulliLearner {
  /** Shares of ones in the data sets that there are, each as likely as the other. */
  readonly data: readonly number[];
  /** Temperature of θ: of its loss, nats. */
  readonly temperature: number;
  /** θ ∈ {−reach, …, reach}. */
  readonly reach: number;
  /** Deviation of θ at the start, a normal law on whole numbers; 0: θ = 0. */
  readonly prior: number;
  /** Chance that a fast tick draws x afresh. */
  readonly rate: number;
  readonly steps: number;
  readonly lag: number;
}

const claims: KernelClaims = { invariance: 'exact', detailedBalance: 'exact' };

/**
 * A learner of bits whose information quantities are exact: every trajectory has a data set B of its own, with the share b of
 * ones, which rides along as a frozen label, x = [sample, b]. θ descends −bθ + ln(1 + e^θ) by Metropolis moves, counted in units of
 * its temperature; then x relaxes to e^θx. Ends in its own law p_N in baths at β = 1.
 */
export const bernoulliLearner = defineModel<BernoulliLearner>({
  id: 'lagged/bernoulli-learner',
  title: 'a parameter learned from one of several data sets; M-info and L-info by counting',
  source: '[Parsi2024]; docs/theory.md 10',
  claims: { localDetailedBalance: 'exact', reservoirs: ['ideal', 'gradient'] },
  reservoirs: ['ideal'],
  labels: { x: [1] },
  defaults: { data: [0.25, 0.75], temperature: 0.3, reach: 2, prior: 1, rate: 1, steps: 5, lag: 1 },
  domain: {
    data: { above: 0, below: 1 },
    temperature: { above: 0 },
    reach: { atLeast: 1, atMost: 20, integer: true },
    prior: { atLeast: 0 },
    rate: { above: 0, atMost: 1 },
    steps: { atLeast: 1, atMost: 1e5, integer: true },
    lag: { atLeast: 1, atMost: 1e5, integer: true },
  },
  create: (params) => {
    const { thetas, samples, laws, chance } = propagated(params);
    const at = (law: Float64Array) => listedBoundary(law, samples, thetas, '[lagged/bernoulli-learner]');
    return {
      subsystems: {
        x: listedSeat({
          states: samples,
          chance: (from, to, { partner, beta }) => chance(from, to, partner[0], beta),
          energy: (x, { partner }) => -partner[0] * samples[x][0],
          where: '[lagged/bernoulli-learner] x',
          claims,
        }),
        theta: listedSeat({
          states: thetas,
          chance: (from, to, { partner, beta }) => metropolisStep(from, to, losses(params, partner[1]), beta),
          energy: (theta, { partner }) => losses(params, partner[1])[theta],
          where: '[lagged/bernoulli-learner] theta',
          claims,
        }),
      },
      ticks: lagged(params),
      start: at(laws[0]),
      end: at(laws[laws.length - 1]),
    };
  },
  exact: {
    'entropy-production': (params) => {
      const { laws, entropyFlow } = propagated(params);
      return entropyOf(laws[laws.length - 1]) - entropyOf(laws[0]) + entropyFlow;
    },
    /** I(X;Θ), the data set unseen. */
    'mutual-information': (params) => informations(params).both,
    /** M = I(Θ;B). */
    'm-info': (params) => informations(params).memorised,
    /** L = I(X;B) ≤ M. */
    'l-info': (params) => informations(params).learned,
  },
});

/** U of each θ given the share of ones, in units of the temperature of θ. */
const losses = ({ temperature, reach }: BernoulliLearner, share: number): number[] =>
  parameters(reach).map(([theta]) => (-share * theta + Math.log1p(Math.exp(theta))) / temperature);

const parameters = (reach: number): number[][] => Array.from({ length: 2 * reach + 1 }, (_, j) => [j - reach]);

function propagated(params: BernoulliLearner) {
  const { data, reach, prior, rate } = params;
  if (data.length === 0 || new Set(data).size < data.length)
    throw new SzilardError(
      'parameter',
      `[lagged/bernoulli-learner] data: expected one or more different shares, got ${data.join(', ') || 'none'}.`,
    );
  const thetas: States = parameters(reach);
  const samples: States = data.flatMap((share) => [
    [0, share],
    [1, share],
  ]);
  const weights = thetas.map(([theta]) => (prior === 0 ? Number(theta === 0) : Math.exp(-0.5 * (theta / prior) ** 2)));
  const sum = weights.reduce((a, b) => a + b);
  const chance = (from: number, to: number, theta: number, beta = 1) =>
    samples[from][1] === samples[to][1] ? refreshed(samples[from][0], samples[to][0], theta, rate, beta) : 0;
  const loss = samples.map(([, share]) => losses(params, share));
  const each = samples.flatMap(([x]) => thetas.map(([theta], j) => (weights[j] / sum / data.length) * bernoulli(x, theta)));
  return {
    thetas,
    samples,
    chance,
    ...propagateLaws({
      states: { x: samples.length, theta: thetas.length },
      x: (from, to, theta) => chance(from, to, thetas[theta][0]),
      theta: (from, to, x) => metropolisStep(from, to, loss[x]),
      start: Float64Array.from(each),
      ticks: lagged(params),
    }),
  };
}

function informations(params: BernoulliLearner) {
  const { thetas, samples, laws } = propagated(params);
  const theta = (s: number) => s % thetas.length;
  const of = (k: number) => (s: number) => samples[Math.floor(s / thetas.length)][k];
  const law = laws[laws.length - 1];
  return { both: informationOf(law, of(0), theta), memorised: informationOf(law, theta, of(1)), learned: informationOf(law, of(0), of(1)) };
}
