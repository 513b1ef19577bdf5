// Ours, through the public API with all bookkeeping on: work, heat, bath entropy and log-ratio as running totals.
//   node bench/ours/langevin.mjs CASE built-in|functions|parameters|fourteenth|bare [trajectories] [ticks] [repeats]
// CASE: double-well, dragged-trap. `functions`: the model's energy and force in full. `parameters`: with parameters that stand outside of
// them. `fourteenth`: the same, after thirteen other such models in this process. `bare`: the dynamics alone, with nothing booked.
import { make, randomStream, simulate } from '@szilard/core';
import { doubleWell, draggedTrap, gaussianBoundary, langevin, still } from '@szilard/models';
import { ideal } from '@szilard/reservoirs';
import { timed } from '/tmp/h1/timedcpu.mjs';

const [job = 'double-well', how = 'built-in', ...numbers] = process.argv.slice(2);
const [trajectories = 16384, ticks = 300, repeats = 5] = numbers.map(Number);
const bath = make(ideal);
const reservoirs = { x: bath, theta: bath };
const [dt, barrier] = [1e-3, 2];
const models = {
  // All start near −1, as the peers do: no time goes into drawing an equilibrium.
  'double-well': () => ({
    ...make(doubleWell, { barrier, tilt: 1, dt, ticks }),
    start: gaussianBoundary(-1, 1e-12, Float64Array.of(0)),
  }),
  'dragged-trap': () => make(draggedTrap, { dt, ticks }),
};
const plainWell = () =>
  langevin({
    energy: (x, lambda) => {
      const y = x * x - 1;
      return 2 * y * y - lambda * x;
    },
    force: (x, lambda) => -8 * x * (x * x - 1) + lambda,
    dt,
  });
/** The same with its minima at ±√place. */
const wellAt = (place) =>
  langevin({
    energy: (x, lambda) => {
      const y = x * x - place;
      return barrier * y * y - lambda * x;
    },
    force: (x, lambda) => -4 * barrier * x * (x * x - place) + lambda,
    dt,
  });
const experimentOf = (x) => ({ ...models[job](), ...(x ? { subsystems: { x, theta: still } } : {}), reservoirs });
const run = (experiment, some = trajectories) => simulate(experiment, { trajectories: some, rng: randomStream(1), ledger: 'totals' });

/** x + f dt + √(2 dt/β) ξ and nothing else, in a loop that is compiled for its arrays. */
function bare() {
  const n = 256;
  const [x, xi, width] = [new Float64Array(n), new Float64Array(16 * n), Math.sqrt(2 * dt)];
  const text = `return (lambda, from) => {
    for (let i = 0; i < ${n}; i++) {
      const at = x[i];
      x[i] = at + (${-4 * barrier} * at * (at * at - 1) + lambda) * ${dt} + ${width} * xi[from + i];
    }
  };`;
  const step = new Function('x', 'xi', text)(x, xi);
  const lambdas = models[job]().ticks.map(({ control }) => control[0]);
  return () => {
    for (let first = 0; first < trajectories; first += n) {
      const stream = randomStream(1).trajectories(first, n);
      x.fill(-1);
      for (let t = 0; t < ticks; t++) {
        if (t % 16 === 0) stream.fillNormalRows(xi);
        step(lambdas[t], (t % 16) * n);
      }
    }
  };
}

const hows = {
  'built-in': () => {
    const experiment = experimentOf();
    return () => run(experiment);
  },
  functions: () => {
    const experiment = experimentOf(plainWell());
    return () => run(experiment);
  },
  parameters() {
    const experiment = experimentOf(wellAt(1));
    return () => run(experiment);
  },
  fourteenth() {
    for (let k = 1; k < 14; k++) run(experimentOf(wellAt(1 + k / 100)), 2048);
    return this.parameters();
  },
  bare,
};
const names = {
  'built-in': 'Szilard, simulate()',
  functions: 'Szilard, energy and force as functions',
  parameters: 'Szilard, functions with parameters',
  fourteenth: 'Szilard, fourteenth model',
  bare: 'a bare step, nothing booked, noise by Szilard',
};
timed({ job, impl: names[how], units: trajectories * ticks, repeats, go: hows[how]() });
