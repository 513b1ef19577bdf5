import { defineEstimator, type Ensemble, type Estimate, SzilardError } from '@szilard/core';
import { checkSeries } from '../border.ts';
import { blocksOf } from './blocks.ts';
import { irreversibility, type Part } from './irreversibility.ts';
import { type OddParams, signsOf } from './odd.ts';
import { type WordParams, wordAnswer, wordDomain } from './word-params.ts';
import { mustRepeat, runsOf, turnedFrames } from './words.ts';

const id = 'entropy-production/plug-in';

export interface PlugInEntropyProductionParams extends WordParams, OddParams {
  /** Frames of the longer words. 2 is enough for a Markov chain. */
  word: number;
}

/**
 * Entropy production of symbols from how often words and their reverses occur [Roldan2010]; [trajectories, steps, dim], every frame
 * one symbol, nats per step:
 *
 *     D_n − D_{n−1},   D_n = Σ_w p(w) ln p(w)/p(w̃),   w̃: the n frames in opposite order, odd columns turned
 *
 * Exact, for long series, if the series is a Markov chain of order n − 1. Where states are hidden, D_n/(n − 1) stays below the
 * entropy production of the chain behind (`details.perStep`, uncorrected); the difference is an estimate. Words lie within
 * trajectories; the series is taken to be stationary. Error: docs/theory.md 14.
 */
export const plugInEntropyProduction = defineEstimator<'entropy-production-rate', PlugInEntropyProductionParams>({
  id,
  title: 'entropy production of symbols, from how often words and their reverses occur',
  quantity: 'entropy-production-rate',
  rows: 'symbols',
  source: '[Roldan2010]; docs/theory.md 14',
  calibrated: true,
  verifiedBy: 'neep (correction none)',
  defaults: { word: 2, odd: [], smoothing: 0, correction: 'second-order', blocks: 0 },
  domain: { word: { integer: true, atLeast: 2 }, ...wordDomain },
  create: (params) => ({ estimate: ({ series }) => estimate(params, series) }),
});

function estimate(params: PlugInEntropyProductionParams, series: Ensemble): Estimate {
  const { word, odd, smoothing, blocks: wanted } = params;
  checkSeries(id, { series }, word);
  const { trajectories, steps } = series;
  if (trajectories * (steps - word + 1) < 2)
    throw new SzilardError('input', `[${id}] steps: expected at least 2 words of ${word} frames, got 1. Record longer.`);
  const frames = turnedFrames(series, signsOf(id, odd, series.dim));
  mustRepeat(id, frames.frames);
  // Words of both lengths fall into as many blocks, of the same stretches of time.
  const { count } = blocksOf(trajectories, steps - word + 1, wanted);
  const part = (length: number, sign: number): Part => {
    const each = steps - length + 1;
    return { words: runsOf(frames, steps, length), weight: sign / (trajectories * each), blocks: blocksOf(trajectories, each, count) };
  };
  const long = part(word, 1);
  const n = long.words.of.length;
  const load = new Float64Array(long.blocks.count);
  for (const block of long.blocks.of) load[block] += 1 / n;
  // One frame is its own reverse, unless it has odd columns.
  const parts = word === 2 && odd.length === 0 ? [long] : [long, part(word - 1, -1)];
  const found = irreversibility(parts, load, smoothing);
  const whole = parts.length === 1 ? found : irreversibility([long], load, smoothing);
  const { value, stderr, details, cautions } = wordAnswer(params, found, { n, what: 'words' });
  return {
    value,
    stderr,
    unit: 'nat/tick',
    n,
    method: id,
    params: { ...params },
    details: { ...details, perStep: whole.value / (word - 1), blocks: load.length },
    cautions,
  };
}
