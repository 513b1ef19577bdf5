import { gaussianEntropies, SzilardError } from '@szilard/core';
import { EigenvalueDecomposition, inverse, Matrix } from 'ml-matrix';

/** Parameters of a Gaussian linear regression; see `ppm/gaussian-linear`. */
export interface GaussianLinear {
  readonly inputs: readonly (readonly number[])[];
  readonly probes: readonly (readonly number[])[];
  readonly learningRate: number;
  readonly sampleVariance: number;
  readonly batch: number;
  readonly temperature: number;
  readonly width: number;
  readonly memory: number;
  readonly lag: number;
  readonly steps: number;
  readonly prior: number;
  readonly dataSpread: number;
}

/** θ′ = A θ + (1 − A) w + N(0, Q), H = ⟨uuᵀ⟩, A = 1 − εH, Q = ε²c²H/|b| + 2εT; [d, d] each. */
export interface LinearDescent {
  readonly second: Matrix;
  readonly keep: Matrix;
  readonly noise: Matrix;
  /** S of the stationary N(w, S): A, Q commute, so S = Q (1 − A²)⁻¹ and every mode is in equilibrium by itself. */
  readonly stationary: Matrix;
}

const where = 'ppm/gaussian-linear';

export function linearDescent({ inputs, probes, learningRate, sampleVariance, batch, temperature }: GaussianLinear): LinearDescent {
  const dim = inputs[0]?.length ?? 0;
  for (const [name, rows] of Object.entries({ inputs, probes })) {
    const odd = rows.find((row) => row.length !== dim || dim === 0);
    if (rows.length === 0 || odd)
      throw new SzilardError(
        'parameter',
        `[${where}] ${name}: expected one or more rows of ${dim || 'as many'} numbers, got ${odd ? `a row of ${odd.length}` : 'none'}. Give one number a weight.`,
      );
  }
  const design = new Matrix(inputs.map((row) => [...row]));
  const second = design.transpose().mmul(design).div(inputs.length);
  const curvatures = new EigenvalueDecomposition(second, { assumeSymmetric: true }).realEigenvalues;
  const [flattest, steepest] = [Math.min(...curvatures), Math.max(...curvatures)];
  if (!(flattest > 1e-12 * steepest))
    throw new SzilardError(
      'parameter',
      `[${where}] inputs: expected rows that span all ${dim} directions, got a curvature of ${flattest.toPrecision(2)} in one. Add an input that is no combination of the others.`,
    );
  if (!(learningRate * steepest < 2))
    throw new SzilardError(
      'parameter',
      `[${where}] learningRate: expected below ${Number((2 / steepest).toPrecision(6))} (2/curvature), got ${learningRate}. SGD diverges there.`,
    );
  const one = Matrix.eye(dim);
  const keep = Matrix.sub(one, Matrix.mul(second, learningRate));
  const noise = Matrix.add(
    Matrix.mul(second, (learningRate ** 2 * sampleVariance) / batch),
    Matrix.mul(one, 2 * learningRate * temperature),
  );
  const crooked = noise.mmul(inverse(Matrix.sub(one, keep.mmul(keep))));
  return { second, keep, noise, stationary: Matrix.add(crooked, crooked.transpose()).div(2) };
}

/** Covariance of z = (w, y, θ), and the means of the flows of the samples up to then; nats. */
export interface LinearMoments {
  readonly covariance: Matrix;
  readonly work: number;
  readonly heat: number;
}

/** Covariances from the start to the end through alternating affine maps; docs/theory.md 22. */
export function linearMoments(params: GaussianLinear): { readonly start: Matrix; readonly end: LinearMoments } {
  const { probes, width, memory, lag, steps, prior, dataSpread } = params;
  const { keep, noise } = linearDescent(params);
  const [d, q] = [keep.rows, probes.length];
  const [w, y, theta] = [0, d, d + q];
  const size = d + q + d;
  const model = new Matrix(probes.map((row) => [...row]));
  const put = (into: Matrix, part: Matrix, row: number, column: number) => into.setSubMatrix(part, row, column);

  const slow = put(put(Matrix.eye(size), keep, theta, theta), Matrix.sub(Matrix.eye(d), keep), theta, w);
  const kick = put(Matrix.zeros(size, size), noise, theta, theta);
  const fast = put(put(Matrix.eye(size), Matrix.eye(q).mul(memory), y, y), Matrix.mul(model, 1 - memory), y, theta);
  const draw = put(Matrix.zeros(size, size), Matrix.eye(q).mul((1 - memory ** 2) * width ** 2), y, y);
  const through = (map: Matrix, spread: Matrix, s: Matrix) => Matrix.add(map.mmul(s).mmul(map.transpose()), spread);
  const away = put(put(Matrix.zeros(q, size), Matrix.eye(q), 0, y), Matrix.mul(model, -1), 0, theta);
  const stretch = (s: Matrix) => away.mmul(s).mmul(away.transpose()).trace() / (2 * width ** 2);

  const fresh = Matrix.zeros(size, size);
  for (let k = 0; k < d; k++) {
    fresh.set(k, k, dataSpread ** 2);
    fresh.set(theta + k, theta + k, prior ** 2);
  }
  // y starts in equilibrium with θ: a move without memory, whatever the memory is.
  const settle = put(put(Matrix.eye(size), Matrix.zeros(q, q), y, y), model, y, theta);
  const start = through(settle, put(Matrix.zeros(size, size), Matrix.eye(q).mul(width ** 2), y, y), fresh);
  let covariance = start;
  let [work, heat] = [0, 0];
  for (let n = 0; n < steps; n++) {
    const before = stretch(covariance);
    covariance = through(slow, kick, covariance);
    work += stretch(covariance) - before;
    for (let k = 0; k < lag; k++) {
      const above = stretch(covariance);
      covariance = through(fast, draw, covariance);
      heat += above - stretch(covariance);
    }
  }
  return { start, end: { covariance, work, heat } };
}

/** I of two groups of the components of z = (w, y, θ) at the end; nats. */
export function linearInformation(params: GaussianLinear, a: 'w' | 'y' | 'theta', b: 'w' | 'y' | 'theta'): number {
  const [d, q] = [params.inputs[0]?.length ?? 0, params.probes.length];
  const { covariance } = linearMoments(params).end;
  const places = { w: [0, d], y: [d, d + q], theta: [d + q, d + q + d] } as const;
  const part = (name: typeof a) => Array.from({ length: places[name][1] - places[name][0] }, (_, k) => places[name][0] + k);
  const rows = [...part(a), ...part(b)];
  const both = rows.map((i) => rows.map((j) => (covariance.get(i, j) + covariance.get(j, i)) / 2));
  const first = part(a).length;
  return gaussianEntropies(both, {
    x: Array.from({ length: first }, (_, k) => k),
    theta: Array.from({ length: rows.length - first }, (_, k) => first + k),
  }).mutual;
}
