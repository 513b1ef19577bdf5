import { type Batch, type Buffers, defineModel, type Given, type Tick } from '@szilard/core';
import { Matrix } from 'ml-matrix';
import { linePass } from '../kernels/line-pass.ts';
import { linear } from '../kernels/linear.ts';
import { still } from '../still.ts';
import { drag } from './dragged-trap.ts';
import { jointGaussianBoundary } from './joint-gaussian-boundary.ts';
import { cholesky } from './ornstein-uhlenbeck.ts';
import { canSpecialise } from './specialise.ts';
import { trapFlight } from './trap-steps.ts';

interface Underdamped {
  readonly k: number;
  readonly mass: number;
  /** Rate γ at which momentum is lost, 1/time. */
  readonly friction: number;
  readonly velocity: number;
  readonly dt: number;
  readonly ticks: number;
  readonly beta: number;
}

/**
 * A bead with momentum in a dragged harmonic trap: dq = p/m dt, dp = −k(q − c) dt − γp dt + √(2γm/β) dW, by the exact transition
 * over dt. Momenta are odd under time reversal, and local detailed balance holds for moves between (q, p) and (q′, −p′).
 */
export const underdampedTrap = defineModel({
  id: 'langevin/underdamped-trap',
  title: 'bead with momentum in a dragged harmonic trap, exact steps',
  source: '[Kramers1940]; docs/theory.md 12',
  claims: { localDetailedBalance: 'exact', reservoirs: ['ideal'] },
  reservoirs: ['ideal'],
  defaults: { k: 1, mass: 1, friction: 1, velocity: 0.7, dt: 0.1, ticks: 20, beta: 1 },
  domain: {
    k: { above: 0 },
    mass: { above: 0 },
    friction: { above: 0 },
    // Shorter steps move positions by less than a double resolves of them: the ratio would be that of rounding.
    dt: { atLeast: 0.001 },
    ticks: { atLeast: 1, atMost: 1e6, integer: true },
    beta: { above: 0 },
  },
  create: (params) => {
    const { k, mass, beta } = params;
    const [from, controls, to] = drag(params);
    const kernel = transition(params);
    const { own, covariance } = kernel.affine(from, 1);
    const step = trapFlight({ stiffness: k, mass, own, factor: cholesky(Matrix.from1DArray(2, 2, covariance), 'underdamped trap') });
    const rest = (control: Float64Array) =>
      jointGaussianBoundary({ mean: [control[0], 0], covariance: Matrix.diag([1 / (beta * k), mass / beta]), control });
    return {
      subsystems: {
        x: {
          dim: 2,
          kernel,
          energy({ n, data }: Batch, { control: [centre] }: Given, out: Float64Array) {
            for (let i = 0; i < n; i++) out[i] = 0.5 * k * (data[2 * i] - centre) ** 2 + (0.5 * data[2 * i + 1] ** 2) / mass;
          },
          ...(canSpecialise && { fuse: (buffers: Buffers) => linePass(buffers, step) }),
        },
        theta: still,
      },
      ticks: controls.map((control): Tick => ({ mover: 'x', control })),
      start: rest(from),
      end: rest(to),
    };
  },
  exact: {
    /** ⟨W⟩; W is Gaussian with variance 2⟨W⟩/β and ΔF = 0, so ⟨σ⟩ = β⟨W⟩. */
    work: meanWork,
    'entropy-production': (params) => params.beta * meanWork(params),
  },
});

const transition = ({ k, mass, friction, dt }: Underdamped) =>
  linear({
    drift: [
      [0, -1 / mass],
      [k, friction],
    ],
    diffusion: [
      [0, 0],
      [0, friction * mass],
    ],
    stiffness: [
      [k, 0],
      [0, 1 / mass],
    ],
    offset: ([centre]) => [centre, 0],
    parity: Int8Array.of(1, -1),
    dt,
  });

/** ⟨W⟩ = Σ (−k v dt m_n + k (v dt)²/2), (m, p) the mean distance from the trap and momentum, carried on by the propagator. */
function meanWork(params: Underdamped): number {
  const { k, velocity, dt, ticks, beta } = params;
  const { own } = transition(params).affine(Float64Array.of(0), beta);
  const jump = velocity * dt;
  let [distance, momentum, work] = [0, 0, 0];
  for (let n = 0; n < ticks; n++) {
    work += -k * jump * distance + 0.5 * k * jump * jump;
    distance -= jump;
    [distance, momentum] = [own[0] * distance + own[1] * momentum, own[2] * distance + own[3] * momentum];
  }
  return work;
}
