import { SzilardError } from '@szilard/core';
import { CommanderError } from 'commander';
import { Interrupted } from './progress.ts';

/** One line on standard error, and the exit status. A stack trace only where it was asked for. */
export function report(error: unknown, debug: boolean): number {
  if (error instanceof CommanderError) {
    // Help and version end well; everything else commander has already said in one line.
    return error.exitCode === 0 ? 0 : 2;
  }
  if (error instanceof Interrupted) {
    process.stderr.write('szilard: interrupted\n');
    return 130;
  }
  const expected = error instanceof SzilardError;
  const text = error instanceof Error ? error.message : String(error);
  const line = expected ? text : `unexpected fault: ${text} Please report it; --debug shows where.`;
  process.stderr.write(`szilard: ${line.replace(/\s*\n\s*/g, ' ')}\n`);
  if (debug && error instanceof Error && error.stack) process.stderr.write(`${error.stack}\n`);
  return expected ? 2 : 70;
}
