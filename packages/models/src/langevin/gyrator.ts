import { type Batch, defineModel, type Given, lagged, type Subsystem } from '@szilard/core';
import { Matrix } from 'ml-matrix';
import { linear } from '../kernels/linear.ts';
import { jointGaussianBoundary } from './joint-gaussian-boundary.ts';
import { heats, inRound, steadyRound } from './steady-round.ts';

export interface Gyrator {
  /** Stiffness of each coordinate's own trap, energy/length². */
  readonly stiffness: number;
  /** Stiffness κ of the spring between them. */
  readonly coupling: number;
  readonly hot: number;
  readonly cold: number;
  readonly dt: number;
  readonly rounds: number;
}

/**
 * The Brownian gyrator: two coordinates in H = k(x² + θ²)/2 + κ(x − θ)²/2, x in a hot bath, θ in a cold one. They take turns,
 * θ first, each by the exact Ornstein-Uhlenbeck step of its own while the other stands still, so that local detailed balance
 * holds at any dt. Runs in the steady state of its rounds; dt → 0 is the continuous process, docs/theory.md 12.
 */
export const gyrator = defineModel({
  id: 'langevin/gyrator',
  title: 'two coupled coordinates in baths of different temperature, in the steady state',
  source: '[Filliger2007]; docs/theory.md 12',
  claims: { localDetailedBalance: 'exact', reservoirs: ['gradient', 'ideal'] },
  reservoirs: ['gradient', 'ideal'],
  baths: ({ hot, cold }) => ({ gradient: { from: hot, to: cold } }),
  defaults: { stiffness: 1, coupling: 1, hot: 2, cold: 1, dt: 0.2, rounds: 30 },
  domain: {
    stiffness: { above: 0 },
    coupling: { atLeast: 0 },
    hot: { above: 0 },
    cold: { above: 0 },
    dt: { above: 0 },
    rounds: { atLeast: 1, atMost: 1e5, integer: true },
  },
  create: (params) => {
    const steady = jointGaussianBoundary({ covariance: gyratorRound(params).covariances[0], control: new Float64Array(0) });
    const seat = coordinate(params);
    return {
      sharedEnergy: true,
      subsystems: { x: seat, theta: seat },
      ticks: lagged({ steps: params.rounds, lag: 1 }),
      start: steady,
      end: steady,
    };
  },
  exact: {
    /** Σ of a run: rounds × (heat to each bath over its temperature). Belongs to the bath `gradient` from `hot` to `cold`. */
    'entropy-production': (params) => params.rounds * gyratorRound(params).entropyProduction,
  },
});

/** One round, θ then x: covariances before, between and after, the mean heat into each bath, and their entropy. */
export function gyratorRound(params: Gyrator) {
  const { stiffness: k, coupling, hot, cold } = params;
  const { affine } = coordinate(params).kernel;
  const none = new Float64Array(0);
  const covariances = steadyRound([inRound(affine(none, 1 / cold), 1, 2), inRound(affine(none, 1 / hot), 0, 2)]);
  const stiffness = new Matrix([
    [k + coupling, -coupling],
    [-coupling, k + coupling],
  ]);
  const [theta, x] = heats(stiffness, covariances);
  return { covariances, heat: { x, theta }, entropyProduction: x / hot + theta / cold };
}

function coordinate({ stiffness: k, coupling, dt }: Gyrator) {
  const kernel = linear({
    drift: [[k + coupling]],
    diffusion: [[1]],
    coupling: [[coupling / (k + coupling)]],
    stiffness: [[k + coupling]],
    dt,
  });
  return {
    dim: 1,
    kernel,
    energy(x: Batch, { partner }: Given, out: Float64Array) {
      for (let i = 0; i < x.n; i++) {
        const [own, other] = [x.data[i], partner.data[i]];
        out[i] = 0.5 * k * (own * own + other * other) + 0.5 * coupling * (own - other) ** 2;
      }
    },
  } satisfies Subsystem;
}
