// Ours, through the public API with all bookkeeping on: work, heat, bath entropy and log-ratio as running totals.
//   node bench/ours/langevin.mjs double-well|dragged-trap [trajectories] [ticks] [repeats]
import { make, randomStream, simulate } from '@szilard/core';
import { doubleWell, draggedTrap, gaussianBoundary } from '@szilard/models';
import { ideal } from '@szilard/reservoirs';
import { timed } from './timed.mjs';

const [job = 'double-well', ...numbers] = process.argv.slice(2);
const [trajectories = 16384, ticks = 300, repeats = 5] = numbers.map(Number);
const bath = make(ideal);
const reservoirs = { x: bath, theta: bath };
const models = {
  // All start near −1, as the peers do: no time goes into drawing an equilibrium.
  'double-well': () => ({
    ...make(doubleWell, { barrier: 2, tilt: 1, dt: 1e-3, ticks }),
    start: gaussianBoundary(-1, 1e-12, Float64Array.of(0)),
  }),
  'dragged-trap': () => make(draggedTrap, { dt: 1e-3, ticks }),
};
const experiment = { ...models[job](), reservoirs };
const go = () => simulate(experiment, { trajectories, rng: randomStream(1), ledger: 'totals' });
timed({ job, impl: 'Szilard, simulate()', units: trajectories * ticks, repeats, go });
