// `npm start [-- options]`: set up what is out of date, then run the example suite.
import { join } from 'node:path';
import { root, run, setup } from './setup.mjs';

setup();
// pnpm hands a leading -- on, npm does not.
const args = process.argv.slice(process.argv[2] === '--' ? 3 : 2);
process.exit(run(process.execPath, [join(root, 'packages', 'cli', 'bin', 'szilard.mjs'), 'run', ...args]));
