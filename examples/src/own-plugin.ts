import { defineModel, defineReservoir, type Tick } from '@szilard/core';
import { catalogModule, checksModule, createLab } from '@szilard/core/compose';
import { gaussianBoundary, langevin, metropolis, still } from '@szilard/models';
import { reservoirsModule } from '@szilard/reservoirs/module';
import type { Example } from './example.ts';
import { system } from './system.ts';

/** A model of one's own: a bead in a quartic trap that stiffens, moved by a random walk that asks its bath. */
const stiffening = defineModel({
  id: 'mine/stiffening-quartic',
  title: 'bead in a quartic trap that stiffens step by step',
  source: 'this example',
  claims: { localDetailedBalance: 'exact', reservoirs: ['ideal', 'mine/two-baths'] },
  reservoirs: ['ideal'],
  defaults: { stride: 0.7, ticks: 30, strength: 0.5 },
  domain: { stride: { above: 0 }, ticks: { atLeast: 1, integer: true }, strength: { above: 0 } },
  create: ({ stride, ticks, strength }) => {
    const { energy } = langevin({ energy: (x, k) => (k * x ** 4) / 4, force: (x, k) => -k * x ** 3, dt: 0.01 });
    // Neither end needs to be an equilibrium: any normalised law will do, and σ knows the difference.
    return {
      subsystems: { x: { dim: 1, energy, kernel: metropolis(energy, stride) }, theta: still },
      ticks: Array.from({ length: ticks }, (_, t): Tick => ({ mover: 'x', control: Float64Array.of((strength * (t + 1)) / ticks) })),
      start: gaussianBoundary(0, 1, Float64Array.of(0)),
      end: gaussianBoundary(0, 0.8, Float64Array.of(strength)),
    };
  },
});

/** A reservoir of one's own: every trajectory meets a bath at one of two temperatures, and keeps it. */
const twoBaths = defineReservoir({
  id: 'mine/two-baths',
  title: 'half of the trajectories in a warm bath, half in a cold one',
  source: 'this example',
  defaults: { warm: 0.8, cold: 1.2 },
  create: ({ warm, cold }) => ({
    open(n, rng) {
      const beta = Float64Array.from({ length: n }, (_, i) => (rng.lane(i).uniform() < 0.5 ? warm : cold));
      return { beta, additive: true, absorb() {}, entropyGain: (heat, out) => void out.set(heat.map((q, i) => beta[i] * q)) };
    },
  }),
});

/** How do I bring a system of my own? */
export const ownPlugin: Example = {
  id: 'own-plugin',
  title: 'How do I bring a model and a reservoir of my own?',
  source: 'docs/add-a-plugin.md',
  async run(context) {
    const lab = createLab(checksModule, reservoirsModule, catalogModule('model', [stiffening]), catalogModule('reservoir', [twoBaths]));
    for (const reservoir of ['ideal', 'mine/two-baths']) {
      const { result } = await system({ ...context, lab }, stiffening.id, reservoir);
      context.keep({ systems: [result], broken: result.broken });
    }
  },
};
