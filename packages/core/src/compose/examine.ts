import type { Experiment, Seat } from '../contracts/dynamics.ts';
import type { ModelPlugin } from '../contracts/plugin.ts';
import type { RandomStream } from '../contracts/random.ts';
import type { Evidence, Verdict } from '../contracts/verdict.ts';
import { reverse } from '../engine/reverse.ts';
import { simulateAsync, type WatchOptions } from '../engine/simulate.ts';
import type { Lab } from './lab.ts';
import { make, paramsOf } from './make.ts';

export interface ExamineOptions extends WatchOptions {
  readonly trajectories: number;
  readonly rng: RandomStream;
  readonly params?: Readonly<Record<string, unknown>>;
  readonly reservoirParams?: Readonly<Record<string, unknown>>;
}

export interface Examination {
  readonly model: string;
  readonly reservoir: string;
  readonly params: Readonly<Record<string, unknown>>;
  readonly evidence: Evidence;
  readonly verdicts: readonly Verdict[];
  /** What the verdicts say against the model's own claims; empty: it meets them. */
  readonly broken: readonly string[];
}

/** What holds the seats that a reservoir does not serve. */
const NAIVE = 'ideal';
/** Moves kept one by one for the checks that look at single moves. */
const LEDGER_ENTRIES = 200_000;

/** A model in a reservoir, run forward and reversed, before every check of the lab. */
export async function examine(lab: Lab, modelId: string, reservoirId: string, options: ExamineOptions): Promise<Examination> {
  const plugin = lab.model(modelId);
  const reservoirPlugin = lab.reservoir(reservoirId);
  const params = paramsOf(plugin, options.params);
  const model = await lab.build(plugin, options.params);
  const reservoir = await lab.build(reservoirPlugin, options.reservoirParams);
  const seats = reservoirPlugin.seats ?? ['x', 'theta'];
  const at = async (seat: Seat) => (seats.includes(seat) ? reservoir : lab.build(lab.reservoir(NAIVE)));
  const experiment: Experiment = { ...model, reservoirs: { x: await at('x'), theta: await at('theta') } };
  const cycles = plugin.cycles?.(params);
  const evidence = await gather(experiment, options);
  const verdicts = lab
    .ids('check')
    .map((id) => make(lab.check(id))(cycles ? { ...evidence, cycles } : evidence))
    .filter((verdict) => verdict !== null);
  return {
    model: plugin.id,
    reservoir: reservoirPlugin.id,
    params,
    evidence,
    verdicts,
    broken: brokenClaims(plugin, reservoirPlugin.id, verdicts),
  };
}

async function gather(experiment: Experiment, { trajectories, rng, onProgress, signal }: ExamineOptions): Promise<Evidence> {
  const watch = (done: number) => ({ onProgress: (now: number) => onProgress?.(done + now), ...(signal ? { signal } : {}) });
  const few = Math.max(1, Math.min(trajectories, Math.floor(LEDGER_ENTRIES / experiment.ticks.length)));
  const moves = await simulateAsync(experiment, { trajectories: few, rng: rng.fork('forward'), ...watch(few === trajectories ? 0 : -few) });
  // The same streams give the same trajectories: where the short run is the whole one, it need not be run again.
  const forward =
    few === trajectories
      ? moves
      : await simulateAsync(experiment, { trajectories, rng: rng.fork('forward'), ledger: 'totals', ...watch(0) });
  const backward = await simulateAsync(reverse(experiment), {
    trajectories,
    rng: rng.fork('backward'),
    ledger: 'totals',
    ...watch(trajectories),
  });
  return { experiment, forward, backward, moves };
}

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
