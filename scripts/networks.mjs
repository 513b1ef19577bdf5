// `npm run networks [-- 4-64-64-64-1 …]`: from how many rows on the tensor library is faster than kernels of ours. Measures what has not yet
// been measured on this machine, keeps it where SZILARD_NETWORKS=measured looks, and prints all that is kept: docs/tensors.md.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fail, root, setup } from './setup.mjs';

setup();
const asked = process.argv.slice(2).filter((word) => word !== '--');
const stranger = asked.find((word) => !/^[1-9]\d*(-[1-9]\d*)+$/.test(word));
if (stranger) fail(`[networks] expected layers like 4-64-64-64-1, got "${stranger}".`);

const built = join(root, '.cache', 'tensorflow');
if (existsSync(built)) process.env.SZILARD_TENSORFLOW ??= built;
const { crossoverFile, crossovers, resolveTensors } = await import('@szilard/models/tensors');
const tensors = await resolveTensors({ networks: 'measured' });
for (const word of asked) {
  process.stderr.write(`szilard networks: ${word}, ours beside ${tensors.backend}\n`);
  tensors.network({ layers: word.split('-').map(Number), activation: 'relu' }, 1);
}

const micro = (seconds) => (1e6 * seconds).toPrecision(3);
for (const [what, { rows, times }] of Object.entries(crossovers())) {
  process.stdout.write(`${what}\n`);
  for (const { rows: n, szilard, library } of times)
    process.stdout.write(`  ${String(n).padStart(5)} rows: ours ${micro(szilard)} µs, the library ${micro(library)} µs\n`);
  process.stdout.write(`  ${rows === null ? 'ours at every number tried' : `the library from ${rows} rows on`}\n`);
}
process.stdout.write(`kept in ${crossoverFile()}\n`);
