// Ours, through the public API: two seats of two states that move in turn, each by chances that depend on the other, with everything booked.
//   node bench/ours/bipartite.mjs [trajectories] [rounds] [repeats]
import { make, randomStream, simulate } from '@szilard/core';
import { jointBoundary, jumpSeat, transitionKernel } from '@szilard/models';
import { ideal } from '@szilard/reservoirs';
import { timed } from './timed.mjs';

const [trajectories = 4096, rounds = 1000, repeats = 5] = process.argv.slice(2).map(Number);
/** Chance to be in state 1 next, from own state + 2 · that of the other. */
const chances = { x: [0.9, 0.2, 0.7, 0.3], theta: [0.8, 0.1, 0.6, 0.35] };
const none = new Float64Array(0);
const seat = (up) => {
  const chance = (from, to, { partner }) => (to === 1 ? up[from + 2 * partner[0]] : 1 - up[from + 2 * partner[0]]);
  // All energies are equal: what drives is work.
  const work = (from, to, around) => Math.log(chance(from, to, around) / chance(to, from, around));
  return jumpSeat({ states: 2, work }, transitionKernel(2, chance), () => 0);
};
const start = jointBoundary([1, 0, 0, 0], 2);
const bath = make(ideal);
const experiment = {
  subsystems: { x: seat(chances.x), theta: seat(chances.theta) },
  ticks: Array.from({ length: 2 * rounds }, (_, t) => ({ mover: t % 2 === 0 ? 'x' : 'theta', control: none })),
  start,
  end: start,
  reservoirs: { x: bath, theta: bath },
};
const go = () => simulate(experiment, { trajectories, rng: randomStream(1), ledger: 'totals' });
timed({ job: 'two times two states', impl: 'Szilard, simulate()', units: 2 * trajectories * rounds, repeats, go });
