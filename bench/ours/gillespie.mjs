// Ours, through the public API: jumps in continuous time between four states, to a horizon, with everything booked.
//   node bench/ours/gillespie.mjs [trajectories] [events of each, on average] [repeats]
import { make, randomStream, simulate, stationaryLaw } from '@szilard/core';
import { discreteBoundary, gillespie, jumpSeat, mechanismsAt, still } from '@szilard/models';
import { ideal } from '@szilard/reservoirs';
import { timed } from './timed.mjs';

const [trajectories = 4096, events = 1000, repeats = 5] = process.argv.slice(2).map(Number);
const rate = (i, j) => 1 + 0.5 * ((7 * i + 3 * j) % 5) + (j === (i + 1) % 4 ? 2 : 0);
// All energies are equal: what drives is work.
const jumps = { states: 4, rate, work: (i, j) => Math.log(rate(i, j) / rate(j, i)) };
const none = new Float64Array(0);
const [rates] = mechanismsAt(jumps, { partner: none, control: none, beta: 1 });
const law = stationaryLaw(rates);
// In the steady state the mean number of events is that of the rates to the last digit.
const perTime = law.reduce((sum, p, i) => sum + p * rates.rates.slice(4 * i, 4 * i + 4).reduce((a, b) => a + b, 0), 0);
const ends = discreteBoundary([...law], none);
const bath = make(ideal);
const experiment = {
  subsystems: { x: jumpSeat(jumps, gillespie(jumps, events / perTime), () => 0), theta: still },
  ticks: [{ mover: 'x', control: none }],
  start: ends,
  end: ends,
  reservoirs: { x: bath, theta: bath },
};
const go = () => simulate(experiment, { trajectories, rng: randomStream(1), ledger: 'totals' });
timed({ job: 'four states', impl: 'Szilard, simulate()', units: trajectories * events, repeats, go });
