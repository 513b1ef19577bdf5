import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { divergences, gaussianDivergence } from '@szilard/core';
import { classifierOf, logSoftmax } from '@szilard/models';
import { resolveTensors } from '@szilard/models/tensors';
import { EigenvalueDecomposition, Matrix } from 'ml-matrix';
import { describe, expect, test } from 'vitest';
import { describeReference } from '../../../test/reference.ts';
import { classifierNoise } from '../src/ppm/classifier-noise.ts';
import { adam, momentum, type Optimiser, sgd, weightDecay } from '../src/ppm/dense/optimisers.ts';

type Layer = (number[][] | number[])[];
interface Optimised {
  readonly batch_losses: number[];
  readonly final_params: Layer;
  readonly final_full_loss: number;
}
interface Net {
  readonly id: string;
  readonly sizes: number[];
  readonly activation: 'tanh' | 'relu' | 'none';
  readonly params: Layer;
  readonly log_probs: number[][];
  readonly full_loss: number;
  readonly full_grad: Layer;
  readonly minibatch_noise: Readonly<
    Record<'B' | 'N' | 'trace_Sigma' | 'trace_C_without_replacement' | 'trace_C_with_replacement', number>
  > & { readonly top_eigs_Sigma: number[] };
  readonly optimizer_runs: Readonly<Record<string, Optimised>>;
}
interface Case {
  readonly X: number[][];
  readonly y: number[];
  readonly batches: number[][];
  readonly stable_log_softmax: { readonly logits: number[]; readonly value: number[] };
  readonly nets: readonly Net[];
  readonly kl: readonly { readonly id: string; readonly nats: number }[];
}

const optimisers: Readonly<Record<string, Optimiser>> = {
  'sgd_lr0.1': sgd({ rate: 0.1 }),
  'sgd_lr0.1_mom0.9': momentum({ rate: 0.1, memory: 0.9 }),
  'sgd_lr0.1_wd0.01': weightDecay({ decay: 0.01, before: sgd({ rate: 0.1 }) }),
  'adam_lr0.05': adam({ rate: 0.05 }),
};
const divergenceOf: Readonly<Record<string, () => number>> = {
  'N(0,1)||N(1,2)': () => divergences.normal([0, 1], [1, 2]),
  'N(1,2)||N(0,1)': () => divergences.normal([1, 2], [0, 1]),
  'MVN mu=[0,0] S=[[1,.5],[.5,2]] || mu=[1,-1] S=I': () =>
    gaussianDivergence(
      {
        mean: [0, 0],
        covariance: [
          [1, 0.5],
          [0.5, 2],
        ],
      },
      {
        mean: [1, -1],
        covariance: [
          [1, 0],
          [0, 1],
        ],
      },
    ),
  'Bernoulli(.2)||Bernoulli(.6)': () => divergences.bernoulli(0.2, 0.6),
  'Categorical[.1,.2,.7]||[.3,.3,.4]': () => divergences.categorical([0.1, 0.2, 0.7], [0.3, 0.3, 0.4]),
  'Exp(2)||Exp(.5) (rates)': () => divergences.exponential(2, 0.5),
  'Gamma(2,1)||Gamma(3,2) (shape,rate)': () => divergences.gamma([2, 1], [3, 2]),
  'Beta(2,5)||Beta(1,1)': () => divergences.beta([2, 5], [1, 1]),
  'Poisson(3)||Poisson(5)': () => divergences.poisson(3, 5),
  'Laplace(0,1)||Laplace(1,2)': () => divergences.laplace([0, 1], [1, 2]),
};

const flat = (layer: Layer) => Float64Array.from(layer.flat(2));
const worst = (a: ArrayLike<number>, b: ArrayLike<number>) =>
  Array.from(a).reduce((w, v, k) => Math.max(w, Math.abs(v - b[k])), a.length === b.length ? 0 : Number.NaN);

describeReference('torch_ppm', (path) => {
  const { X, y, batches, stable_log_softmax, nets, kl } = JSON.parse(readFileSync(join(path, 'cases.json'), 'utf8')) as Case;
  const features = Float64Array.from(X.flat());
  const inputsOf = (rows: readonly number[]) => Float64Array.from(rows.flatMap((row) => X[row]));
  const labelsOf = (rows: readonly number[]) => rows.map((row) => y[row]);
  const all = X.map((_, i) => i);

  test('three nets, four optimisers each, ten divergences', () => {
    expect(nets.map(({ id }) => id)).toEqual(['mlp_2-3-3_tanh', 'mlp_2-4-4-3_relu', 'softmax_linear_2-3']);
    for (const { optimizer_runs } of nets) expect(Object.keys(optimizer_runs)).toEqual(Object.keys(optimisers));
    expect(kl.map(({ id }) => id)).toEqual(Object.keys(divergenceOf));
  });

  test('log-softmax of extreme logits', () => {
    const z = Float64Array.from(stable_log_softmax.logits);
    logSoftmax(z);
    expect(Array.from(z)).toEqual(stable_log_softmax.value);
  });

  test.each(kl)('D($id) to 1e-10', ({ id, nats }) => expect(Math.abs(divergenceOf[id]() - nats)).toBeLessThan(1e-10));

  describe.each(nets.map((net) => [net.id, net] as const))('%s', (_id, net) => {
    const { sizes, activation, params, log_probs, full_loss, full_grad, minibatch_noise, optimizer_runs } = net;
    const shape = { layers: sizes, activation: activation === 'none' ? 'relu' : activation } as const;
    const classifier = classifierOf(shape);
    const { classes, parameters } = classifier;
    const lossAt = (theta: Float64Array, rows: readonly number[]) => classifier.crossEntropy(theta, inputsOf(rows), labelsOf(rows));
    const gradientAt = (theta: Float64Array, rows: readonly number[]) => {
      const gradient = new Float64Array(parameters);
      lossAt(theta, rows).gradient(gradient);
      return gradient;
    };

    test('log-probabilities, loss and gradient to 1e-10', () => {
      const theta = flat(params);
      expect(worst(classifier.logProbabilities(theta, features, X.length), log_probs.flat())).toBeLessThan(1e-10);
      expect(Math.abs(lossAt(theta, all).mean - full_loss)).toBeLessThan(1e-10);
      expect(worst(gradientAt(theta, all), flat(full_grad))).toBeLessThan(1e-10);
    });

    test.each(Object.keys(optimisers))('parameters after all mini-batches by %s to 1e-9', (name) => {
      const { batch_losses, final_params, final_full_loss } = optimizer_runs[name];
      const theta = flat(params);
      const state = optimisers[name].init(parameters);
      const losses = batches.map((rows) => {
        const loss = lossAt(theta, rows).mean;
        optimisers[name].update(theta, gradientAt(theta, rows), state);
        return loss;
      });
      expect(worst(losses, batch_losses)).toBeLessThan(1e-9);
      expect(worst(theta, flat(final_params))).toBeLessThan(1e-9);
      expect(Math.abs(lossAt(theta, all).mean - final_full_loss)).toBeLessThan(1e-9);
    });

    test.each(['wasm', 'cpu'])('outputs and gradient by tensors on %s to 1e-5', async (prefer) => {
      const tensors = await resolveTensors({ prefer });
      const network = tensors.network({ ...shape });
      const theta = Float32Array.from(transposed(flat(params), sizes));
      const inputs = Float32Array.from(features);
      const lnP = Float64Array.from(network.outputs(theta, inputs));
      for (let i = 0; i < X.length; i++) logSoftmax(lnP, i * classes, classes);
      expect(worst(lnP, log_probs.flat())).toBeLessThan(1e-5);
      const errors = Float32Array.from(lnP, (v, at) => (Math.exp(v) - (at % classes === y[Math.floor(at / classes)] ? 1 : 0)) / X.length);
      expect(worst(network.pullback(theta, inputs, errors), transposed(flat(full_grad), sizes))).toBeLessThan(1e-5);
      if (activation !== 'none') return;
      const two = Float32Array.from([...flat(params), ...flat(params)]);
      const got = tensors.softmaxGradients({ inputs, labels: Int32Array.from(y), parameters: two, replicas: 2, classes });
      expect(worst(got, [...flat(full_grad), ...flat(full_grad)])).toBeLessThan(1e-5);
    });

    test('covariance of mini-batch gradients to 1e-10', () => {
      const { B, N, trace_Sigma, trace_C_without_replacement, trace_C_with_replacement, top_eigs_Sigma } = minibatch_noise;
      const train = { n: X.length, inputs: 2, features, labels: Uint8Array.from(y) };
      const noise = classifierNoise({ where: 'test', classifier, train, rate: 1, temperature: 1 });
      const sigma = new Float64Array(parameters * parameters);
      noise.covariance({ n: 1, dim: parameters, data: flat(params) }, sigma);
      const trace = Array.from({ length: parameters }, (_, k) => sigma[k * parameters + k]).reduce((sum, v) => sum + v);
      expect(noise.samples).toBe(N);
      expect(Math.abs(trace - trace_Sigma)).toBeLessThan(1e-10);
      expect(Math.abs((trace / B) * ((N - B) / (N - 1)) - trace_C_without_replacement)).toBeLessThan(1e-10);
      expect(Math.abs(trace / B - trace_C_with_replacement)).toBeLessThan(1e-10);
      const { realEigenvalues } = new EigenvalueDecomposition(Matrix.from1DArray(parameters, parameters, sigma), { assumeSymmetric: true });
      const leading = realEigenvalues.sort((a, b) => b - a).slice(0, top_eigs_Sigma.length);
      expect(worst(leading, top_eigs_Sigma)).toBeLessThan(1e-10);
      // Single-sample gradients, which the covariance is made of, average to the gradient.
      const each = new Float64Array(N * parameters);
      noise.gradients!(flat(params), each);
      const mean = Float64Array.from({ length: parameters }, (_, k) => all.reduce((sum, i) => sum + each[i * parameters + k] / N, 0));
      expect(worst(mean, flat(full_grad))).toBeLessThan(1e-12);
    });

    test('covariance of the batch mean by listing every batch', () => {
      const { B, N, trace_C_without_replacement } = minibatch_noise;
      const theta = flat(params);
      const full = gradientAt(theta, all);
      let [square, count] = [0, 0];
      for (let a = 0; a < N; a++)
        for (let b = 0; b < a; b++)
          for (let c = 0; c < b; c++) {
            square += gradientAt(theta, [a, b, c]).reduce((sum, g, k) => sum + (g - full[k]) ** 2, 0);
            count++;
          }
      expect([B, count]).toEqual([3, 220]);
      expect(Math.abs(square / count - trace_C_without_replacement)).toBeLessThan(1e-10);
    });
  });
});

/** Weights [out, in] of every layer as [in, out], the order of tensors. */
function transposed(theta: Float64Array, sizes: readonly number[]): Float64Array {
  const out = theta.slice();
  let first = 0;
  for (const [l, to] of sizes.slice(1).entries()) {
    const from = sizes[l];
    for (let o = 0; o < to; o++) for (let k = 0; k < from; k++) out[first + k * to + o] = theta[first + o * from + k];
    first += (from + 1) * to;
  }
  return out;
}
