import { type Boundary, batch, type Given, type Landscape, SzilardError } from '@szilard/core';
import { CholeskyDecomposition, Matrix } from 'ml-matrix';
import { boltzmann } from '../langevin/boltzmann.ts';
import { pick } from './heat-bath.ts';
import { withMomenta } from './underdamped.ts';

/** States that may be counted one by one. */
const COUNTABLE = 65_536;

export interface ThermalOptions {
  readonly beta: number;
  /** λ; [controls]. */
  readonly control?: Float64Array;
}

/**
 * Equilibrium e^−βU/Z of a landscape that has no partner, normalised: Gaussian where U is quadratic, counted where states are
 * finitely many, by quadrature in one dimension, times Maxwell's law where there are momenta.
 */
export function thermal(landscape: Landscape, { beta, control = new Float64Array(0) }: ThermalOptions): Boundary {
  const { dim, phase, values, stiffness, force } = landscape;
  if (force)
    throw new SzilardError(
      'composition',
      '[thermal] expected a landscape without non-conservative force, got a driven one. It has no Boltzmann law.',
    );
  if (phase) return withMomenta(thermal(phase.positions, { beta, control }), { masses: phase.masses, beta });
  const given: Given = { partner: batch(1, 0), control, bath: { beta: Float64Array.of(beta), entropyGain() {}, absorb() {} } };
  if (values) return counted(landscape, values, beta, given);
  if (stiffness) return gaussian(landscape, stiffness(control), beta, given);
  if (dim === 1) {
    const [at, out] = [batch(1, 1), new Float64Array(1)];
    const energy = (x: number) => {
      at.data[0] = x;
      landscape.energy(at, given, out);
      return out[0];
    };
    return boltzmann(energy, beta, control);
  }
  throw new SzilardError(
    'composition',
    `[thermal] expected a quadratic, a finite or a one-dimensional landscape, got another in ${dim} dimensions. Give the boundary a law of its own.`,
  );
}

/** N(x*, (βK)⁻¹), x* the minimum: one Newton step from 0. */
function gaussian({ dim, gradient }: Landscape, stiffness: Float64Array, beta: number, given: Given): Boundary {
  const factor = new CholeskyDecomposition(Matrix.from1DArray(dim, dim, stiffness).mul(beta));
  if (!gradient || !factor.isPositiveDefinite())
    throw new SzilardError(
      'composition',
      '[thermal] expected a gradient and a stiffness that confines in every direction, got one that does not. Give the boundary a law of its own.',
    );
  const slope = batch(1, dim);
  gradient(batch(1, dim), given, slope);
  const mean = Float64Array.from(factor.solve(Matrix.columnVector(slope.data)).to1DArray(), (v) => -beta * v);
  const lower = factor.lowerTriangularMatrix; // βK = L Lᵀ, so Lᵀ(x − x*) is white
  let lnZ = 0.5 * dim * Math.log(2 * Math.PI);
  for (let k = 0; k < dim; k++) lnZ -= Math.log(lower.get(k, k));
  return {
    control: given.control,
    gaussian: { mean, covariance: Float64Array.from(factor.solve(Matrix.eye(dim)).to1DArray()) },
    sample(rng, x) {
      rng.fillNormal(x.data);
      for (let i = 0; i < x.n; i++) {
        const row = x.data.subarray(i * dim, (i + 1) * dim);
        for (let k = dim - 1; k >= 0; k--) {
          for (let l = k + 1; l < dim; l++) row[k] -= lower.get(l, k) * row[l];
          row[k] /= lower.get(k, k);
        }
        for (let k = 0; k < dim; k++) row[k] += mean[k];
      }
    },
    logDensity(x, _theta, out) {
      for (let i = 0; i < x.n; i++) {
        out[i] = -lnZ;
        for (let l = 0; l < dim; l++) {
          let white = 0;
          for (let k = l; k < dim; k++) white += lower.get(k, l) * (x.data[i * dim + k] - mean[k]);
          out[i] -= 0.5 * white * white;
        }
      }
    },
  };
}

function counted({ dim, energy }: Landscape, values: readonly Float64Array[], beta: number, given: Given): Boundary {
  const states = values.reduce((product, of) => product * of.length, 1);
  if (states > COUNTABLE)
    throw new SzilardError(
      'parameter',
      `[thermal] expected at most ${COUNTABLE} states, got ${states}. Start from a product law instead and relax.`,
    );
  const all = batch(states, dim);
  for (let s = 0; s < states; s++) {
    let rest = s;
    for (let k = dim - 1; k >= 0; k--) {
      all.data[s * dim + k] = values[k][rest % values[k].length];
      rest = Math.floor(rest / values[k].length);
    }
  }
  const law = new Float64Array(states);
  energy(all, { ...given, partner: batch(states, 0) }, law);
  for (let s = 0; s < states; s++) law[s] *= -beta;
  const most = law.reduce((a, b) => Math.max(a, b), Number.NEGATIVE_INFINITY);
  const lnZ = most + Math.log(law.reduce((sum, v) => sum + Math.exp(v - most), 0));
  for (let s = 0; s < states; s++) law[s] -= lnZ;
  const numbers = Float64Array.from({ length: states }, (_, s) => s);
  return {
    control: given.control,
    sample(rng, x) {
      const chance = new Float64Array(x.n);
      rng.fillUniform(chance);
      for (let i = 0; i < x.n; i++) {
        const s = pick(law, 0, numbers, chance[i]);
        x.data.set(all.data.subarray(s * dim, (s + 1) * dim), i * dim);
      }
    },
    logDensity(x, _theta, out) {
      for (let i = 0; i < x.n; i++) {
        let s = 0;
        for (let k = 0; k < dim && s >= 0; k++) {
          const v = values[k].indexOf(x.data[i * dim + k]);
          s = v < 0 ? -1 : s * values[k].length + v;
        }
        out[i] = s < 0 ? Number.NEGATIVE_INFINITY : law[s];
      }
    },
  };
}
