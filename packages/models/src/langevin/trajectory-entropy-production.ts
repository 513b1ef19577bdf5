import { type Ensemble, type LinearLangevinOptions, linearLangevin, type Rows, SzilardError } from '@szilard/core';
import { inverse, Matrix } from 'ml-matrix';

/** σ of each recorded trajectory; [trajectories], nats. */
export interface TrajectoryEntropyProduction {
  /** Entropy of the baths: Σ over frames of −(A x̄)ᵀ D⁻¹ Δx, x̄ the middle of the two frames (Stratonovich). */
  readonly medium: Float64Array;
  /** −Δ ln p in the steady state N(0, S), A S + S Aᵀ = 2D. */
  readonly system: Float64Array;
  readonly total: Float64Array;
}

/**
 * Entropy production along recorded trajectories of a linear Langevin system with even components, in its steady state, from
 * the frames and the known dynamics [Seifert2005]; docs/theory.md 12. Exact for the continuous process as the frames get dense.
 */
export function trajectoryEntropyProduction(
  { trajectories, steps, dim, data }: Ensemble,
  dynamics: LinearLangevinOptions,
): TrajectoryEntropyProduction {
  const [drift, diffusion] = [matrix(dynamics.drift), matrix(dynamics.diffusion)];
  if (drift.rows !== dim)
    throw new SzilardError(
      'shape',
      `[trajectory entropy production] expected frames of ${drift.rows} components, as the drift has rows, got ${dim}.`,
    );
  const precision = inverse(matrix(linearLangevin(dynamics).covariance));
  const force = inverse(diffusion).mmul(drift).mul(-1);
  const [medium, system] = [new Float64Array(trajectories), new Float64Array(trajectories)];
  const [move, middle] = [new Float64Array(dim), new Float64Array(dim)];
  const form = (m: Matrix, left: Float64Array, right: Float64Array): number => {
    let sum = 0;
    for (let k = 0; k < dim; k++) for (let l = 0; l < dim; l++) sum += left[k] * m.get(k, l) * right[l];
    return sum;
  };
  for (let i = 0; i < trajectories; i++) {
    const frame = (t: number) => data.subarray((i * steps + t) * dim, (i * steps + t + 1) * dim);
    for (let t = 1; t < steps; t++) {
      const [from, to] = [frame(t - 1), frame(t)];
      for (let k = 0; k < dim; k++) {
        move[k] = to[k] - from[k];
        middle[k] = (from[k] + to[k]) / 2;
      }
      medium[i] += form(force, move, middle);
    }
    const [first, last] = [frame(0), frame(steps - 1)];
    system[i] = (form(precision, last, last) - form(precision, first, first)) / 2;
  }
  return { medium, system, total: medium.map((s, i) => s + system[i]) };
}

const matrix = (rows: Rows): Matrix => new Matrix(rows.map((row) => Array.from(row)));
