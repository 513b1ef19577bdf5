// Ours, through the public API: estimates that are nearly nothing but training, by Adam, on windows of two frames of two numbers.
//   node bench/ours/neep.mjs [width] [batch] [steps] [repeats]
import { make, randomStream } from '@szilard/core';
import { neep } from '@szilard/estimators';
import { resolveTensors } from '@szilard/models/tensors';
import { timed } from './timed.mjs';

const [width = 64, batch = 256, steps = 200, repeats = 5] = process.argv.slice(2).map(Number);
const tensors = await resolveTensors();
const frames = 4 * batch;
const data = new Float64Array(2 * frames);
randomStream(1).fillNormal(data);
const parts = { training: 0.96, validation: 0.02 };
const estimator = make(neep, { ...parts, layers: 3, width, batch, steps, every: steps, standardise: false }, { tensors });
const go = () => estimator.estimate({ series: { trajectories: 1, steps: frames, dim: 2, data } }, randomStream(1));
timed({ job: `4-${width}³-1`, impl: `Szilard, neep (${go().params.backend})`, units: steps, repeats, go });
