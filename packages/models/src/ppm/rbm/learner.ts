import { type Batch, lagged, type Model, SzilardError, type Tick, type TickOrder } from '@szilard/core';
import { dataSets, type Resampling } from '../data-sets.ts';
import { langevinDescent } from '../langevin-descent.ts';
import { logPartition } from './enumerate.ts';
import { mustBeListed } from './equilibrium.ts';
import { halfSteps } from './half-steps.ts';
import { freeEnergies } from './layers.ts';
import { learnerBoundary } from './learner-boundary.ts';
import { learnerLoss, likelihoodLoss, type NegativePhase } from './learner-loss.ts';
import { partnerMachine } from './machine.ts';
import { type Patterns, patternsOf } from './patterns.ts';
import { mustBeBits, mustBeShape, parameterCount, type RbmShape } from './shape.ts';

export interface RbmLearner {
  /** Rows of zeros and ones that data sets are made of; [rows][visible]. */
  readonly pool: readonly (readonly number[])[];
  readonly hidden: number;
  /** How data sets come about, how many there are, rows in each. */
  readonly resampling: Exclude<Resampling, 'label-permutation'>;
  readonly sources: number;
  readonly size: number;
  readonly dataSeed: number;
  readonly negative: NegativePhase;
  /** k of CD-k. */
  readonly chainSweeps: number;
  /** ε: learning rate. */
  readonly rate: number;
  /** T: nats of loss that are worth one k_BT at β = 1. */
  readonly temperature: number;
  /** w: width of the parameters at the start, and for ever where no data act. */
  readonly prior: number;
  /** Share of the run over which the weight of the loss rises to one. 0: at once. */
  readonly ramp: number;
  readonly steps: number;
  /** Half-steps of x for each step of θ. */
  readonly lag: number;
  readonly order: TickOrder;
}

/** The learner with what is needed to look at it. */
export interface RbmLearnerModel {
  readonly model: Model;
  readonly shape: RbmShape;
  /** The data sets, by their numbers. */
  readonly sets: readonly Patterns[];
  /** ln p(v|θ), row by row, for x = (b, v, h) or v alone; [n], nats. */
  logConditional(x: Batch, theta: Batch, out: Float64Array): void;
  /** −⟨ln p(v|θ)⟩ over data set b of each row of x; [n], nats. */
  loss(x: Batch, theta: Batch): Float64Array;
}

const id = 'ppm/rbm';

/** A Boltzmann machine that learns one of several data sets by Langevin descent while its own chain runs on. */
export function rbmLearner(params: RbmLearner): RbmLearnerModel {
  const { pool, hidden, negative, rate, temperature, prior, ramp, steps } = params;
  const shape = { visible: pool[0]?.length ?? 0, hidden };
  mustBeShape(shape, `[${id}]`);
  const ragged = pool.findIndex((row) => row.length !== shape.visible);
  if (ragged >= 0)
    throw new SzilardError('shape', `[${id}] pool[${ragged}]: expected ${shape.visible} units as in row 0, got ${pool[ragged].length}.`);
  mustBeBits({ n: pool.length, dim: shape.visible, data: Float64Array.from(pool.flat()) }, shape.visible, `[${id}] pool`);
  mustBeListed(shape, `[${id}] hidden:`);
  const dim = parameterCount(shape);
  const sets = dataSets({ n: pool.length }, params).map(({ rows }) => patternsOf(Array.from(rows, (row) => pool[row])));

  const weight = (step: number) => (ramp === 0 ? 1 : Math.min(1, step / (ramp * steps)));
  const control = (s: number, layer = 0) => Float64Array.of(s, layer);
  let turn = 0;
  // Half-steps take turns, whoever else moves between them.
  const ticks = lagged({ ...params, protocol: (s) => control(weight(Math.round(s * steps))) }).map(
    ({ control: [s], ...tick }): Tick => ({ ...tick, control: control(s, tick.mover === 'theta' ? 0 : turn++ % 2) }),
  );

  /** Where learning without noise goes from θ = 0. */
  const trained = (set: Patterns): Float64Array => {
    const theta = new Float64Array(dim);
    for (let step = 1; step <= steps; step++) {
      const gradient = new Float64Array(dim);
      likelihoodLoss(shape, set, theta, 0, gradient);
      for (let k = 0; k < dim; k++) theta[k] -= rate * (weight(step) * gradient[k] + (temperature / (prior * prior)) * theta[k]);
    }
    return theta;
  };

  const offset = (x: Batch) => x.dim - (x.dim === shape.visible ? shape.visible : shape.visible + hidden);
  return {
    shape,
    sets,
    logConditional(x, theta, out) {
      const v = visibleOf(x, shape.visible, offset(x));
      freeEnergies(shape, 'visible', theta.data, v, 1).forEach((f, i) => void (out[i] = -f - logPartition(shape, theta.data, 1, i * dim)));
    },
    loss: (x, theta) => Float64Array.from({ length: x.n }, (_, i) => likelihoodLoss(shape, sets[x.data[i * x.dim]], theta.data, i * dim)),
    model: {
      subsystems: {
        x: halfSteps({ shape, machine: partnerMachine, labels: 1 }),
        theta: langevinDescent({
          where: id,
          dim,
          rate,
          temperature,
          prior,
          loss: learnerLoss({ shape, sets, negative, sweeps: params.chainSweeps }),
        }),
      },
      ticks,
      start: learnerBoundary({ shape, centres: sets.map(() => new Float64Array(dim)), prior, control: control(0) }),
      end: learnerBoundary({ shape, centres: sets.map(trained), prior, control: ticks[ticks.length - 1].control }),
    },
  };
}

/** Units `from` … `from` + visible − 1 of every row. */
function visibleOf(x: Batch, visible: number, from: number): Batch {
  const data = new Float64Array(x.n * visible);
  for (let i = 0; i < x.n; i++) for (let k = 0; k < visible; k++) data[i * visible + k] = x.data[i * x.dim + from + k];
  return { n: x.n, dim: visible, data };
}
