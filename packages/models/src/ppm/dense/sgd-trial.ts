import { type RandomStream, SzilardError } from '@szilard/core';
import { batchNoiseVariance, largestOf, meanProduct, noiseOf } from './batch-noise.ts';
import { type BatchDraw, batches } from './batches.ts';
import type { DenseClassifier } from './classifier.ts';

export interface SgdTrialOptions {
  /** Rows that are trained on, and rows held back. */
  readonly train: Int32Array;
  readonly test: Int32Array;
  readonly initial: Float32Array;
  readonly batch: number;
  readonly draw: BatchDraw;
  readonly rate: number;
  readonly steps: number;
  /** A look at noise and accuracy at steps 0, every, 2 every, … below `steps`. */
  readonly every: number;
  /** η(from)·η(from + s) for s = 0 … lags. */
  readonly window: { readonly from: number; readonly lags: number };
  /** The parameter that is followed, noted every so many steps. */
  readonly followed: number;
  readonly followedEvery: number;
  readonly rng: RandomStream;
  /** Called before every look: a place to throw from, and to count. */
  readonly onLook?: (step: number) => void;
}

/** One run of mini-batch gradient descent, and its noise on the way; plain data. */
export interface SgdTrial {
  readonly steps: readonly number[];
  /** Share of rows held back that are classified right; [looks]. */
  readonly accuracy: readonly number[];
  /** (1/dim) Σ_i C_ii(t,0) by the one-pass formula; [looks]. */
  readonly variance: readonly number[];
  /** (1/dim)|η|² of the batch that was drawn; [looks]. */
  readonly sampled: readonly number[];
  /** max_i |∂U_B/∂θ_i|; [looks]. */
  readonly largest: readonly number[];
  /** The parameter that was followed. */
  readonly path: readonly number[];
  /** (1/dim) η(from)·η(from + s); [lags + 1]. */
  readonly products: readonly number[];
}

/** Vanilla stochastic gradient descent from `initial`, looked at while it runs; docs/theory.md 18. Leaves the last θ loaded. */
export function sgdTrial(net: DenseClassifier, options: SgdTrialOptions): SgdTrial {
  const { train, test, batch, draw, rate, steps, every, window, followed, followedEvery, rng, onLook } = options;
  if (window.from + window.lags >= steps)
    throw new SzilardError('parameter', `[sgd trial] window: expected to end before step ${steps}, got ${window.from + window.lags}.`);
  const next = batches(train, batch, draw, rng);
  const noise = { batch, parameters: net.parameters, ...(draw === 'independent' ? {} : { without: train.length }) };
  const out = { steps: [], accuracy: [], variance: [], sampled: [], largest: [], path: [], products: [] } as {
    [K in keyof SgdTrial]: number[];
  };
  const [full, drawn] = [new Float64Array(net.parameters), new Float64Array(net.parameters)];
  let first: Float64Array | undefined;
  net.load(options.initial);
  for (let step = 0; step < steps; step++) {
    const rows = next();
    if (step % followedEvery === 0) out.path.push(net.parameter(followed));
    const [looks, inside] = [step % every === 0, step >= window.from && step <= window.from + window.lags];
    if (looks || inside) {
      onLook?.(step);
      const whole = looks ? net.gradients(train, full) : { gradient: net.gradient(train, full) };
      const eta = noiseOf(whole.gradient, net.gradient(rows, drawn));
      if ('meanSquare' in whole) {
        out.steps.push(step);
        out.accuracy.push(net.accuracy(test));
        out.variance.push(batchNoiseVariance(whole, noise));
        out.sampled.push(meanProduct(eta, eta));
        out.largest.push(largestOf(whole.gradient));
      }
      if (inside) {
        first ??= eta.slice();
        out.products.push(meanProduct(first, eta));
      }
    }
    net.step(rows, rate);
  }
  return out;
}
