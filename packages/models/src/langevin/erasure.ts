import { type Boundary, defineModel, protocols } from '@szilard/core';
import { still } from '../still.ts';
import { boltzmann } from './boltzmann.ts';
import { metropolis } from './metropolis-trap.ts';

/**
 * Erasure of one bit in the double well barrier·(x⁴ − 2 b x²) − f x: the barrier goes down (b: 1 → 0), a tilt to the left comes
 * (f: 0 → −tilt), the barrier comes back, the tilt goes. Starts in either well alike. Metropolis steps, exact at any stride.
 * The reversed run starts in the left well with probability `fidelity`, at equilibrium within the wells.
 */
export const erasure = defineModel({
  id: 'langevin/erasure',
  title: 'erasure of one bit in a double well; Metropolis steps',
  source: '[Landauer1961]; [Berut2012]; docs/theory.md 12',
  claims: { localDetailedBalance: 'exact', reservoirs: ['ideal'] },
  reservoirs: ['ideal'],
  defaults: { barrier: 6, tilt: 4, fidelity: 0.98, stride: 0.4, ticks: 300, beta: 1 },
  quick: { ticks: 200 },
  trajectories: 10_000,
  domain: {
    barrier: { above: 0 },
    tilt: { atLeast: 0 },
    fidelity: { above: 0, below: 1 },
    stride: { above: 0 },
    ticks: { atLeast: 4, atMost: 1e6, integer: true },
    beta: { above: 0 },
  },
  create: ({ barrier, tilt, fidelity, stride, ticks, beta }) => {
    const energy: Parameters<typeof metropolis>[0] = (x, { control: [b, f] }, out) => {
      for (let i = 0; i < x.n; i++) {
        const square = x.data[i] * x.data[i];
        out[i] = barrier * square * (square - 2 * b) - f * x.data[i];
      }
    };
    const protocol = erasureProtocol(tilt);
    const wells = boltzmann((x) => barrier * (x ** 4 - 2 * x * x), beta, protocol(0));
    return {
      subsystems: { x: { dim: 1, kernel: metropolis(energy, stride), energy }, theta: still },
      ticks: protocols.sampled(protocol, { ticks }),
      start: wells,
      end: leaning(wells, fidelity),
    };
  },
});

/** [b, f]: barrier down, tilt on, barrier up, tilt off, in equal times. */
export const erasureProtocol = (tilt: number) =>
  protocols.piecewise([
    [0, [1, 0]],
    [0.25, [0, 0]],
    [0.5, [0, -tilt]],
    [0.75, [1, -tilt]],
    [1, [1, 0]],
  ]);

/** A mirror-symmetric law with probability `left` on the left instead of one half. */
const leaning = (symmetric: Boundary, left: number): Boundary => ({
  control: symmetric.control,
  sample(rng, x, theta) {
    symmetric.sample(rng, x, theta);
    for (let i = 0; i < x.n; i++) x.data[i] = rng.lane(i).uniform() < left ? -Math.abs(x.data[i]) : Math.abs(x.data[i]);
  },
  logDensity(x, theta, out) {
    symmetric.logDensity(x, theta, out);
    for (let i = 0; i < x.n; i++) out[i] += Math.log(x.data[i] < 0 ? 2 * left : 2 * (1 - left));
  },
});
