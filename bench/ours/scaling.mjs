// What a move costs as the ensemble grows, as the run grows, as the chain grows.
//   node bench/ours/scaling.mjs trajectories|moves|beads SIZE [repeats]
import { make, randomStream, simulate } from '@szilard/core';
import { beadChain, doubleWell, gaussianBoundary } from '@szilard/models';
import { gradient, ideal } from '@szilard/reservoirs';
import { timed } from './timed.mjs';

const [job, ...numbers] = process.argv.slice(2);
const [size, repeats = 1] = numbers.map(Number);
const bath = make(ideal);
/** All start near −1: no time goes into drawing an equilibrium. */
const well = (ticks) => ({
  ...make(doubleWell, { dt: 1e-3, ticks }),
  start: gaussianBoundary(-1, 1e-12, Float64Array.of(0)),
});
const shapes = {
  trajectories: () => ({ model: well(100), trajectories: size, moves: size * 100 }),
  moves: () => ({ model: well(size), trajectories: 512, moves: size * 512 }),
  beads: () => ({ model: chain(size), trajectories: 1024, moves: size * 100 * 1024 }),
};
/** All start at 0, for the same reason. */
const nothing = { control: Float64Array.of(0), sample() {}, logDensity: (_x, _theta, out) => out.fill(0) };
const hotter = make(gradient, { from: 1, to: 2 });
const chain = (beads) => ({ ...make(beadChain, { beads, sweeps: 100, dt: 1e-3 }), start: nothing, end: nothing });
const { model, trajectories, moves } = shapes[job]();
const experiment = { ...model, reservoirs: { x: job === 'beads' ? hotter : bath, theta: bath } };
const go = () => simulate(experiment, { trajectories, rng: randomStream(1), ledger: 'totals', states: 'none' });
timed({ job, impl: 'Szilard, simulate()', units: moves, repeats, go });
