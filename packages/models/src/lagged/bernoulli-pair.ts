import { defineModel, type KernelClaims, lagged, type TickOrder, tickOrders } from '@szilard/core';
import { bernoulli, metropolisStep, refreshed } from './bernoulli-chances.ts';
import { listedSeat } from './listed-seat.ts';
import { entropyOf, informationOf, propagateLaws } from './propagate-laws.ts';
import { listedBoundary } from './states.ts';

export interface BernoulliPair {
  /** Weight of the sample's energy −θx in that of θ: 0, θ moves by itself. */
  readonly feedback: number;
  /** Share of ones in the data. */
  readonly data: number;
  /** Temperature of θ in units of that of x. */
  readonly temperature: number;
  /** Chance that a fast tick draws x afresh. */
  readonly rate: number;
  readonly steps: number;
  readonly lag: number;
  readonly order: TickOrder;
}

const [xs, thetas] = [
  [[0], [1]],
  [[-1], [0], [1]],
];
const prior = [0.5, 0.3, 0.2];
const claims: KernelClaims = { invariance: 'exact', detailedBalance: 'exact' };

/**
 * The smallest learner with every path countable: a bit x ~ e^θx and its parameter θ ∈ {−1, 0, 1}, which descends the loss
 * −data·θ + ln(1 + e^θ) + feedback·(−θx) by Metropolis moves. Each seat counts energy in units of its own temperature. Starts in
 * p(θ) = (½, 3/10, 1/5) with x in equilibrium at θ, and ends in its own law p_N in baths at β = 1: σ of a run is E1 of
 * docs/theory.md 10.
 */
export const bernoulliPair = defineModel<BernoulliPair>({
  id: 'lagged/bernoulli-pair',
  title: 'a bit and its parameter with or without feedback; every path countable',
  source: '[Crooks2019]; docs/theory.md 10',
  claims: { localDetailedBalance: 'exact', reservoirs: ['ideal', 'gradient'] },
  reservoirs: ['ideal'],
  defaults: { feedback: 1, data: 0.8, temperature: 0.5, rate: 0.6, steps: 3, lag: 1, order: 'theta-first' },
  domain: {
    data: { above: 0, below: 1 },
    temperature: { above: 0 },
    rate: { above: 0, atMost: 1 },
    steps: { atLeast: 1, atMost: 1e5, integer: true },
    lag: { atLeast: 1, atMost: 1e5, integer: true },
    order: { oneOf: tickOrders },
  },
  create: (params) => {
    const { laws } = propagated(params);
    const at = (law: Float64Array) => listedBoundary(law, xs, thetas, '[lagged/bernoulli-pair]');
    return {
      subsystems: {
        x: listedSeat({
          states: xs,
          chance: (from, to, { partner, beta }) => refreshed(from, to, partner[0], params.rate, beta),
          energy: (x, { partner }) => -partner[0] * x,
          where: '[lagged/bernoulli-pair] x',
          claims,
        }),
        theta: listedSeat({
          states: thetas,
          chance: (from, to, { partner, beta }) => metropolisStep(from, to, losses(params, partner[0]), beta),
          energy: (theta, { partner }) => losses(params, partner[0])[theta],
          where: '[lagged/bernoulli-pair] theta',
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
    /** I(X;Θ) at the end. */
    'mutual-information': (params) =>
      informationOf(
        propagated(params).laws.at(-1)!,
        (s) => Math.floor(s / 3),
        (s) => s % 3,
      ),
  },
});

/** U of each θ given x, in units of the temperature of θ. */
const losses = ({ feedback, data, temperature }: BernoulliPair, x: number): number[] =>
  thetas.map(([theta]) => (-data * theta + Math.log1p(Math.exp(theta)) - feedback * theta * x) / temperature);

function propagated(params: BernoulliPair) {
  const loss = xs.map(([x]) => losses(params, x));
  return propagateLaws({
    states: { x: 2, theta: 3 },
    x: (from, to, theta) => refreshed(from, to, thetas[theta][0], params.rate),
    theta: (from, to, x) => metropolisStep(from, to, loss[x]),
    start: Float64Array.from({ length: 6 }, (_, s) => prior[s % 3] * bernoulli(Math.floor(s / 3), thetas[s % 3][0])),
    ticks: lagged(params),
  });
}
