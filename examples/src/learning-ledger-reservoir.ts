import { type Batch, type Measured, moments, type Run } from '@szilard/core';
import type { PictureLearner, PictureModel } from '@szilard/models';

/** How much like a heat bath the parameters of a learner are; what is simple to say of it. */
export interface ReservoirSigns {
  /** Temperature that batches lend a parameter, ε tr C/(2|b| dim), at the start and at the end; nats of loss. */
  readonly lent: readonly [number, number];
  /** Correlation of the noise of batches with that one step, two steps, … later. */
  readonly memory: readonly Measured[];
  /** rms of ln K/K̃ − heat/T over the moves of Θ, over the rms of the latter. */
  readonly miss: number;
  /** dim Θ/dim X. */
  readonly capacities: number;
}

const LAGS = 3;

/** From one run with the ledger of all moves and θ at every frame; `interval` learning steps lie between two. */
export function reservoirSigns(learner: PictureLearner, model: PictureModel, run: Run, rate: number, batch: number): ReservoirSigns {
  const { theta } = run.records;
  const rows = Array.from(learner.sets[0].rows.keys());
  const slope = (at: Batch, which: ArrayLike<number>) => learner.loss(at, 0, which).gradient();
  const state = (frame: number): Batch => ({ n: 1, dim: theta.dim, data: theta.data.slice(frame * theta.dim, (frame + 1) * theta.dim) });
  const lent = ([0, theta.steps - 1] as const).map((frame) => {
    const at = state(frame);
    const whole = slope(at, rows);
    const spread =
      rows.reduce((sum, row) => sum + slope(at, [row]).reduce((square, g, k) => square + (g - whole[k]) ** 2, 0), 0) / rows.length;
    return (rate * spread) / (2 * batch * theta.dim);
  });
  // Noise of the batch that came next, frame by frame.
  const noise = Array.from({ length: theta.steps - 1 }, (_, frame) => {
    const at = state(frame);
    const step = Math.round((frame * learner.controls.length) / (theta.steps - 1));
    const whole = slope(at, rows);
    return slope(at, learner.controls[step].subarray(1)).map((g, k) => g - whole[k]);
  });
  const product = (a: Float64Array, b: Float64Array) => a.reduce((sum, v, k) => sum + v * b[k], 0);
  const memory = Array.from({ length: LAGS }, (_, lag) => {
    const pairs = noise
      .slice(lag + 1)
      .map((late, n) => product(late, noise[n]) / Math.sqrt(product(late, late) * product(noise[n], noise[n])));
    const { mean, stderr } = moments(pairs);
    return { value: mean, stderr };
  });
  const { ledger } = run;
  const perFrame = ledger.ticks / (theta.steps - 1);
  // The last tick of every frame is the sample's, which misses nothing.
  const moves = Array.from(ledger.heat.keys()).filter((at) => (at % ledger.ticks) % perFrame !== perFrame - 1);
  const rms = (of: (at: number) => number) => Math.sqrt(moves.reduce((sum, at) => sum + of(at) ** 2, 0) / moves.length);
  const miss = rms((at) => ledger.logRatio[at] - ledger.bathEntropy[at]) / rms((at) => ledger.bathEntropy[at]);
  return { lent: [lent[0], lent[1]], memory, miss, capacities: model.parameters / model.pixels };
}
