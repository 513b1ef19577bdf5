import { type Batch, type GradientNoise, SzilardError, type TemperatureFactors } from '@szilard/core';

/** The temperature tensor that batches lend, in one of its forms. */
export interface Noise {
  /** T at each state; [n, dim, dim], units of the reference temperature. */
  temperature(state: Batch, out: Float64Array): void;
  /** tr T at each state; [n]. */
  trace(state: Batch): Float64Array;
  readonly factors?: TemperatureFactors;
}

/** scale·Σ(θ) + floor; `held`: Σ of each trajectory stays what it is at `contact`. */
export function fullCovariance(noise: GradientNoise, contact: Batch, scale: number, floor: number, held: boolean): Noise {
  if (held) {
    const measured = new Float64Array(contact.n * contact.dim * contact.dim);
    noise.covariance(contact, measured);
    return heldCovariance(measured, contact, scale, floor);
  }
  return traced((at, out) => {
    noise.covariance(at, out);
    warm(out, at.n, at.dim, scale, floor);
  });
}

/** scale·Σ + floor wherever θ is; one Σ for all, or one for each trajectory. */
export function heldCovariance(covariance: Float64Array, { n, dim }: Batch, scale: number, floor: number): Noise {
  const size = dim * dim;
  return traced((at, out) => {
    if (covariance.length !== size && at.n !== n)
      throw new SzilardError(
        'shape',
        `[minibatch] covariance=contact: expected the ${n} trajectories that the contact was made with, got ${at.n} states. Use covariance=state or given here.`,
      );
    for (let i = 0; i < at.n; i++) {
      const from = covariance.length === size ? 0 : i * size;
      out.set(covariance.subarray(from, from + size), i * size);
    }
    warm(out, at.n, dim, scale, floor);
  });
}

/** floor·1 + Σ_r f_r f_rᵀ, f_r = √(scale/N)(g_r − g): as many factors as there are samples. */
export function sampleFactors({ samples, gradients }: GradientNoise, { dim }: Batch, scale: number, floor: number): Noise {
  if (!gradients || !Number.isSafeInteger(samples))
    throw new SzilardError(
      'composition',
      `[minibatch] covariance=samples: expected a learner that tells the gradients of its single samples, got ${gradients ? 'endlessly many' : 'one that does not'}. Use covariance=state, or give gradientNoise.gradients.`,
    );
  const at = (state: Float64Array, out: Float64Array) => {
    gradients(state, out);
    const width = Math.sqrt(scale / samples);
    for (let k = 0; k < dim; k++) {
      let mean = 0;
      for (let r = 0; r < samples; r++) mean += out[r * dim + k] / samples;
      for (let r = 0; r < samples; r++) out[r * dim + k] = width * (out[r * dim + k] - mean);
    }
  };
  const factors = new Float64Array(samples * dim);
  const each = ({ n, data }: Batch, use: (i: number) => void) => {
    for (let i = 0; i < n; i++) {
      at(data.subarray(i * dim, (i + 1) * dim), factors);
      use(i);
    }
  };
  return {
    // Without a floor the tensor has to be written out to be found deficient, or not.
    ...(floor > 0 ? { factors: { rank: samples, floor, at } } : {}),
    temperature(state, out) {
      out.fill(0);
      each(state, (i) => {
        for (let a = 0; a < dim; a++) {
          for (let b = 0; b <= a; b++) {
            let sum = a === b ? floor : 0;
            for (let r = 0; r < samples; r++) sum += factors[r * dim + a] * factors[r * dim + b];
            out[(i * dim + a) * dim + b] = out[(i * dim + b) * dim + a] = sum;
          }
        }
      });
    },
    trace(state) {
      const out = new Float64Array(state.n);
      each(state, (i) => {
        out[i] = dim * floor;
        for (const f of factors) out[i] += f * f;
      });
      return out;
    },
  };
}

function warm(out: Float64Array, n: number, dim: number, scale: number, floor: number): void {
  for (let at = 0; at < out.length; at++) out[at] *= scale;
  for (let i = 0; i < n; i++) for (let k = 0; k < dim; k++) out[(i * dim + k) * dim + k] += floor;
}

function traced(temperature: Noise['temperature']): Noise {
  return {
    temperature,
    trace(state) {
      const { n, dim } = state;
      const tensor = new Float64Array(n * dim * dim);
      temperature(state, tensor);
      return Float64Array.from({ length: n }, (_, i) => {
        let sum = 0;
        for (let k = 0; k < dim; k++) sum += tensor[(i * dim + k) * dim + k];
        return sum;
      });
    },
  };
}
