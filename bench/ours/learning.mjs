// Ours, through the public API: descent of 784-200-200-200-10 (rectifiers, softmax cross-entropy) on inputs of which a fifth is not zero,
// one replica after the other, or the gradient of all inputs.
//   node bench/ours/learning.mjs <batch>|full [replicas] [steps] [repeats]
import { randomStream } from '@szilard/core';
import { denseClassifier } from '@szilard/models';
import { timed } from './timed.mjs';

const [mode = '1', ...numbers] = process.argv.slice(2);
const [replicas = 1, steps = 1000, repeats = 5] = numbers.map(Number);
const n = 10_000;
const rng = randomStream(1);
const ink = Float64Array.from({ length: 7840 }, () => (rng.uniform() < 0.18 ? 1 : 0));
const labels = Uint8Array.from({ length: n }, () => Math.floor(10 * rng.uniform()));
const draws = new Float64Array(784);
const inputs = new Float32Array(n * 784);
for (let i = 0; i < n; i++) {
  rng.fillUniform(draws);
  for (let k = 0; k < 784; k++) inputs[i * 784 + k] = ink[labels[i] * 784 + k] * (0.5 + 0.5 * draws[k]);
}
const net = denseClassifier({ layers: [784, 200, 200, 200, 10], activation: 'relu' }, { n, inputs, labels });
const all = Int32Array.from({ length: n }, (_, i) => i);
const thetas = Array.from({ length: replicas }, (_, r) => net.initial(rng.fork(r)));
net.load(thetas[0]);

const batch = Number(mode);
function descend() {
  for (const [r, theta] of thetas.entries()) {
    if (replicas > 1) net.load(theta);
    for (let s = 0; s < steps; s++) {
      const from = (s * batch) % (n - batch);
      net.step(all.subarray(from, from + batch), 0.01);
    }
    if (replicas > 1) thetas[r] = net.theta();
  }
}
const whole = mode === 'full';
const units = whole ? n : steps * replicas;
timed({
  job: whole ? 'full' : `batch ${batch}`,
  impl: 'Szilard, denseClassifier',
  units,
  repeats,
  go: whole ? () => net.gradient(all) : descend,
});
