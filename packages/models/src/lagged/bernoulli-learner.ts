import { defineModel, type KernelClaims, lagged, logGamma, type ModelPlugin, SzilardError } from '@szilard/core';
import { metropolisStep } from './bernoulli-chances.ts';
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
  /** Bits that are drawn from the model side by side; of them only the number of ones counts. */
  readonly samples: number;
  /** Chance that a fast tick draws x afresh. */
  readonly rate: number;
  readonly steps: number;
  readonly lag: number;
}

const claims: KernelClaims = { invariance: 'exact', detailedBalance: 'exact' };

/**
 * A learner of bits whose information quantities are exact: every trajectory has a data set B of its own, with the share b of
 * ones, which rides along as a frozen label, x = [ones, b]. θ descends −bθ + ln(1 + e^θ) by Metropolis moves, counted in units of
 * its temperature; then x relaxes to C(samples, x) e^θx. Ends in its own law p_N in baths at β = 1.
 */
const learner = (id: string, text: Pick<ModelPlugin, 'title' | 'source'>): ModelPlugin<BernoulliLearner> => ({
  id,
  ...text,
  claims: { localDetailedBalance: 'exact', reservoirs: ['ideal', 'gradient'] },
  reservoirs: ['ideal'],
  labels: { x: [1] },
  defaults: { data: [0.25, 0.75], temperature: 0.3, reach: 2, prior: 1, samples: 1, rate: 1, steps: 5, lag: 1 },
  domain: {
    data: { above: 0, below: 1 },
    temperature: { above: 0 },
    reach: { atLeast: 1, atMost: 20, integer: true },
    prior: { atLeast: 0 },
    samples: { atLeast: 1, atMost: 100, integer: true },
    rate: { above: 0, atMost: 1 },
    steps: { atLeast: 1, atMost: 1e5, integer: true },
    lag: { atLeast: 1, atMost: 1e5, integer: true },
  },
  create: (params) => {
    const { thetas, samples, laws, chance, energy } = propagated(params, id);
    const at = (law: Float64Array) => listedBoundary(law, samples, thetas, `[${id}]`);
    return {
      subsystems: {
        x: listedSeat({
          states: samples,
          chance: (from, to, { partner, beta }) => chance(from, to, partner[0], beta),
          energy: (x, { partner }) => energy(x, partner[0]),
          where: `[${id}] x`,
          claims,
        }),
        theta: listedSeat({
          states: thetas,
          chance: (from, to, { partner, beta }) => metropolisStep(from, to, losses(params, partner[1]), beta),
          energy: (theta, { partner }) => losses(params, partner[1])[theta],
          where: `[${id}] theta`,
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
      const { laws, entropyFlow } = propagated(params, id);
      return entropyOf(laws[laws.length - 1]) - entropyOf(laws[0]) + entropyFlow;
    },
    /** I(X;Θ), the data set unseen. */
    'mutual-information': (params) => informations(params, id).both,
    /** M = I(Θ;B). */
    'm-info': (params) => informations(params, id).memorised,
    /** L = I(X;B) ≤ M. */
    'l-info': (params) => informations(params, id).learned,
  },
});

export const bernoulliLearner = defineModel(
  learner('lagged/bernoulli-learner', {
    title: 'a parameter learned from one of several data sets; M-info and L-info by counting',
    source: '[Parsi2024]; docs/theory.md 10',
  }),
);

/** The same learner watched through several samples: L-info then rises towards M-info. */
export const bernoulliModel = defineModel<BernoulliLearner>({
  ...learner('ppm/bernoulli', {
    title: 'the learner of bits watched through many samples; M-info and L-info by counting',
    source: '[Parsi2024]; docs/theory.md 22',
  }),
  defaults: { data: [0.25, 0.75], temperature: 0.5, reach: 2, prior: 1, samples: 4, rate: 1, steps: 3, lag: 1 },
});

/** U of each θ given the share of ones, in units of the temperature of θ. */
const losses = ({ temperature, reach }: BernoulliLearner, share: number): number[] =>
  parameters(reach).map(([theta]) => (-share * theta + Math.log1p(Math.exp(theta))) / temperature);

const parameters = (reach: number): number[][] => Array.from({ length: 2 * reach + 1 }, (_, j) => [j - reach]);

function propagated(params: BernoulliLearner, id: string) {
  const { data, reach, prior, rate, samples: bits } = params;
  if (data.length === 0 || new Set(data).size < data.length)
    throw new SzilardError('parameter', `[${id}] data: expected one or more different shares, got ${data.join(', ') || 'none'}.`);
  const thetas: States = parameters(reach);
  const samples: States = data.flatMap((share) => Array.from({ length: bits + 1 }, (_, ones) => [ones, share]));
  const ways = Array.from({ length: bits + 1 }, (_, k) => (bits === 1 ? 0 : logGamma(bits + 1) - logGamma(k + 1) - logGamma(bits - k + 1)));
  const energy = (x: number, theta: number) => -theta * samples[x][0] - ways[samples[x][0]];
  const models = new Map<string, Float64Array>();
  /** p(ones|θ) at inverse temperature β. */
  const model = (theta: number, beta: number): Float64Array => {
    const key = `${theta} ${beta}`;
    const known = models.get(key);
    if (known) return known;
    const height = ways.map((way, ones) => beta * (theta * ones + way));
    const top = Math.max(...height);
    const weight = Float64Array.from(height, (h) => Math.exp(h - top));
    const sum = weight.reduce((a, b) => a + b);
    const law = weight.map((v) => v / sum);
    models.set(key, law);
    return law;
  };
  const weights = thetas.map(([theta]) => (prior === 0 ? Number(theta === 0) : Math.exp(-0.5 * (theta / prior) ** 2)));
  const sum = weights.reduce((a, b) => a + b);
  const chance = (from: number, to: number, theta: number, beta = 1) =>
    samples[from][1] === samples[to][1] ? rate * model(theta, beta)[samples[to][0]] + (from === to ? 1 - rate : 0) : 0;
  const loss = samples.map(([, share]) => losses(params, share));
  const each = samples.flatMap(([x]) => thetas.map(([theta], j) => (weights[j] / sum / data.length) * model(theta, 1)[x]));
  return {
    thetas,
    samples,
    chance,
    energy,
    ...propagateLaws({
      states: { x: samples.length, theta: thetas.length },
      x: (from, to, theta) => chance(from, to, thetas[theta][0]),
      theta: (from, to, x) => metropolisStep(from, to, loss[x]),
      start: Float64Array.from(each),
      ticks: lagged(params),
    }),
  };
}

function informations(params: BernoulliLearner, id: string) {
  const { thetas, samples, laws } = propagated(params, id);
  const theta = (s: number) => s % thetas.length;
  const of = (k: number) => (s: number) => samples[Math.floor(s / thetas.length)][k];
  const law = laws[laws.length - 1];
  return { both: informationOf(law, of(0), theta), memorised: informationOf(law, theta, of(1)), learned: informationOf(law, of(0), of(1)) };
}
