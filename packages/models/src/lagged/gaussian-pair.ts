import { type Batch, defineModel, type Given, lagged, type Subsystem, type TickOrder, tickOrders } from '@szilard/core';
import { Matrix } from 'ml-matrix';
import { linear } from '../kernels/linear.ts';
import { jointGaussianBoundary } from '../langevin/joint-gaussian-boundary.ts';
import { after, heats, inRound, meanEnergy, type RoundMove, steadyRound } from '../langevin/steady-round.ts';
import { steadyScan } from './steady-scan.ts';

export interface GaussianPair {
  /** Stiffness k of the spring between x and θ, energy/length². */
  readonly stiffness: number;
  /** Stiffness of the trap of θ. */
  readonly confinement: number;
  /** What is left of a deviation of x, or of θ, after one of its moves. */
  readonly sampleMemory: number;
  readonly parameterMemory: number;
  /** Of the baths that the boundary is made for: the steady state between them. */
  readonly sampleTemperature: number;
  readonly parameterTemperature: number;
  readonly steps: number;
  readonly lag: number;
  readonly order: TickOrder;
}

/**
 * A sample x bound to its parameter θ at two temperatures, one energy for both: H = k(x − θ)²/2 + κθ²/2. Each moves by the exact
 * Ornstein-Uhlenbeck step of its own while the other stands still, so that local detailed balance holds at any memory. Runs in
 * the steady state of its rounds, or, with a random order, from the Gaussian with the covariance of the steady state.
 */
export const gaussianPair = defineModel<GaussianPair>({
  id: 'lagged/gaussian-pair',
  title: 'a sample and its parameter at two temperatures, in the steady state of their lagged moves',
  source: '[Horowitz2014]; docs/theory.md 10',
  claims: { localDetailedBalance: 'exact', reservoirs: ['gradient', 'two-temperature', 'ideal'] },
  reservoirs: ['gradient', 'two-temperature', 'ideal'],
  baths: ({ sampleTemperature, parameterTemperature }) => ({
    gradient: { from: sampleTemperature, to: parameterTemperature },
    'two-temperature': { first: sampleTemperature, second: parameterTemperature },
  }),
  defaults: {
    stiffness: 1,
    confinement: 1,
    sampleMemory: 0.5,
    parameterMemory: 0.8,
    sampleTemperature: 2,
    parameterTemperature: 1,
    steps: 10,
    lag: 1,
    order: 'theta-first',
  },
  domain: {
    stiffness: { above: 0 },
    confinement: { above: 0 },
    sampleMemory: { above: 0, below: 1 },
    parameterMemory: { above: 0, below: 1 },
    sampleTemperature: { above: 0 },
    parameterTemperature: { above: 0 },
    steps: { atLeast: 1, atMost: 1e5, integer: true },
    lag: { atLeast: 1, atMost: 1e5, integer: true },
    order: { oneOf: tickOrders },
  },
  create: (params) => {
    const steady = jointGaussianBoundary({ covariance: pairRound(params).covariances[0], control: none });
    return {
      sharedEnergy: true,
      subsystems: { x: seat(params, 'x'), theta: seat(params, 'theta') },
      ticks: lagged(params),
      start: steady,
      end: steady,
    };
  },
  exact: {
    /** Σ of a run in the baths that the boundary is made for. */
    'entropy-production': (params) => params.steps * pairRound(params).entropyProduction,
    /** ⟨Q⟩ of x, energy. */
    'heat-of-samples': (params) => params.steps * pairRound(params).heat.x,
    /** I(X;Θ) at the end; for a random order that of the Gaussian with the same covariance. */
    'mutual-information': (params) => information(pairRound(params).covariances[0]),
  },
});

const none = new Float64Array(0);
/** −½ ln(1 − ρ²); nats. */
const information = (s: Matrix): number => -0.5 * Math.log1p(-(s.get(0, 1) ** 2) / (s.get(0, 0) * s.get(1, 1)));

/** One step in the steady state. */
export interface PairRound {
  /** Of (x, θ), before the first move and after each; in a random order one for all. */
  readonly covariances: readonly Matrix[];
  /** Mean heat into the bath of each seat; energy. */
  readonly heat: { readonly x: number; readonly theta: number };
  /** Nats. */
  readonly entropyProduction: number;
  /** What the moves of each seat add to I(X;Θ), nats; NaN in a random order, whose law is no Gaussian. */
  readonly informationFlow: { readonly x: number; readonly theta: number };
}

export function pairRound(params: GaussianPair): PairRound {
  const { stiffness: k, confinement, sampleTemperature, parameterTemperature, lag, order } = params;
  const energy = new Matrix([
    [k, -k],
    [-k, k + confinement],
  ]);
  const x = inRound(seat(params, 'x').kernel.affine(none, 1 / sampleTemperature), 0, 2);
  const theta = inRound(seat(params, 'theta').kernel.affine(none, 1 / parameterTemperature), 1, 2);
  const inAll = (hx: number, hTheta: number) => hx / sampleTemperature + hTheta / parameterTemperature;
  if (order === 'random-scan') {
    const covariance = steadyScan([
      { share: lag / (lag + 1), move: x },
      { share: 1 / (lag + 1), move: theta },
    ]);
    // lag + 1 ticks a step: `lag` of them move x on average, and one θ.
    const heatOf = (move: RoundMove) => meanEnergy(energy, covariance) - meanEnergy(energy, after(covariance, move));
    const heat = { x: lag * heatOf(x), theta: heatOf(theta) };
    return {
      covariances: [covariance],
      heat,
      entropyProduction: inAll(heat.x, heat.theta),
      informationFlow: { x: Number.NaN, theta: Number.NaN },
    };
  }
  const moves = lagged({ steps: 1, lag, order }).map(({ mover }) => (mover === 'x' ? x : theta));
  const covariances = steadyRound(moves);
  const gained = covariances.slice(1).map((s, m) => information(s) - information(covariances[m]));
  const sumOf = (values: readonly number[], of: RoundMove) => values.reduce((sum, v, m) => (moves[m] === of ? sum + v : sum), 0);
  const q = heats(energy, covariances);
  const heat = { x: sumOf(q, x), theta: sumOf(q, theta) };
  return {
    covariances,
    heat,
    entropyProduction: inAll(heat.x, heat.theta),
    informationFlow: { x: sumOf(gained, x), theta: sumOf(gained, theta) },
  };
}

function seat({ stiffness: k, confinement, sampleMemory, parameterMemory }: GaussianPair, which: 'x' | 'theta') {
  const [own, follow, memory] = which === 'x' ? [k, 1, sampleMemory] : [k + confinement, k / (k + confinement), parameterMemory];
  const kernel = linear({ drift: [[own]], diffusion: [[1]], coupling: [[follow]], stiffness: [[own]], dt: -Math.log(memory) / own });
  return {
    dim: 1,
    kernel,
    energy(self: Batch, { partner }: Given, out: Float64Array) {
      const [x, theta] = which === 'x' ? [self.data, partner.data] : [partner.data, self.data];
      for (let i = 0; i < self.n; i++) out[i] = 0.5 * k * (x[i] - theta[i]) ** 2 + 0.5 * confinement * theta[i] ** 2;
    },
  } satisfies Subsystem;
}
