import { SzilardError } from '@szilard/core';
import { Piscina } from 'piscina';
import type { Task, TaskAnswer, TaskPiece } from './task.ts';

export interface TaskOptions<R> {
  /** Units of progress that pieces have counted so far. */
  readonly onProgress?: (done: number) => void;
  /** Called for every piece as soon as it is done, in the order of time. */
  readonly onResult?: (at: number, result: R) => void;
  readonly signal?: AbortSignal;
}

/** Runs an exported function on pieces of plain data; results in the order of pieces, the same for any number of threads. */
export type TaskRunner = <P, R>(task: Task, shared: unknown, pieces: readonly P[], options?: TaskOptions<R>) => Promise<R[]>;

export interface TaskThreads {
  readonly run: TaskRunner;
  /** Ends the threads. */
  close(): Promise<void>;
}

/** Milliseconds between looks at the progress of pieces that are under way. */
const LOOK = 200;

/** Tasks in worker threads, which stay up between runs. `shared` is copied for every piece: put large arrays into a SharedArrayBuffer. */
export function taskThreads({ workers }: { readonly workers: number }): TaskThreads {
  if (!Number.isSafeInteger(workers) || workers < 1)
    throw new SzilardError('parameter', `[runner] workers: expected a whole number of at least 1, got ${workers}.`);
  // Threads run the built worker, also where this file is run from source.
  const filename = new URL(import.meta.url.endsWith('.ts') ? '../dist/task-worker.js' : './task-worker.js', import.meta.url).href;
  const pool = new Piscina({ filename, minThreads: workers, maxThreads: workers, execArgv: [] });

  async function run<P, R>(task: Task, shared: unknown, pieces: readonly P[], options: TaskOptions<R> = {}): Promise<R[]> {
    const { onProgress, onResult, signal } = options;
    const counters = new Int32Array(new SharedArrayBuffer(8));
    const results: R[] = [];
    const errors: unknown[] = [];
    let next = 0;
    const drain = async () => {
      while (next < pieces.length && errors.length === 0 && !signal?.aborted) {
        const at = next++;
        try {
          const answer: TaskAnswer = await pool.run({ task, piece: pieces[at], shared, counters } satisfies TaskPiece);
          if ('stopped' in answer) return;
          if ('code' in answer) throw new SzilardError(answer.code, answer.message);
          results[at] = answer.result as R;
          onResult?.(at, results[at]);
        } catch (error) {
          errors[at] = error;
        }
      }
    };
    // A thread is never killed: pieces stop themselves at their next tick.
    const stop = () => void Atomics.store(counters, 0, 1);
    signal?.addEventListener('abort', stop, { once: true });
    const timer = setInterval(() => onProgress?.(Atomics.load(counters, 1)), LOOK);
    try {
      await Promise.all(Array.from({ length: workers }, drain));
    } finally {
      clearInterval(timer);
      signal?.removeEventListener('abort', stop);
    }
    onProgress?.(Atomics.load(counters, 1));
    // Pieces are handed out in order, so the first error is the one that a single thread would have met.
    for (const error of errors) if (error !== undefined) throw error;
    signal?.throwIfAborted();
    return results;
  }
  return { run, close: () => pool.close({ force: true }) };
}
