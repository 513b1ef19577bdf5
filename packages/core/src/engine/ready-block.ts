import type { Experiment } from '../contracts/dynamics.ts';
import { type BlockRunner, blockRunner } from './block.ts';

/** The runner of the last run of an experiment, and what it was made from. */
interface Ready {
  readonly n: number;
  readonly parts: readonly unknown[];
  readonly runBlock: BlockRunner;
}

const ready = new WeakMap<Experiment, Ready>();

const partsOf = ({ subsystems, reservoirs, ticks, start, end, sharedEnergy }: Experiment): unknown[] => [
  subsystems.x,
  subsystems.theta,
  reservoirs.x,
  reservoirs.theta,
  ticks,
  start,
  end,
  sharedEnergy,
];

/**
 * Uses a runner for blocks of n, the one of an earlier run where there is one: what it compiled is warm. Taken away meanwhile, so that a
 * run inside a run has buffers of its own.
 */
export function withBlock<T>(experiment: Experiment, n: number, use: (runBlock: BlockRunner) => T): T {
  const parts = partsOf(experiment);
  const known = ready.get(experiment);
  ready.delete(experiment);
  const fits = known?.n === n && known.parts.every((part, k) => part === parts[k]);
  const now = fits ? known : { n, parts, runBlock: blockRunner(experiment, n) };
  const result = use(now.runBlock);
  ready.set(experiment, now);
  return result;
}
