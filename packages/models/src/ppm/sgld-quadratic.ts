import { type Boundary, defineModel, lagged, type Subsystem, type Tick } from '@szilard/core';
import { Matrix } from 'ml-matrix';
import { jointGaussianBoundary } from '../langevin/joint-gaussian-boundary.ts';
import { still } from '../still.ts';
import { affineKernel } from './gaussian-affine.ts';
import { mustBeStable } from './quadratic-steady-state.ts';
import { mixtureBoundary } from './sgld-boundary.ts';
import { binaryBatches, eitherSign, gaussianBatches, givenBatch } from './sgld-kernels.ts';
import { mixtureStart } from './sgld-mixture.ts';
import { type SgldQuadratic, sgldSteadyState, sgldStep, sgldUnit, sgldVariance } from './sgld-steady-state.ts';

const id = 'ppm/sgld-quadratic';

/**
 * Langevin gradient descent on U_b(θ) = h (θ − b)²/2 with batches b ~ N(0, batchVariance) or ±√batchVariance, booked in one of two
 * views. `protocol`: x is the batch, drawn afresh for each step, and K(θ′|θ, b) is conditional on it; changing the batch is work.
 * `reservoir`: the batch is averaged over in K(θ′|θ), and x is empty. Both start and end in p(b) p(θ) with θ at rest; for binary
 * batches, in what N(0, variance) has become after eight steps. Energy in units of the noise: T where the batch is given,
 * T + εh²·batchVariance/2 where it is noise. Temperature 0 is raw SGD, whose steps on finitely many batches cannot be undone.
 */
export const sgldQuadratic = defineModel<SgldQuadratic>({
  id,
  title: 'Langevin gradient descent in a parabola: the batch as protocol or as reservoir',
  source: '[Welling2011]; docs/theory.md 22',
  claims: { localDetailedBalance: 'order-1', reservoirs: ['ideal'] },
  reservoirs: ['ideal'],
  defaults: { learningRate: 0.1, curvature: 1, batches: 'gaussian', batchVariance: 0.3, temperature: 0.5, view: 'protocol', steps: 10 },
  domain: {
    learningRate: { above: 0 },
    curvature: { above: 0 },
    batches: { oneOf: ['gaussian', 'binary'] },
    batchVariance: { above: 0 },
    temperature: { atLeast: 0 },
    view: { oneOf: ['protocol', 'reservoir'] },
    steps: { atLeast: 1, atMost: 1e6, integer: true },
  },
  create(params) {
    const { learningRate, curvature: h, batches, batchVariance, view, steps } = params;
    mustBeStable(learningRate, [h], id);
    const options = { ...sgldStep(params), batchVariance };
    const given = view === 'protocol';
    const unit = sgldUnit(params);
    const theta: Subsystem = {
      dim: 1,
      kernel: given ? givenBatch(options) : batches === 'gaussian' ? gaussianBatches(options) : binaryBatches(options),
      energy(at, { partner }, out) {
        for (let i = 0; i < at.n; i++) out[i] = (h * (at.data[i] - (given ? partner.data[i] : 0)) ** 2) / (2 * unit);
      },
    };
    const ends = atRest(params);
    return {
      subsystems: { x: given ? batchSeat(batches, batchVariance) : still, theta },
      ticks: given
        ? lagged({ steps, lag: 1 })
        : Array.from({ length: steps }, (): Tick => ({ mover: 'theta', control: new Float64Array(0) })),
      start: ends,
      end: ends,
    };
  },
  exact: {
    'entropy-production': (params) => params.steps * sgldSteadyState(params).entropyProductionPerStep[params.view],
    /** Var θ at rest. */
    variance: sgldVariance,
    /** ⟨Q⟩ of θ in units of the noise: what changing the batch puts in goes into the bath; nothing where the batch is the bath. */
    'heat-of-parameters': (params) =>
      params.view === 'protocol' ? (params.steps * sgldSteadyState(params).heatPerStep) / sgldUnit(params) : 0,
  },
});

/** Batches drawn afresh; energy −ln p(b). */
function batchSeat(batches: SgldQuadratic['batches'], variance: number): Subsystem {
  const spread = Math.sqrt(variance);
  if (batches === 'binary') return { dim: 1, kernel: eitherSign(spread), energy: (_x, _given, out) => void out.fill(0) };
  return {
    dim: 1,
    kernel: affineKernel({ where: id, own: Matrix.zeros(1, 1), other: Matrix.zeros(1, 1), covariance: new Matrix([[variance]]) }),
    energy(x, _given, out) {
      for (let i = 0; i < x.n; i++) out[i] = x.data[i] ** 2 / (2 * variance);
    },
  };
}

function atRest(params: SgldQuadratic): Boundary {
  const { batches, batchVariance, view } = params;
  const variance = sgldVariance(params);
  const { keep, pull, spread } = sgldStep(params);
  if (batches === 'binary') {
    const kick = pull * Math.sqrt(batchVariance);
    const { centres, variance: each } = mixtureStart({ keep, kick, spread }, variance);
    return mixtureBoundary(centres, each, Math.sqrt(batchVariance));
  }
  const covariance = Matrix.diag(view === 'protocol' ? [batchVariance, variance] : [variance]);
  return jointGaussianBoundary({ covariance, control: new Float64Array(0) });
}
