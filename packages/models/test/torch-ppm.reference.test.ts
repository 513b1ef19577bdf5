import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { resolveTensors } from '@szilard/models/tensors';
import { expect, test } from 'vitest';
import { describeReference } from '../../../test/reference.ts';
import { crossEntropy, logProbabilities, logSoftmax } from '../src/ppm/softmax.ts';
import { softmaxNoise } from '../src/ppm/softmax-noise.ts';

type Layer = [number[][], number[]];
interface Optimised {
  readonly batch_losses: number[];
  readonly final_params: Layer;
  readonly final_full_loss: number;
}
interface Case {
  readonly X: number[][];
  readonly y: number[];
  readonly batches: number[][];
  readonly stable_log_softmax: { readonly logits: number[]; readonly value: number[] };
  readonly nets: readonly {
    readonly id: string;
    readonly params: Layer;
    readonly log_probs: number[][];
    readonly full_loss: number;
    readonly full_grad: Layer;
    readonly minibatch_noise: Readonly<
      Record<'B' | 'N' | 'trace_Sigma' | 'trace_C_without_replacement' | 'trace_C_with_replacement', number>
    > & { readonly top_eigs_Sigma: number[] };
    readonly optimizer_runs: Readonly<Record<string, Optimised>>;
  }[];
}

describeReference('torch_ppm', (path) => {
  const { X, y, batches, stable_log_softmax, nets } = JSON.parse(readFileSync(join(path, 'cases.json'), 'utf8')) as Case;
  const net = nets.find(({ id }) => id === 'softmax_linear_2-3')!;
  const [inputs, classes] = [2, 3];
  const data = { n: X.length, inputs, features: Float64Array.from(X.flat()), labels: Uint8Array.from(y) };
  const all = X.map((_, i) => i);
  const flat = (layer: Layer) => Float64Array.from(layer.flat(2));
  const worst = (a: ArrayLike<number>, b: ArrayLike<number>) =>
    Array.from(a).reduce((w, v, k) => Math.max(w, Math.abs(v - b[k])), a.length === b.length ? 0 : Number.NaN);

  test('log-probabilities, loss and gradient to 1e-10', () => {
    const theta = flat(net.params);
    const lnP = new Float64Array(classes);
    for (const i of all) {
      logProbabilities(theta, data, i, lnP);
      expect(worst(lnP, net.log_probs[i])).toBeLessThan(1e-10);
    }
    const gradient = new Float64Array(theta.length);
    expect(Math.abs(crossEntropy(theta, data, all, classes, gradient) - net.full_loss)).toBeLessThan(1e-10);
    expect(worst(gradient, flat(net.full_grad))).toBeLessThan(1e-10);
  });

  test('log-softmax of extreme logits', () => {
    const z = Float64Array.from(stable_log_softmax.logits);
    logSoftmax(z);
    expect(Array.from(z)).toEqual(stable_log_softmax.value);
  });

  test.each(Object.keys(net.optimizer_runs))('parameters after all mini-batches by %s to 1e-9', (name) => {
    const { batch_losses, final_params, final_full_loss } = net.optimizer_runs[name];
    const theta = flat(net.params);
    const [g, v, m, s] = Array.from({ length: 4 }, () => new Float64Array(theta.length));
    const losses = batches.map((rows, t) => {
      const loss = crossEntropy(theta, data, rows, classes, g);
      for (let k = 0; k < theta.length; k++) {
        if (name.startsWith('adam')) {
          m[k] = 0.9 * m[k] + 0.1 * g[k];
          s[k] = 0.999 * s[k] + 0.001 * g[k] * g[k];
          theta[k] -= (0.05 * m[k]) / (1 - 0.9 ** (t + 1)) / (Math.sqrt(s[k] / (1 - 0.999 ** (t + 1))) + 1e-8);
        } else {
          v[k] = (name.includes('mom') ? 0.9 * v[k] : 0) + g[k] + (name.includes('wd') ? 0.01 * theta[k] : 0);
          theta[k] -= 0.1 * v[k];
        }
      }
      return loss;
    });
    expect(worst(losses, batch_losses)).toBeLessThan(1e-9);
    expect(worst(theta, flat(final_params))).toBeLessThan(1e-9);
    expect(Math.abs(crossEntropy(theta, data, all, classes) - final_full_loss)).toBeLessThan(1e-9);
  });

  test.each(['wasm', 'cpu'])('gradient by tensors on %s to 1e-5', async (prefer) => {
    const tensors = await resolveTensors({ prefer });
    const parameters = Float32Array.from([...flat(net.params), ...flat(net.params)]);
    const got = tensors.softmaxGradients({
      inputs: Float32Array.from(data.features),
      labels: Int32Array.from(y),
      parameters,
      replicas: 2,
      classes,
    });
    const expected = flat(net.full_grad);
    expect(worst(got, [...expected, ...expected])).toBeLessThan(1e-5);
  });

  test('covariance of mini-batch gradients to 1e-10', () => {
    const { B, N, trace_Sigma, trace_C_without_replacement, trace_C_with_replacement, top_eigs_Sigma } = net.minibatch_noise;
    const noise = softmaxNoise({ train: data, classes, rate: 1, temperature: 1 });
    const theta = flat(net.params);
    const dim = theta.length;
    const sigma = new Float64Array(dim * dim);
    noise.covariance({ n: 1, dim, data: theta }, sigma);
    const trace = all.slice(0, dim).reduce((sum, k) => sum + sigma[k * dim + k], 0);
    expect(noise.samples).toBe(N);
    expect(trace).toBeCloseTo(trace_Sigma, 10);
    expect((trace / B) * ((N - B) / (N - 1))).toBeCloseTo(trace_C_without_replacement, 10);
    expect(trace / B).toBeCloseTo(trace_C_with_replacement, 10);
    expect(worst(eigenvalues(sigma, dim).slice(0, 3), top_eigs_Sigma)).toBeLessThan(1e-9);
  });
});

/** Of a symmetric matrix by Jacobi rotations, largest first. */
function eigenvalues(matrix: Float64Array, dim: number): number[] {
  const a = matrix.slice();
  for (let sweep = 0; sweep < 30; sweep++) {
    for (let p = 0; p < dim; p++) {
      for (let q = p + 1; q < dim; q++) {
        if (a[p * dim + q] === 0) continue;
        const angle = 0.5 * Math.atan2(2 * a[p * dim + q], a[q * dim + q] - a[p * dim + p]);
        const [c, s] = [Math.cos(angle), Math.sin(angle)];
        for (let k = 0; k < dim; k++) {
          const [u, w] = [a[k * dim + p], a[k * dim + q]];
          [a[k * dim + p], a[k * dim + q]] = [c * u - s * w, s * u + c * w];
        }
        for (let k = 0; k < dim; k++) {
          const [u, w] = [a[p * dim + k], a[q * dim + k]];
          [a[p * dim + k], a[q * dim + k]] = [c * u - s * w, s * u + c * w];
        }
      }
    }
  }
  return Array.from({ length: dim }, (_, k) => a[k * dim + k]).sort((x, y) => y - x);
}
