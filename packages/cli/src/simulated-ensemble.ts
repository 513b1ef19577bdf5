import { SzilardError } from '@szilard/core';
import { type EnsembleBlock, type EnsembleSummary, ensembleSummary } from '@szilard/models';

/** Numbers of one trajectory at most: a gigabyte of sums. */
const MOST = 1 << 25;

/** Anything that gives an ensemble block by block. */
export interface SimulatedEnsemble {
  readonly name: string;
  readonly times: readonly number[];
  readonly columns: readonly string[];
  /** `null`: a pause within a block. */
  readonly blocks: Iterator<EnsembleBlock | null, void, void>;
  /** What it takes to get the same again. */
  readonly about: Readonly<Record<string, unknown>>;
}

export function mustFit(times: number, columns: number): void {
  if (times * columns <= MOST) return;
  throw new SzilardError(
    'parameter',
    `[--times] expected at most ${MOST} numbers per trajectory, got ${times} times of ${columns} columns. Take fewer times.`,
  );
}

export interface Collected {
  readonly result: EnsembleSummary;
  /** What ended it early, if not the signal. */
  readonly fault: unknown;
}

/** Runs an ensemble to its end, to a signal or to a fault; what was finished is in the result either way. */
export async function collect(
  { blocks, columns, times }: SimulatedEnsemble,
  { signal, each }: { signal: AbortSignal; each: (block: EnsembleBlock) => void },
): Promise<Collected> {
  const summary = ensembleSummary(columns, times);
  let rested = performance.now();
  let fault: unknown;
  try {
    while (!signal.aborted) {
      const step = blocks.next();
      if (step.done) break;
      if (step.value) {
        summary.add(step.value);
        each(step.value);
      }
      if (performance.now() - rested < 20) continue;
      await new Promise((resolve) => setTimeout(resolve, 0));
      rested = performance.now();
    }
  } catch (error) {
    fault = error;
  }
  return { result: summary.read(), fault };
}
