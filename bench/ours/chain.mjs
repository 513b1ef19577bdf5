// Ours, through the public API with all bookkeeping on: work, heat of every bead, bath entropy and log-ratio as running totals.
//   node bench/ours/chain.mjs exact-steps|springs|wells|functions [beads] [trajectories] [sweeps] [repeats]
import { make, randomStream, simulate } from '@szilard/core';
import { beadChain, langevinChain, quarticChain } from '@szilard/models';
import { gradient } from '@szilard/reservoirs';
import { timed } from './timed.mjs';

const [job = 'exact-steps', ...numbers] = process.argv.slice(2);
const [beads = 10, trajectories = 4096, sweeps = 300, repeats = 5] = numbers.map(Number);
const dt = 1e-3;
const chain = make(beadChain, { beads, dt, sweeps, hot: 1, cold: 2 });
const systems = {
  'exact-steps': { name: 'Szilard, exact steps', made: () => chain.subsystems.x },
  springs: { name: 'Szilard, quarticChain()', made: () => quarticChain({ beads, bond: { quadratic: 1 }, dt }) },
  wells: {
    name: 'Szilard, quarticChain() with wells',
    made: () => quarticChain({ beads, bond: { quadratic: 1 }, site: { quadratic: -1, quartic: 1 }, dt }),
  },
  functions: {
    name: 'Szilard, plain functions',
    made: () =>
      langevinChain({
        beads,
        bond: (left, right) => 0.5 * (right - left) * (right - left),
        site: () => 0,
        force: (left, x, right) => left + right - 2 * x,
        dt,
      }),
  },
};
const { name, made } = systems[job];
// All start at 0, as the peers do: no time goes into drawing a steady state.
const end = { control: Float64Array.of(0), sample() {}, logDensity: (_x, _theta, out) => out.fill(0) };
const bath = make(gradient, { from: 1, to: 2 });
const experiment = {
  ...chain,
  subsystems: { ...chain.subsystems, x: made() },
  start: end,
  end,
  reservoirs: { x: bath, theta: bath },
};
const go = () => simulate(experiment, { trajectories, rng: randomStream(1), ledger: 'totals' });
timed({ job, impl: name, units: trajectories * beads * sweeps, repeats, go });
