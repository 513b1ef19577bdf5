// Ours, through the public API: moves of plain functions of (x, λ) in a double well that is tilted to and fro, all booked.
//   node bench/ours/metropolis.mjs mala|baoab [trajectories] [ticks] [repeats]
import { make, randomStream, simulate } from '@szilard/core';
import { baoabKernel, line, malaKernel, system, underdamped } from '@szilard/models';
import { ideal } from '@szilard/reservoirs';
import { timed } from './timed.mjs';

const [job = 'mala', ...numbers] = process.argv.slice(2);
const [trajectories = 16384, ticks = 300, repeats = 5] = numbers.map(Number);
const well = line({
  energy: (x, lambda) => 2 * (x * x - 1) * (x * x - 1) - lambda * x,
  gradient: (x, lambda) => 8 * x * (x * x - 1) - lambda,
});
const parts = {
  mala: { landscape: well, kernel: make(malaKernel, { dt: 1e-3 }) },
  baoab: { landscape: underdamped(well), kernel: make(baoabKernel, { dt: 1e-2 }) },
};
const bath = make(ideal);
// All start at −1, as the peers do: no time goes into drawing an equilibrium.
const at = (control) => ({
  control: Float64Array.of(control),
  sample(_rng, { n, dim, data }) {
    for (let i = 0; i < n; i++) data[i * dim] = -1;
  },
  logDensity: (_x, _theta, out) => out.fill(0),
});
const controls = Array.from({ length: ticks }, (_, t) => Float64Array.of(Math.sin((2 * Math.PI * (t + 1)) / ticks)));
const experiment = { ...system({ ...parts[job], controls, start: at(0), end: at(0) }), reservoirs: { x: bath, theta: bath } };
const go = () => simulate(experiment, { trajectories, rng: randomStream(1), ledger: 'totals' });
timed({ job, impl: 'Szilard, plain functions', units: trajectories * ticks, repeats, go });
