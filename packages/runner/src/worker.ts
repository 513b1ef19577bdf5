// One worker thread: builds its own lab once, then runs ranges of trajectories.
import { isDeepStrictEqual } from 'node:util';
import { type Experiment, randomStream, reverse, SzilardError, simulate } from '@szilard/core';
import { composeExperiment, type Lab } from '@szilard/core/compose';
import type { Answer, Piece } from './piece.ts';

const labs = new Map<string, Promise<Lab>>();
/** The experiment of the last piece: the next one is mostly of the same run, and finds its passes compiled. */
let last: { readonly asked: readonly unknown[]; readonly experiment: Experiment } | undefined;

export default async function work({ request, first, lab }: Piece): Promise<Answer> {
  try {
    const key = JSON.stringify(lab);
    if (!labs.has(key))
      labs.set(
        key,
        import(lab.module).then((found) => found.lab(...lab.args)),
      );
    const { direction, trajectories, ledger, path, normals } = request;
    const asked = [key, { ...request, trajectories: 0 }];
    if (!last || !isDeepStrictEqual(last.asked, asked)) {
      const experiment = await composeExperiment((await labs.get(key)) as Lab, request);
      last = { asked, experiment: direction === 'forward' ? experiment : reverse(experiment) };
    }
    const rng = randomStream(path, normals ? { normals } : {});
    return { run: simulate(last.experiment, { trajectories, ledger, first, rng }) };
  } catch (error) {
    if (error instanceof SzilardError) return { code: error.code, message: error.message };
    throw error;
  }
}
