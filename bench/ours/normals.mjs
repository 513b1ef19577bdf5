// Ours, through the public API: standard normals into an array.
//   node bench/ours/normals.mjs single|double [numbers] [repeats]
import { randomStream } from '@szilard/core';
import { timed } from './timed.mjs';

const [quality = 'single', ...rest] = process.argv.slice(2);
const [all = 65536, repeats = 25] = rest.map(Number);
const LANES = 256;
/** As many turns as make a time that can be told from none. */
const TURNS = 8;
const out = new Float64Array(all);
const root = randomStream(1, { normals: quality });
const parts = (length) => Array.from({ length: all / length }, (_, k) => out.subarray(k * length, (k + 1) * length));

const measure = (impl, rng, method, batches) =>
  timed({
    job: quality,
    impl,
    units: TURNS * all,
    repeats,
    go() {
      for (let turn = 0; turn < TURNS; turn++) for (const batch of batches) rng[method](batch);
    },
  });
const rng = root.trajectories(0, LANES);
measure('Szilard, fillNormalRows()', rng.fork('rows'), 'fillNormalRows', [out]);
measure('Szilard, fillNormal(), one a trajectory', rng.fork('one'), 'fillNormal', parts(LANES));
measure('Szilard, fillNormal(), four a trajectory', rng.fork('four'), 'fillNormal', parts(4 * LANES));
measure('Szilard, fillNormal() of one stream', root, 'fillNormal', [out]);
