// One worker thread: builds its own lab once, then runs ranges of trajectories.
import { randomStream, reverse, SzilardError, simulate } from '@szilard/core';
import { composeExperiment, type Lab } from '@szilard/core/compose';
import type { Answer, Piece } from './piece.ts';

const labs = new Map<string, Promise<Lab>>();

export default async function work({ request, first, lab }: Piece): Promise<Answer> {
  try {
    const key = JSON.stringify(lab);
    if (!labs.has(key))
      labs.set(
        key,
        import(lab.module).then((found) => found.lab(...lab.args)),
      );
    const experiment = await composeExperiment((await labs.get(key)) as Lab, request);
    const { direction, trajectories, ledger, path, normals } = request;
    const turned = direction === 'forward' ? experiment : reverse(experiment);
    return { run: simulate(turned, { trajectories, ledger, first, rng: randomStream(path, normals ? { normals } : {}) }) };
  } catch (error) {
    if (error instanceof SzilardError) return { code: error.code, message: error.message };
    throw error;
  }
}
