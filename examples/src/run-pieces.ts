import type { ExampleContext, ExampleTask, ExampleTasks } from './example.ts';

/** One piece after the other, in this thread. */
const tasksHere: ExampleTasks = async (task, shared, pieces, { onProgress, onResult, signal } = {}) => {
  const work = (await import(task.module))[task.name];
  const results = [];
  let done = 0;
  const tick = (units = 1) => {
    signal?.throwIfAborted();
    onProgress?.((done += units));
  };
  for (const [at, piece] of pieces.entries()) {
    signal?.throwIfAborted();
    results[at] = await work(piece, shared, { tick });
    onResult?.(at, results[at]);
    await new Promise((resolve) => setTimeout(resolve, 0));
  }
  return results;
};

export interface Pieces<P> {
  readonly task: ExampleTask;
  /** What all pieces use. Copied for each: put large arrays into a SharedArrayBuffer. */
  readonly shared: unknown;
  readonly pieces: readonly P[];
  /** Everything but the piece itself that a result depends on. */
  readonly settings: unknown;
  readonly title: string;
  /** Units of progress in a piece. */
  readonly units: number;
}

/**
 * Results of all pieces, in their order; those of an interrupted run are taken from its checkpoints. `onInterrupt` receives what there is,
 * gaps and all, where the run is stopped.
 */
export async function runPieces<P, R>(
  { tasks = tasksHere, checkpoints, progress, signal }: ExampleContext,
  { task, shared, pieces, settings, title, units }: Pieces<P>,
  onInterrupt: (results: readonly (R | undefined)[]) => void,
): Promise<R[]> {
  const keyOf = (piece: P) => JSON.stringify([task.name, settings, piece]);
  const results = pieces.map((piece) => checkpoints?.read(keyOf(piece)) as R | undefined);
  const missing = pieces.map((_, at) => at).filter((at) => results[at] === undefined);
  const before = (pieces.length - missing.length) * units;
  progress.start(title, pieces.length * units);
  progress.at(before);
  try {
    await tasks<P, R>(
      task,
      shared,
      missing.map((at) => pieces[at]),
      {
        onProgress: (done) => progress.at(before + done),
        onResult(k, result) {
          const at = missing[k];
          results[at] = result;
          checkpoints?.write(keyOf(pieces[at]), result);
        },
        ...(signal ? { signal } : {}),
      },
    );
  } catch (error) {
    progress.done();
    if (signal?.aborted) onInterrupt(results);
    throw error;
  }
  progress.done();
  return results as R[];
}
