import { type Experiment, type RandomStream, type Recorder, randomStream, SzilardError, simulate } from '@szilard/core';
import { bathParams, composeExperiment } from '@szilard/core/compose';
import type { EnsembleBlock } from '@szilard/models';
import { labWith, pairs, reservoirOf } from './arguments.ts';
import { mustFit, type SimulatedEnsemble } from './simulated-ensemble.ts';
import { timeGrid } from './time-grid.ts';

const BLOCK = 256;
const BLOCK_NUMBERS = 1 << 22;

/** The forward ensemble of a catalogue model, seen at some of its ticks. The trajectories are those of `szilard check`. */
export async function modelEnsemble(
  id: string,
  options: {
    readonly trajectories: number;
    readonly seed: string;
    readonly reservoir?: string;
    readonly times?: string;
    readonly case?: string;
    readonly param?: string[];
    readonly reservoirParam?: string[];
    readonly plugin?: string[];
  },
): Promise<SimulatedEnsemble> {
  if (options.case !== undefined)
    throw new SzilardError('parameter', `[--case] belongs to a file of networks, got the model ${id}. Leave it out.`);
  const lab = await labWith(options.plugin);
  const plugin = lab.model(id);
  const reservoir = reservoirOf(lab, plugin, options.reservoir);
  const [params, reservoirParams] = [
    pairs(options.param, '--param', plugin.defaults),
    pairs(options.reservoirParam, '--reservoir-param', lab.reservoir(reservoir).defaults),
  ];
  const experiment = await composeExperiment(lab, { model: plugin.id, params, reservoir, reservoirParams });
  const ticks = experiment.ticks.length;
  const times = timeGrid(options.times ?? `0:${ticks}:${Math.ceil(ticks / 50)}`);
  for (const time of times)
    if (!Number.isInteger(time) || time > ticks)
      throw new SzilardError(
        'parameter',
        `[--times] expected whole ticks from 0 to ${ticks} of ${plugin.id}, got ${time}. Its times are ticks.`,
      );
  const columns = (['x', 'theta'] as const).flatMap((seat) =>
    Array.from({ length: experiment.subsystems[seat].dim }, (_, k) => `${seat}${k}`),
  );
  mustFit(times.length, columns.length);
  const rng = randomStream(options.seed).fork(plugin.id).fork(reservoir).fork('forward');
  return {
    name: `${plugin.id} × ${reservoir}`,
    times,
    columns,
    blocks: blocksOf(experiment, times, columns.length, options.trajectories, rng),
    about: {
      model: plugin.id,
      reservoir,
      params: { ...plugin.defaults, ...params },
      reservoirParams: { ...lab.reservoir(reservoir).defaults, ...bathParams(plugin, params, reservoir, reservoirParams) },
      times: 'ticks',
    },
  };
}

function* blocksOf(
  experiment: Experiment,
  times: readonly number[],
  dim: number,
  trajectories: number,
  rng: RandomStream,
): Generator<EnsembleBlock, void, void> {
  const every = times.reduce(greatestCommon, 0) || experiment.ticks.length;
  const steps = 1 + Math.floor(experiment.ticks.length / every);
  const size = Math.max(1, Math.min(BLOCK, Math.floor(BLOCK_NUMBERS / (steps * dim))));
  const width = experiment.subsystems.x.dim;
  const state: Recorder = {
    every,
    dim,
    observe(x, theta, out) {
      for (let i = 0; i < x.n; i++) {
        out.data.set(x.data.subarray(i * width, (i + 1) * width), i * dim);
        out.data.set(theta.data.subarray(i * theta.dim, (i + 1) * theta.dim), i * dim + width);
      }
    },
  };
  for (let first = 0; first < trajectories; first += size) {
    const n = Math.min(size, trajectories - first);
    const { records } = simulate(experiment, { trajectories: n, first, rng, ledger: 'totals', record: { state } });
    const frames = new Float64Array(n * times.length * dim);
    for (let i = 0, to = 0; i < n; i++)
      for (const time of times) {
        const from = (i * steps + time / every) * dim;
        frames.set(records.state.data.subarray(from, from + dim), to);
        to += dim;
      }
    yield { first, n, frames };
  }
}

const greatestCommon = (a: number, b: number): number => (b === 0 ? a : greatestCommon(b, a % b));
