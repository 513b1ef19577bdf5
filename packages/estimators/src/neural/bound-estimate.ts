import type { Batch, Estimate, PairedSamples, RandomStream, Tensors } from '@szilard/core';
import { columnsOf } from '../columns.ts';
import { errorOf } from '../information/mean-error.ts';
import { identical } from '../information/neighbour-cautions.ts';
import { sameColumn, viewOf } from '../neighbours/view.ts';
import { checkPaired } from '../paired-samples.ts';
import { inputsOf } from './columns.ts';
import { type CriticParams, criticOf, type Look } from './critic.ts';
import { type TrainingParams, trainingDefaults, trainingDomain } from './params.ts';
import type { Block, ScoreBound } from './score-bound.ts';
import { sound } from './sound.ts';
import { batches, pieces, sizesOf, split } from './split.ts';
import { train, trainingCautions, trainingDetails } from './train.ts';

export interface BoundParams extends TrainingParams, CriticParams {}

export const boundDefaults: BoundParams = { ...trainingDefaults, critic: 'separable', features: 16 };
export const boundDomain = {
  ...trainingDomain,
  batch: { ...trainingDomain.batch, atLeast: 4 },
  critic: { oneOf: ['separable', 'joint'] },
  features: { integer: true, atLeast: 1, atMost: 1024 },
};

/**
 * A bound on I(X;Y): a critic trained on one part of the samples, chosen on a second, evaluated on the third, which neither saw. Given the
 * critic the third part is a plain average, in double precision, so the bound and its error do not depend on how training went.
 */
export function boundEstimate(
  id: string,
  params: BoundParams,
  tensors: Tensors,
  bound: ScoreBound,
  { x, y }: PairedSamples,
  rng: RandomStream,
): Estimate {
  checkPaired(id, { x, y });
  const parts = split(sizesOf(id, x.n, params, 4, 'samples'), rng.fork('split'));
  const [xs, ys] = [inputsOf(id, 'x', x, parts.training, params.standardise), inputsOf(id, 'y', y, parts.training, params.standardise)];
  const critic = criticOf(tensors, params, x.dim, y.dim);
  const look = (parameters: Float32Array, rows: Int32Array): Look & Block => ({
    n: rows.length,
    ...critic.look(parameters, xs.rows(rows), ys.rows(rows), rows.length),
  });
  const measure = (parameters: Float32Array, rows: Int32Array) =>
    bound.measure(pieces(rows, params.batch).map((piece) => look(parameters, piece)));
  const next = batches(parts.training, Math.min(params.batch, parts.training.length), rng.fork('batches'));
  const trained = train(
    {
      initial: critic.initial(rng.fork('initial')),
      gradient(parameters) {
        const seen = look(parameters, next());
        return seen.pullback(bound.slope(seen));
      },
      validate: (parameters) => measure(parameters, parts.validation).value,
    },
    params,
  );
  const { value, influences, details, cautions } = measure(trained.parameters, parts.test);
  return {
    ...sound({
      value,
      stderr: errorOf(influences),
      details: { ...details, ...trainingDetails(trained), testSamples: parts.test.length, parameters: critic.parameters },
      cautions: [...twinCautions(x, y), ...cautions, ...trainingCautions(trained)],
    }),
    unit: 'nat',
    n: x.n,
    method: id,
    params: { ...params, backend: critic.backend },
    bound: 'lower',
  };
}

function twinCautions(x: Batch, y: Batch): string[] {
  const twins = identical(columnsOf('x', x), columnsOf('y', y), (i, j) => sameColumn(viewOf(x), i, viewOf(y), j));
  return twins ? [`${twins} are identical: of a continuous variable the truth is infinite, and no bound reaches it`] : [];
}
