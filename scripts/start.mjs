// `npm start [-- options]`: set up what is out of date, then run the example suite.
import { join } from 'node:path';
import { root, run, setup } from './setup.mjs';

setup();
process.exit(run(process.execPath, [join(root, 'packages', 'cli', 'bin', 'szilard.mjs'), 'run', ...process.argv.slice(2)]));
