import { type AffineMove, type Kernel, type Rows, SzilardError } from '@szilard/core';

export interface OneByOneOptions {
  /** K of U = xᵀKx/2, by rows; symmetric, diagonal above 0. */
  readonly stiffness: Rows;
  /** Time of one component's move, at unit mobility. */
  readonly dt: number;
}

/**
 * One component at a time, the one that the first control names, by its exact Ornstein-Uhlenbeck step given all others:
 * x_k → m + a (x_k − m) + √((1 − a²)/(β K_kk)) ξ, m = −Σ_{l≠k} K_kl x_l/K_kk, a = e^(−K_kk dt). Each move obeys detailed balance
 * in the bath of its component [Uhlenbeck1930].
 */
export function oneByOne({ stiffness, dt }: OneByOneOptions): Kernel & Required<Pick<Kernel, 'affine' | 'component' | 'claims'>> {
  const dim = stiffness.length;
  const bad = stiffness.findIndex(
    (row, k) => row.length !== dim || Array.from(row).some((v, l) => v !== stiffness[l]?.[k]) || !(row[k] > 0),
  );
  if (bad >= 0)
    throw new SzilardError(
      'parameter',
      `[one by one] stiffness: expected a symmetric matrix with a diagonal above 0, got row ${bad} = ${Array.from(stiffness[bad]).join(', ')}.`,
    );
  if (!(dt > 0)) throw new SzilardError('parameter', `[one by one] dt: expected a number above 0, got ${dt}.`);
  const component = ([k]: Float64Array): number => {
    if (stiffness[k]) return k;
    throw new SzilardError('parameter', `[one by one] expected a component from 0 to ${dim - 1} as the first control, got ${k}.`);
  };
  const decay = stiffness.map((row, k) => Math.exp(-row[k] * dt));
  const variance = stiffness.map((row, k) => -Math.expm1(-2 * row[k] * dt) / row[k]);
  const mean = (x: Float64Array, i: number, k: number): number => {
    let centre = 0;
    for (let l = 0; l < dim; l++) if (l !== k) centre -= stiffness[k][l] * x[i * dim + l];
    return (1 - decay[k]) * (centre / stiffness[k][k]) + decay[k] * x[i * dim + k];
  };
  return {
    component,
    claims: { invariance: 'exact', detailedBalance: 'exact' },
    step(x, { control, bath }, rng, next) {
      const k = component(control);
      const noise = new Float64Array(x.n);
      rng.fillNormal(noise);
      next.data.set(x.data);
      for (let i = 0; i < x.n; i++) next.data[i * dim + k] = mean(x.data, i, k) + Math.sqrt(variance[k] / bath.beta[i]) * noise[i];
    },
    logDensity(from, to, { control, bath }, out) {
      const k = component(control);
      for (let i = 0; i < from.n; i++) {
        const v = variance[k] / bath.beta[i];
        const miss = to.data[i * dim + k] - mean(from.data, i, k);
        out[i] = -0.5 * (Math.log(2 * Math.PI * v) + (miss * miss) / v);
        for (let l = 0; l < dim; l++) if (l !== k && to.data[i * dim + l] !== from.data[i * dim + l]) out[i] = Number.NEGATIVE_INFINITY;
      }
    },
    affine(control, beta): AffineMove {
      const k = component(control);
      const own = Float64Array.from({ length: dim * dim }, (_, at) => (at % (dim + 1) === 0 ? 1 : 0));
      for (let l = 0; l < dim; l++) own[k * dim + l] = l === k ? decay[k] : (-(1 - decay[k]) * stiffness[k][l]) / stiffness[k][k];
      const covariance = new Float64Array(dim * dim);
      covariance[k * dim + k] = variance[k] / beta;
      return { own, other: new Float64Array(0), offset: new Float64Array(dim), covariance };
    },
  };
}
