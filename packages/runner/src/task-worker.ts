// One worker thread: finds the function of a task once, then runs pieces of it.
import { SzilardError } from '@szilard/core';
import type { TaskAnswer, TaskFunction, TaskPiece } from './task.ts';

const STOPPED = Symbol('stopped');

export default async function work({ task, piece, shared, counters }: TaskPiece): Promise<TaskAnswer> {
  const tick = (done = 1) => {
    Atomics.add(counters, 1, done);
    if (Atomics.load(counters, 0) !== 0) throw STOPPED;
  };
  try {
    const found: unknown = (await import(task.module))[task.name];
    if (typeof found !== 'function')
      throw new SzilardError(
        'composition',
        `[runner] expected ${task.module} to export a function "${task.name}", got ${typeof found}. Export it.`,
      );
    return { result: await (found as TaskFunction<unknown, unknown, unknown>)(piece, shared, { tick }) };
  } catch (error) {
    if (error === STOPPED) return { stopped: true };
    if (error instanceof SzilardError) return { code: error.code, message: error.message };
    throw error;
  }
}
