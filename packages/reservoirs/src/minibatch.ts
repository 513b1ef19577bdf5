import { type Batch, batch, defineReservoir, SzilardError } from '@szilard/core';

/**
 * The reservoir that mini-batches make of a data set: T(θ) = (ε/2|b|) Σ(θ) (N − |b|)/(N − 1), anisotropic and dependent on
 * the state, with Σ the covariance of single-sample gradients. With replacement the last factor is absent. Its Gaussian
 * surrogate: the noise is drawn with this covariance, no batch is drawn. `floor`: injected isotropic noise, in units of the
 * reference temperature; without it a rank-deficient Σ leaves moves that cannot be undone.
 * The entropy it is credited is a naive accountant's: one β = dim / tr T, measured where the contact was made.
 */
export const minibatch = defineReservoir({
  id: 'minibatch',
  title: 'the noise of mini-batches: anisotropic, dependent on the state',
  source: '[Mandt2017]; docs/theory.md 4',
  defaults: { batch: 10, replacement: true, floor: 0 },
  domain: { batch: { atLeast: 1, integer: true }, floor: { atLeast: 0 } },
  seats: ['theta'],
  create: ({ batch: size, replacement, floor }) => ({
    open(n, _rng, { subsystem, state }) {
      const { gradientNoise } = subsystem;
      if (!gradientNoise) {
        throw new SzilardError(
          'composition',
          '[minibatch] expected a subsystem that states its gradientNoise, got one without. Use it on the theta seat of a model that learns from samples, such as ppm/gaussian-mean.',
        );
      }
      const { samples, temperaturePerVariance } = gradientNoise;
      if (!replacement && size > samples) {
        throw new SzilardError(
          'parameter',
          `[minibatch] batch: expected at most N = ${samples} samples without replacement, got ${size}. Take a smaller batch, or replacement=true.`,
        );
      }
      const left = replacement || !Number.isFinite(samples) ? 1 : (samples - size) / (samples - 1);
      const scale = (temperaturePerVariance * left) / size;
      const { dim } = state;
      const temperature = (at: Batch, out: Float64Array) => {
        gradientNoise.covariance(at, out);
        for (let i = 0; i < out.length; i++) out[i] *= scale;
        for (let i = 0; i < at.n; i++) for (let k = 0; k < dim; k++) out[(i * dim + k) * dim + k] += floor;
      };
      const tensor = batch(n, dim * dim).data;
      temperature(state, tensor);
      const beta = Float64Array.from({ length: n }, (_, i) => dim / trace(tensor, i, dim));
      return {
        beta,
        additive: true,
        temperature,
        entropyGain(heat, out) {
          for (let i = 0; i < n; i++) out[i] = beta[i] * heat[i];
        },
        absorb() {},
      };
    },
  }),
});

function trace(tensor: Float64Array, i: number, dim: number): number {
  let sum = 0;
  for (let k = 0; k < dim; k++) sum += tensor[(i * dim + k) * dim + k];
  return sum;
}
