import { randomStream, SzilardError } from '@szilard/core';

export interface BatchOptions {
  /** How many batches. */
  readonly steps: number;
  /** Samples in each. */
  readonly batch: number;
  /** True: every sample of every batch is drawn from all. False: in shuffled epochs of whole batches. */
  readonly replacement: boolean;
  readonly batchSeed: number;
}

/** Indices of all batches together that are still kept in memory. */
const MOST = 1e8;

/** The mini-batches of a run, drawn once: a protocol, the same for all trajectories; [steps][batch] indices below n. */
export function drawBatches(where: string, n: number, { steps, batch, replacement, batchSeed }: BatchOptions): Float64Array[] {
  if (!(steps * batch <= MOST))
    throw new SzilardError(
      'parameter',
      `[${where}] batch: expected at most ${MOST} samples in all batches together, got ${steps} batches of ${batch}. Lower batch or steps.`,
    );
  if (!replacement && batch > n) {
    throw new SzilardError(
      'parameter',
      `[${where}] batch: expected at most the ${n} training samples without replacement, got ${batch}. Lower it, or set replacement.`,
    );
  }
  const rng = randomStream(batchSeed).fork('batches');
  const below = (limit: number) => Math.floor(limit * rng.uniform());
  if (replacement) return Array.from({ length: steps }, () => Float64Array.from({ length: batch }, () => below(n)));
  const order = Float64Array.from({ length: n }, (_, i) => i);
  const perEpoch = Math.floor(n / batch);
  return Array.from({ length: steps }, (_, step) => {
    const at = step % perEpoch;
    if (at === 0) shuffle(order, below);
    return order.slice(at * batch, (at + 1) * batch);
  });
}

/** Every order equally likely [Durstenfeld1964]. */
function shuffle(order: Float64Array, below: (limit: number) => number): void {
  for (let i = order.length - 1; i > 0; i--) {
    const j = below(i + 1);
    [order[i], order[j]] = [order[j], order[i]];
  }
}
