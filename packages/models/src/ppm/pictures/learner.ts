import { type Batch, lagged, type Model, SzilardError, type TickOrder } from '@szilard/core';
import { type BatchOptions, drawBatches } from '../classifier-batches.ts';
import { type DataSet, dataSets, type Resampling } from '../data-sets.ts';
import { type LossAt, langevinDescent } from '../langevin-descent.ts';
import { recalled } from '../recall.ts';
import { mustBeBinary } from './binary-digits.ts';
import { pictureBoundary } from './boundary.ts';
import type { PictureModel } from './picture-model.ts';
import { pictureSeat, type Sampler } from './picture-seat.ts';

export interface PictureParams extends BatchOptions {
  /** How data sets come about, how many there are, and pictures in each. */
  readonly resampling: Exclude<Resampling, 'label-permutation'>;
  readonly sources: number;
  readonly size: number;
  readonly dataSeed: number;
  /** ε: learning rate. Below prior²/temperature. */
  readonly rate: number;
  /** T: nats of loss that are worth one k_BT at β = 1. */
  readonly temperature: number;
  /** w: width of the parameters at the start, and for ever where no data act. */
  readonly prior: number;
  /** Share of the run over which the weight of the loss rises to one. 0: at once. */
  readonly ramp: number;
  /** Pictures drawn afresh, or one pixel a tick by its heat bath: then `lag` ticks a step. */
  readonly sampler: Sampler;
  readonly lag: number;
  readonly order: TickOrder;
}

export interface PictureLearnerOptions {
  /** Who learns, for messages. */
  readonly where: string;
  readonly model: PictureModel;
  /** All pictures that data sets are made of, and those held back. */
  readonly train: Batch;
  readonly test: Batch;
  readonly params: PictureParams;
}

/** A learner of pictures, with what is needed to look at it. */
export interface PictureLearner {
  /** Any data set, each as likely as the other. */
  readonly model: Model;
  /** The same learner on data set s alone: what ensembles with equally many runs on each are made of. */
  given(source: number): Model;
  readonly train: Batch;
  readonly test: Batch;
  readonly sets: readonly DataSet[];
  /** Mean of −ln p over these rows of a data set under each θ, and its gradient [n, dim]; nats. */
  loss(theta: Batch, source: number, rows: ArrayLike<number>): LossAt;
  /** Mean of −ln p(picture|θ) over pictures held back; [n], nats. */
  heldBack(theta: Batch): Float64Array;
  /** λ of every learning step: weight of the loss, then rows of the data set. */
  readonly controls: readonly Float64Array[];
}

/**
 * Pictures learnt by stochastic gradient Langevin dynamics, docs/theory.md 21; x = (number of the data set, pixels). Mini-batches
 * are the protocol, the same places in every data set.
 */
export function pictureLearner({ where, model, train, test, params }: PictureLearnerOptions): PictureLearner {
  const { sources, size, rate, temperature, prior, ramp, steps, sampler, lag, order } = params;
  const { pixels, parameters: dim } = model;
  for (const pictures of [train, test]) mustBeBinary(where, pictures, pixels);
  const sets = dataSets({ n: train.n }, params);
  const controls = drawBatches(where, size, params).map((rows, k) =>
    Float64Array.of(ramp === 0 ? 1 : Math.min(1, (k + 1) / (ramp * steps)), ...rows),
  );
  /** Rows of a data set as rows of all pictures. */
  const inAll = (source: number, rows: ArrayLike<number>) => Int32Array.from(rows, (row) => sets[source].rows[row]);
  const labels = ({ n, dim: width, data }: Batch) => Float64Array.from({ length: n }, (_, i) => data[i * width]);
  const lossOf = (theta: Batch, each: (i: number) => ArrayLike<number>): LossAt => {
    const [loss, gradient] = [new Float64Array(theta.n), new Float64Array(theta.data.length)];
    for (let i = 0; i < theta.n; i++) loss[i] = model.loss(theta, i, train, each(i), gradient);
    return { loss, gradient: () => gradient };
  };

  /** Where training without noise goes from θ = 0: a function of the parameters and the data set alone. */
  const trained = sets.map((_, source) => {
    const theta = { n: 1, dim, data: new Float64Array(dim) };
    for (const lambda of controls) {
      const gradient = lossOf(theta, () => inAll(source, lambda.subarray(1))).gradient();
      for (let k = 0; k < dim; k++) theta.data[k] -= rate * (lambda[0] * gradient[k] + (temperature / (prior * prior)) * theta.data[k]);
    }
    return theta.data;
  });

  const subsystems: Model['subsystems'] = {
    x: pictureSeat(model, sampler),
    theta: langevinDescent({
      where,
      dim,
      rate,
      temperature,
      prior,
      loss: recalled((theta, rows, partner) => {
        const [chosen, source] = [sets.map((_, s) => inAll(s, rows)), labels(partner)];
        return lossOf(theta, (i) => chosen[source[i]]);
      }, labels),
    }),
  };
  const ticks = lagged({ steps, lag, order, protocol: (s) => controls[Math.round(s * steps) - 1] });
  const control = Float64Array.of(0, ...controls[0].subarray(1));
  const over = (chosen: readonly number[]): Model => ({
    subsystems,
    ticks,
    start: pictureBoundary({ model, prior, sources: chosen, control, centres: chosen.map(() => new Float64Array(dim)) }),
    end: pictureBoundary({ model, prior, sources: chosen, control: controls[steps - 1], centres: chosen.map((s) => trained[s]) }),
  });
  const held = Int32Array.from({ length: test.n }, (_, i) => i);
  return {
    model: over(sets.map((_, s) => s)),
    given(source) {
      if (!(Number.isInteger(source) && source >= 0 && source < sources))
        throw new SzilardError('parameter', `[${where}] given: expected a data set from 0 to ${sources - 1}, got ${source}.`);
      return over([source]);
    },
    train,
    test,
    sets,
    loss(theta, source, rows) {
      const chosen = inAll(source, rows);
      return {
        loss: Float64Array.from({ length: theta.n }, (_, i) => model.loss(theta, i, train, chosen)),
        gradient: () => lossOf(theta, () => chosen).gradient(),
      };
    },
    heldBack: (theta) => Float64Array.from({ length: theta.n }, (_, i) => model.loss(theta, i, test, held)),
    controls,
  };
}
