import { report } from './failure.ts';
import { program } from './program.ts';

/** The `szilard` command. Sets the exit status: 0 as claimed, 1 a claim broken, 2 bad input, 130 interrupted. */
export async function main(args: readonly string[]): Promise<void> {
  // A reader that has seen enough (`szilard list | head`) is no fault.
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code === 'EPIPE') process.exit(0);
    throw error;
  });
  try {
    process.exitCode = await program(args);
  } catch (error) {
    process.exitCode = report(error, args.includes('--debug') || Boolean(process.env.SZILARD_DEBUG));
  }
}
