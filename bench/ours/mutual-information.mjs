// Ours, through the public API: the estimate with its error bar, checks and cautions.
//   node bench/ours/mutual-information.mjs <file> [columns of x, and of y] [samples] [repeats]
import { readFileSync } from 'node:fs';
import { batchOf, make, randomStream } from '@szilard/core';
import { ksg1 } from '@szilard/estimators';
import { timed } from './timed.mjs';

const [file, ...numbers] = process.argv.slice(2);
const [columns = 1, samples = 10_000, repeats = 5] = numbers.map(Number);
const data = new Float64Array(Uint8Array.from(readFileSync(file)).buffer);
const x = batchOf(data.slice(0, samples * columns), columns);
const y = batchOf(data.slice(samples * columns), columns);
const estimator = make(ksg1, { k: 4 });
const go = () => estimator.estimate({ x, y }, randomStream(1));
timed({ job: `${columns}+${columns}`, impl: 'Szilard, ksg1', units: samples, repeats, go });
