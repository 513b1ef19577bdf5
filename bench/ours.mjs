// Ours, through the public API with all bookkeeping on: work, heat, bath entropy and log-ratio as running totals.
//   node bench/ours.mjs double-well|dragged-trap [trajectories] [ticks] [repeats]
import { make, randomStream, simulate } from '@szilard/core';
import { doubleWell, draggedTrap, gaussianBoundary } from '@szilard/models';
import { ideal } from '@szilard/reservoirs';

const [job = 'double-well', trajectories = 16384, ticks = 300, repeats = 5] = process.argv
  .slice(2)
  .map((v, i) => (i === 0 ? v : Number(v)));
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
go();
const seconds = Array.from({ length: repeats }, () => {
  const begun = performance.now();
  go();
  return (performance.now() - begun) / 1000;
}).sort((a, b) => a - b);
const moves = trajectories * ticks;
process.stdout.write(`${JSON.stringify({ job, impl: 'Szilard, simulate()', seconds: seconds[0], rate: moves / seconds[0] })}\n`);
