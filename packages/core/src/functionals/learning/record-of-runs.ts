import type { Ensemble } from '../../contracts/batch.ts';
import type { Run } from '../../contracts/run.ts';
import { SzilardError } from '../../errors.ts';
import type { LearningRecord } from './record.ts';

/**
 * Runs on one data set each, side by side: run s is that on data set s. Needs `x` and `theta` recorded at the same frames, each of
 * them after x has relaxed: with one relaxation a learning step, `recordState(…, 2)` or a multiple.
 */
export function learningRecord(runs: readonly Pick<Run, 'records'>[]): LearningRecord {
  const where = '[learningRecord]';
  if (runs.length === 0) throw new SzilardError('input', `${where} runs: expected one on each data set, got none.`);
  const side = (seat: 'x' | 'theta'): Ensemble => {
    const parts = runs.map(({ records }, s) => {
      const kept = records[seat];
      if (!kept) throw new SzilardError('input', `${where} records.${seat}: expected it of every run, got none of run ${s}. Record it.`);
      return kept;
    });
    const [{ steps, dim }] = parts;
    const odd = parts.find((part) => part.steps !== steps || part.dim !== dim);
    if (odd)
      throw new SzilardError(
        'shape',
        `${where} records.${seat}: expected [${steps}, ${dim}] of every run, got [${odd.steps}, ${odd.dim}].`,
      );
    const data = new Float64Array(parts.reduce((sum, part) => sum + part.data.length, 0));
    let at = 0;
    for (const part of parts) {
      data.set(part.data, at);
      at += part.data.length;
    }
    return { trajectories: data.length / (steps * dim), steps, dim, data };
  };
  const theta = side('theta');
  const sources = Int32Array.from(runs.flatMap(({ records }, s) => Array.from({ length: records.theta.trajectories }, () => s)));
  return { theta, x: side('x'), sources };
}
