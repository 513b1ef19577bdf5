import type { Experiment } from '../contracts/dynamics.ts';
import type { BatchView, ModelPlugin } from '../contracts/plugin.ts';
import type { RandomStream } from '../contracts/random.ts';
import type { Evidence, Verdict } from '../contracts/verdict.ts';
import { reverse } from '../engine/reverse.ts';
import { simulateAsync, type WatchOptions } from '../engine/simulate.ts';
import { randomStream } from '../random/stream.ts';
import { bathParams, composeExperiment, type EnsembleRunner, type SystemDescription } from './experiment.ts';
import type { Lab } from './lab.ts';
import { make, paramsOf } from './make.ts';
import { viewOf } from './view.ts';

export interface ExamineOptions extends WatchOptions {
  readonly trajectories: number;
  readonly rng: RandomStream;
  readonly params?: Readonly<Record<string, unknown>>;
  readonly reservoirParams?: Readonly<Record<string, unknown>>;
  /** Where the ensembles run; absent: this thread. */
  readonly ensemble?: EnsembleRunner;
}

export interface Examination {
  readonly model: string;
  readonly reservoir: string;
  readonly params: Readonly<Record<string, unknown>>;
  /** What mini-batches are in its σ; absent where there are none. */
  readonly view?: BatchView;
  readonly evidence: Evidence;
  readonly verdicts: readonly Verdict[];
  /** What the verdicts say against the model's own claims; empty: it meets them. */
  readonly broken: readonly string[];
}

/** Moves kept one by one for the checks that look at single moves. */
const LEDGER_ENTRIES = 200_000;

/** A model in a reservoir, run forward and reversed, before every check of the lab. */
export async function examine(lab: Lab, modelId: string, reservoirId: string, options: ExamineOptions): Promise<Examination> {
  const plugin = lab.model(modelId);
  const reservoirPlugin = lab.reservoir(reservoirId);
  const params = paramsOf(plugin, options.params);
  const description = {
    model: plugin.id,
    params: options.params ?? {},
    reservoir: reservoirPlugin.id,
    reservoirParams: options.reservoirParams ?? {},
  };
  const experiment = await composeExperiment(lab, description);
  const cycles = plugin.cycles?.(params);
  const evidence = await gather(experiment, description, options);
  const verdicts = lab
    .ids('check')
    .map((id) => make(lab.check(id))(cycles ? { ...evidence, cycles } : evidence))
    .filter((verdict) => verdict !== null);
  const view = viewOf(plugin, params, reservoirPlugin);
  const said = bathParams(plugin, params, reservoirPlugin.id, options.reservoirParams ?? {});
  const wrong = reservoirPlugin.miscredits?.(paramsOf(reservoirPlugin, said)) ?? false;
  return {
    model: plugin.id,
    reservoir: reservoirPlugin.id,
    params,
    ...(view ? { view } : {}),
    evidence,
    verdicts,
    // Who is wrong on purpose breaks nobody's claim.
    broken: brokenClaims(plugin, wrong ? '' : reservoirPlugin.id, verdicts),
  };
}

async function gather(experiment: Experiment, description: SystemDescription, options: ExamineOptions): Promise<Evidence> {
  const { trajectories, rng, onProgress, signal, ensemble = inThisThread(experiment) } = options;
  const run = (direction: 'forward' | 'backward', count: number, ledger: 'moves' | 'totals', done: number) =>
    ensemble(
      {
        ...description,
        direction,
        path: rng.fork(direction).path,
        ...(rng.normals ? { normals: rng.normals } : {}),
        trajectories: count,
        ledger,
      },
      { onProgress: (now) => onProgress?.(done + now), ...(signal ? { signal } : {}) },
    );
  const few = Math.max(1, Math.min(trajectories, Math.floor(LEDGER_ENTRIES / experiment.ticks.length)));
  const moves = await run('forward', few, 'moves', few === trajectories ? 0 : -few);
  // The same streams give the same trajectories: where the short run is the whole one, it need not be run again.
  const forward = few === trajectories ? moves : await run('forward', trajectories, 'totals', 0);
  const backward = await run('backward', trajectories, 'totals', trajectories);
  return { experiment, forward, backward, moves };
}

const inThisThread =
  (experiment: Experiment): EnsembleRunner =>
  ({ direction, path, normals, trajectories, ledger }, watch) =>
    simulateAsync(direction === 'forward' ? experiment : reverse(experiment), {
      trajectories,
      ledger,
      rng: randomStream(path, normals ? { normals } : {}),
      ...watch,
    });

/** The verdicts that a model's own claims forbid. 'undecided' breaks nothing. */
export function brokenClaims({ id, claims }: ModelPlugin, reservoir: string, verdicts: readonly Verdict[]): string[] {
  const claimed = claims.reservoirs.includes(reservoir) ? claims.localDetailedBalance : 'none';
  return verdicts
    .filter(
      ({ law, holds }) =>
        holds === 'no' && (law !== 'local detailed balance' || claimed === 'exact') && (law !== 'cycle affinity' || claimed === 'exact'),
    )
    .map(({ law, because }) => `${id} × ${reservoir} breaks its claim of ${law}: ${because}`);
}
