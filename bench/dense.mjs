// Mini-batch descent of 784-200-200-200-10 (ReLU, softmax cross-entropy) on inputs of which a fifth is not zero, one replica after the
// other: steps a second, and full gradients of 10,000 inputs.
//   node bench/dense.mjs 1|10|100|full [replicas] [repeats]
import { randomStream } from '@szilard/core';
import { denseClassifier } from '@szilard/models';

const [mode = '1', replicas = 1, repeats = 5] = process.argv.slice(2).map((v, i) => (i === 0 ? v : Number(v)));
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
const steps = { 1: 2000, 10: 400, 100: 60 }[mode] ?? 1;
function go() {
  if (mode === 'full') {
    net.gradient(all);
    return;
  }
  for (const [r, theta] of thetas.entries()) {
    if (replicas > 1) net.load(theta);
    for (let s = 0; s < steps; s++) {
      const from = (s * batch) % (n - batch);
      net.step(all.subarray(from, from + batch), 0.01);
    }
    if (replicas > 1) thetas[r] = net.theta();
  }
}
go();
const seconds = Array.from({ length: repeats }, () => {
  const begun = performance.now();
  go();
  return (performance.now() - begun) / 1000;
}).sort((a, b) => a - b);
const units = mode === 'full' ? n : steps * replicas;
const median = seconds[Math.floor(repeats / 2)];
const job = mode === 'full' ? 'J7-fullgrad' : 'J7-sgd';
process.stdout.write(
  `${JSON.stringify({ job, impl: `Szilard, denseClassifier (${net.engine})`, n: mode === 'full' ? n : batch, replicas, seconds: seconds[0], median, rate: units / seconds[0] })}\n`,
);
