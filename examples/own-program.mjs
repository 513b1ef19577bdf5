// A program outside the framework: a model and a reservoir of one's own, examined like those that come with it.
//   node own-program.mjs
import { defineModel, randomStream } from '@szilard/core';
import { catalogModule, checksModule, createLab, examine } from '@szilard/core/compose';
import { gaussianBoundary, metropolis, still } from '@szilard/models';
import { reservoirsModule } from '@szilard/reservoirs/module';

/** U(x; k) = k x⁴/4. */
const energy = (x, { control: [k] }, out) => {
  for (let i = 0; i < x.n; i++) out[i] = (k * x.data[i] ** 4) / 4;
};

export const quartic = defineModel({
  id: 'mine/quartic',
  title: 'bead in a quartic trap that stiffens step by step',
  source: 'this program',
  claims: { localDetailedBalance: 'exact', reservoirs: ['ideal', 'finite'] },
  reservoirs: ['ideal', 'finite'],
  defaults: { stride: 0.7, ticks: 30, strength: 0.5 },
  domain: { stride: { above: 0 }, ticks: { atLeast: 1, integer: true }, strength: { above: 0 } },
  create: ({ stride, ticks, strength }) => ({
    subsystems: { x: { dim: 1, energy, kernel: metropolis(energy, stride) }, theta: still },
    ticks: Array.from({ length: ticks }, (_, t) => ({ mover: 'x', control: Float64Array.of((strength * (t + 1)) / ticks) })),
    start: gaussianBoundary(0, 1, Float64Array.of(0)),
    end: gaussianBoundary(0, 0.8, Float64Array.of(strength)),
  }),
});

const lab = createLab(checksModule, reservoirsModule, catalogModule('model', [quartic]));
for (const reservoir of lab.model('mine/quartic').reservoirs) {
  const { verdicts, broken } = await examine(lab, 'mine/quartic', reservoir, { trajectories: 5000, rng: randomStream(1) });
  for (const { law, holds, because } of verdicts)
    console.log(`mine/quartic × ${reservoir}`.padEnd(24), law.padEnd(32), holds.padEnd(10), because);
  if (broken.length > 0) process.exitCode = 1;
}
