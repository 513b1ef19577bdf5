// Ours, through the public API: sweeps of a restricted Boltzmann machine, every half-step with heat, bath entropy, work and log-ratio booked.
//   node bench/ours/rbm.mjs [chains] [hidden units] [sweeps] [repeats]
import { make, randomStream, simulate } from '@szilard/core';
import { halfSteps, scaledMachine, still } from '@szilard/models';
import { ideal } from '@szilard/reservoirs';
import { timed } from './timed.mjs';

const [chains = 100, hidden = 64, sweeps = 400, repeats = 5] = process.argv.slice(2).map(Number);
const visible = 784;
// Weights between −0.1 and 0.1, no biases, as the peers have it.
const theta = new Float64Array(visible * hidden + visible + hidden);
const draws = new Float64Array(visible * hidden);
randomStream('weights').fillUniform(draws);
for (const [k, u] of draws.entries()) theta[k] = 0.2 * (u - 0.5);
const shape = { visible, hidden };
const control = (layer) => Float64Array.of(1, layer);
/** Every unit a fair coin. */
const coins = {
  control: control(0),
  sample(rng, x) {
    rng.fillUniform(x.data);
    for (let at = 0; at < x.data.length; at++) x.data[at] = x.data[at] < 0.5 ? 1 : 0;
  },
  logDensity: (x, _theta, out) => void out.fill(-x.dim * Math.LN2),
};
const bath = make(ideal);
const experiment = {
  subsystems: { x: halfSteps({ shape, machine: scaledMachine(shape, theta) }), theta: still },
  ticks: Array.from({ length: 2 * sweeps }, (_, t) => ({ mover: 'x', control: control(t % 2) })),
  start: coins,
  end: coins,
  reservoirs: { x: bath, theta: bath },
};
const go = () => simulate(experiment, { trajectories: chains, rng: randomStream(1), ledger: 'totals' });
timed({ job: `${visible} × ${hidden}`, impl: 'Szilard, simulate()', units: chains * sweeps, repeats, go });
