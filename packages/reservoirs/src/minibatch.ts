import { type Bath, type Contact, defineReservoir, type GradientNoise, SzilardError } from '@szilard/core';
import { fullCovariance, heldCovariance, type Noise, sampleFactors } from './minibatch-noise.ts';

export interface Minibatch {
  /** |b|. */
  readonly batch: number;
  readonly replacement: boolean;
  /** Injected isotropic noise, in units of the reference temperature. */
  readonly floor: number;
  /**
   * Where Σ comes from. `state`: the model's, at every state. `contact`: the model's, measured once per trajectory where the contact
   * is made, and held. `given`: `matrix`. `samples`: per-sample gradients at every state, Σ = GᵀG/N − ggᵀ by its N factors, so that
   * noise and density cost no matrix of all parameters.
   */
  readonly covariance: 'state' | 'contact' | 'given' | 'samples';
  /** Σ for `given`; [dim, dim] by rows. */
  readonly matrix: readonly (readonly number[])[];
}

/**
 * The reservoir that mini-batches make of a data set: T(θ) = (ε/2|b|) Σ(θ) (N − |b|)/(N − 1) + floor, anisotropic and dependent on
 * the state, with Σ the covariance of single-sample gradients. With replacement the factor (N − |b|)/(N − 1) is absent. Its
 * Gaussian surrogate: the noise is drawn with this covariance, no batch is drawn. Without a floor a rank-deficient Σ leaves moves
 * that cannot be undone. Epochs without replacement also correlate batches, see `epochCorrelation`; here they are white.
 * The entropy it is credited is a naive accountant's: one β = dim / tr T, measured where the contact was made.
 */
export const minibatch = defineReservoir<Minibatch>({
  id: 'minibatch',
  title: 'the noise of mini-batches: anisotropic, dependent on the state',
  source: '[Mandt2017]; docs/theory.md 4; docs/theory.md 17',
  defaults: { batch: 10, replacement: true, floor: 0, covariance: 'state', matrix: [] },
  domain: {
    batch: { atLeast: 1, integer: true },
    floor: { atLeast: 0 },
    covariance: { oneOf: ['state', 'contact', 'given', 'samples'] },
  },
  seats: ['theta'],
  view: 'reservoir',
  create: (params) => ({
    open(n, _rng, contact): Bath {
      const { state } = contact;
      const noise = noiseOf(params, contact);
      const trace = noise.trace(state);
      const beta = trace.map((sum) => state.dim / sum);
      return {
        beta,
        additive: true,
        temperature: noise.temperature,
        ...(noise.factors ? { temperatureFactors: noise.factors } : {}),
        entropyGain(heat, out) {
          for (let i = 0; i < n; i++) out[i] = beta[i] * heat[i];
        },
        absorb() {},
      };
    },
  }),
});

function noiseOf({ batch: size, replacement, floor, covariance, matrix }: Minibatch, { subsystem, state }: Contact): Noise {
  const { gradientNoise } = subsystem;
  if (!gradientNoise) {
    throw new SzilardError(
      'composition',
      '[minibatch] expected a subsystem that states its gradientNoise, got one without. Use it on the theta seat of a model that learns from samples, such as ppm/gaussian-mean.',
    );
  }
  const scale = scaleOf(gradientNoise, size, replacement);
  if (covariance === 'given') return heldCovariance(givenMatrix(matrix, state.dim), state, scale, floor);
  if (covariance === 'samples') return sampleFactors(gradientNoise, state, scale, floor);
  return fullCovariance(gradientNoise, state, scale, floor, covariance === 'contact');
}

/** Temperature per unit of Σ. */
function scaleOf({ samples, temperaturePerVariance }: GradientNoise, size: number, replacement: boolean): number {
  if (!replacement && size > samples) {
    throw new SzilardError(
      'parameter',
      `[minibatch] batch: expected at most N = ${samples} samples without replacement, got ${size}. Take a smaller batch, or replacement=true.`,
    );
  }
  const left = replacement || !Number.isFinite(samples) ? 1 : (samples - size) / (samples - 1);
  return (temperaturePerVariance * left) / size;
}

function givenMatrix(matrix: readonly (readonly number[])[], dim: number): Float64Array {
  const flat = matrix.flat();
  const shape = `${matrix.length} rows of ${[...new Set(matrix.map((row) => row.length))].join(' and ') || 'no'} numbers`;
  if (matrix.length !== dim || matrix.some((row) => row.length !== dim))
    throw new SzilardError('parameter', `[minibatch] matrix: expected ${dim} rows of ${dim} numbers for covariance=given, got ${shape}.`);
  const odd = flat.findIndex((v, at) => !Number.isFinite(v) || v !== matrix[at % dim][Math.floor(at / dim)]);
  if (odd >= 0)
    throw new SzilardError(
      'parameter',
      `[minibatch] matrix: expected a symmetric matrix of finite numbers, got ${flat[odd]} in row ${Math.floor(odd / dim)}, column ${odd % dim}. A covariance is symmetric.`,
    );
  return Float64Array.from(flat);
}
