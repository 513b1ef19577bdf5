import { type Batch, batch, type Domain, defineEstimator, type Ensemble, type Estimate, SzilardError } from '@szilard/core';
import { checkSeries } from '../border.ts';
import { symbolsOf } from '../discrete/symbols.ts';
import { rowsOf } from '../series/embed.ts';
import { blocksOf } from './blocks.ts';
import { intervalsOf } from './intervals.ts';
import { irreversibility } from './irreversibility.ts';
import { type WordParams, wordAnswer, wordDomain } from './word-params.ts';
import { mustRepeat, wordsOf } from './words.ts';

const id = 'entropy-production/waiting-time';

export interface WaitingTimeParams extends WordParams {
  /** Pairs of states whose transitions, both ways, are seen. Empty: all changes of state. */
  edges: number[][];
  /** Classes that waiting times are told apart by, about equally full; the bound holds for any number. */
  classes: number;
}

const domain: { readonly [K in keyof WaitingTimeParams]?: Domain } = { classes: { integer: true, atLeast: 1 }, ...wordDomain };

/**
 * Lower bound on entropy production from a few visible transitions and the times between them [Vandermeer2022], [Harunari2022];
 * [trajectories, steps, 1], nats per step:
 *
 *     { D(p(I, t, J) || p(J̃, t, Ĩ)) − D(p(I) || p(Ĩ)) } / ⟨t⟩
 *
 * I, J: a visible transition and the next one, t the steps between them, Ĩ the transition the other way. Below the entropy production
 * of the whole Markov chain, hidden states and all, if every visible transition joins two single states of it by a single mechanism;
 * equal to it where the hidden part and one visible edge make a single cycle, and where all transitions are seen. Changes between lumps
 * of states are no such transitions: for them nothing is promised. States that are not named count as hidden. Error as for
 * entropy-production/plug-in.
 */
export const waitingTimeEntropyProduction = defineEstimator<'entropy-production-rate', WaitingTimeParams>({
  id,
  title: 'lower bound on entropy production from visible transitions and the times between them',
  quantity: 'entropy-production-rate',
  rows: 'symbols',
  source: '[Vandermeer2022], [Harunari2022]; docs/theory.md 14',
  calibrated: true,
  bound: 'lower',
  defaults: { edges: [], classes: 4, smoothing: 1, correction: 'second-order', blocks: 0 },
  domain,
  create: (params) => ({ estimate: ({ series }) => estimate(params, series) }),
});

function estimate(params: WaitingTimeParams, series: Ensemble): Estimate {
  const { edges, classes, smoothing, blocks: wanted } = params;
  checkSeries(id, { series }, 3);
  if (series.dim !== 1)
    throw new SzilardError('input', `[${id}] series: expected one column, the number of the state, got ${series.dim}. Number the states.`);
  const bad = edges.findIndex((edge) => edge.length !== 2 || edge[0] === edge[1] || !edge.every(Number.isFinite));
  if (bad >= 0)
    throw new SzilardError('parameter', `[${id}] edges[${bad}]: expected two different states, got [${edges[bad].join(', ')}].`);
  const { trajectories, steps } = series;
  mustRepeat(id, symbolsOf(rowsOf(series)).of);
  const { n, before, after, waited, classOf, row } = intervalsOf(series, edges, classes);
  if (n < 2)
    throw new SzilardError('input', `[${id}] series: expected at least 2 waiting times, got ${n}. Watch other transitions, or longer.`);

  const time = blocksOf(trajectories, steps, wanted);
  const blocks = { count: time.count, of: row.map((frame) => time.of[frame]) };
  const total = waited.reduce((sum, t) => sum + t, 0);
  const load = new Float64Array(time.count);
  for (let i = 0; i < n; i++) load[blocks.of[i]] += waited[i] / total;
  const pairs = wordsOf(
    table(n, 5, (i) => [before[2 * i], before[2 * i + 1], classOf[i], after[2 * i], after[2 * i + 1]]),
    table(n, 5, (i) => [after[2 * i + 1], after[2 * i], classOf[i], before[2 * i + 1], before[2 * i]]),
  );
  const singles = wordsOf(
    table(n, 2, (i) => [before[2 * i], before[2 * i + 1]]),
    table(n, 2, (i) => [before[2 * i + 1], before[2 * i]]),
  );
  const found = irreversibility(
    [
      { words: pairs, weight: 1 / total, blocks },
      { words: singles, weight: -1 / total, blocks },
    ],
    load,
    smoothing,
  );
  const { value, stderr, details, cautions } = wordAnswer(params, found, { n, what: 'waiting times' });
  return {
    value,
    stderr,
    unit: 'nat/tick',
    n,
    method: id,
    params: { ...params },
    bound: 'lower',
    details: { ...details, meanWait: total / n },
    cautions,
  };
}

function table(n: number, dim: number, row: (i: number) => readonly number[]): Batch {
  const out = batch(n, dim);
  for (let i = 0; i < n; i++) out.data.set(row(i), i * dim);
  return out;
}
