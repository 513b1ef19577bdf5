import { type Run, SzilardError } from '@szilard/core';
import type { EnsembleRunner } from '@szilard/core/compose';
import { Piscina } from 'piscina';
import { join } from './join.ts';
import type { Answer, LabSource, Piece } from './piece.ts';

export interface WorkerOptions {
  /** Threads. */
  readonly workers: number;
  readonly lab: LabSource;
  /** Trajectories a worker takes at a time; changes no number. Absent: a quarter of an even share, in whole blocks, at most 8192. */
  readonly chunk?: number;
}

export interface Workers {
  readonly run: EnsembleRunner;
  /** Ends the threads. */
  close(): Promise<void>;
}

const BLOCK = 256;
/** Trajectories in a piece at most: an interrupt waits for one. */
const MOST = 8192;

/** Ensembles in worker threads. The threads stay up between runs, so plugins and backends are loaded once. */
export function workerThreads({ workers, lab, chunk }: WorkerOptions): Workers {
  if (!Number.isSafeInteger(workers) || workers < 1)
    throw new SzilardError('parameter', `[runner] workers: expected a whole number of at least 1, got ${workers}.`);
  // Threads run the built worker, also where this file is run from source.
  const filename = new URL(import.meta.url.endsWith('.ts') ? '../dist/worker.js' : './worker.js', import.meta.url).href;
  const pool = new Piscina({ filename, minThreads: workers, maxThreads: workers, execArgv: [] });

  const run: EnsembleRunner = async (request, { onProgress, signal }) => {
    const { trajectories } = request;
    const share = Math.ceil(Math.ceil(trajectories / (4 * workers)) / BLOCK) * BLOCK;
    const size = chunk ?? Math.min(share, MOST);
    const pieces = Array.from({ length: Math.ceil(trajectories / size) }, (_, k): Piece => {
      const first = k * size;
      return { first, lab, request: { ...request, trajectories: Math.min(size, trajectories - first) } };
    });
    const runs: Run[] = [];
    const errors: unknown[] = [];
    let [next, done] = [0, 0];
    // A thread is never killed in the middle of a piece: after an interrupt or an error no further one is handed out.
    const drain = async () => {
      while (next < pieces.length && errors.length === 0 && !signal?.aborted) {
        const at = next++;
        try {
          const answer: Answer = await pool.run(pieces[at]);
          if (!('run' in answer)) throw new SzilardError(answer.code, answer.message);
          runs[at] = answer.run;
          done += pieces[at].request.trajectories;
          onProgress?.(done);
        } catch (error) {
          errors[at] = error;
        }
      }
    };
    await Promise.all(Array.from({ length: workers }, drain));
    signal?.throwIfAborted();
    // Pieces are handed out in order, so the first error is the one that a single thread would have met.
    for (const error of errors) if (error !== undefined) throw error;
    return join(runs);
  };
  return { run, close: () => pool.close({ force: true }) };
}
