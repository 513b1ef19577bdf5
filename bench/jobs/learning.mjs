// Descent on small batches: what the figures of learning are made of.
import { join } from 'node:path';

const [torch, vmap] = ['PyTorch, eager', 'PyTorch, all replicas at once (vmap)'];
const [numpy, jax, mapped] = ['NumPy', 'JAX, jit and scan', 'JAX, all replicas at once (vmap)'];
/** What is measured, how many times as fast as the first peer it should be at least, the batch, replicas, steps of ours, what the peers are called here. */
const cases = [
  { on: 'batch of 1', least: 8, batch: 1, replicas: 1, steps: 3000, peers: { torch, jax, numpy } },
  { on: 'batch of 1, 50 replicas', least: 12, batch: 1, replicas: 50, steps: 300, peers: { torch_vmap: vmap, jax_vmap: mapped } },
  { on: 'batch of 10', least: 1.1, batch: 10, replicas: 1, steps: 600, peers: { torch, jax, numpy } },
  { on: 'batch of 100', least: 0.7, batch: 100, replicas: 1, steps: 80, peers: { torch, jax, numpy } },
  { on: 'gradient of 10,000', least: 0.5, batch: 100, replicas: 1, steps: 1, full: true, peers: { torch, jax, numpy } },
];

/** @type {import('../job.d.ts').Job} */
export default {
  title: 'Learning on small batches',
  unit: 'steps/s',
  scale: 1,
  note: '784-200-200-200-10, rectifiers and softmax, single precision; a fifth of the inputs is not zero. The gradient: inputs/s. Ours runs one replica after the other.',
  targets: Object.fromEntries(
    cases.map(({ on, least, peers }) => [on, { 'Szilard, denseClassifier': { [Object.values(peers)[0]]: least } }]),
  ),
  programs({ root, python, has, peer }) {
    const script = peer('j7.py');
    return cases.flatMap(({ on, batch, replicas, steps, full, peers }) => {
      const ours = [join(root, 'bench', 'ours', 'learning.mjs'), full ? 'full' : `${batch}`, `${replicas}`, `${steps}`, '3'];
      const programs = [{ on, command: [process.execPath, ...ours], shown: { 'Szilard, denseClassifier': 'Szilard, denseClassifier' } }];
      for (const [impl, name] of Object.entries(peers)) {
        if (!script || !has(impl.split('_')[0])) continue;
        const options = ['--impl', impl, '--batch', `${batch}`, '--R', `${replicas}`, '--mode', full ? 'full' : 'sgd', '--reps', '2'];
        programs.push({ on, command: [python, script, ...options], shown: { [`py-${impl}`]: name } });
      }
      return programs;
    });
  },
};
