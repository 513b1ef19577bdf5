import { SzilardError } from '@szilard/core';
import { inverse, Matrix } from 'ml-matrix';

/** Parameters of `ppm/quadratic-loss`; see there. */
export interface QuadraticLoss {
  readonly learningRate: number;
  readonly curvatures: readonly number[];
  readonly noise: readonly (readonly number[])[];
  readonly growth: number;
  readonly batch: number;
  readonly steps: number;
}

export interface QuadraticSteadyState {
  /** S_ij = εC_ij/(|b| (h_i + h_j − εh_ih_j)) [Mandt2017]; [dim][dim]. */
  readonly covariance: readonly (readonly number[])[];
  /** −½ε Σ_ij (C⁻¹)_ij C_ij (h_i − h_j)²/(h_i + h_j − εh_ih_j); nats per step, whatever the batch size. Nothing where HC = CH. */
  readonly entropyProductionPerStep: number;
  /** T_i = h_i S_ii of each mode of the loss; energy of the loss. One number in equilibrium with isotropic noise. */
  readonly temperatures: readonly number[];
  /** ⟨θ_i Δθ_j − θ_j Δθ_i⟩ = ε (h_i − h_j) S_ij of a step: what turns round and round; [dim][dim]. */
  readonly circulation: readonly (readonly number[])[];
}

/** The steady state of θ′ = θ − εHθ + N(0, ε²C/|b|) in which growth is 0; docs/theory.md 22. */
export function quadraticSteadyState({ learningRate: e, curvatures: h, noise, batch }: QuadraticLoss): QuadraticSteadyState {
  mustBeStable(e, h, 'ppm/quadratic-loss');
  const covariance = h.map((a, i) => h.map((b, j) => (e * noise[i][j]) / (batch * (a + b - e * a * b))));
  const precision = inverse(new Matrix(noise.map((row) => [...row])));
  let entropyProductionPerStep = 0;
  for (const [i, a] of h.entries())
    for (const [j, b] of h.entries())
      entropyProductionPerStep -= (0.5 * e * precision.get(i, j) * noise[i][j] * (a - b) ** 2) / (a + b - e * a * b);
  return {
    covariance,
    entropyProductionPerStep,
    temperatures: h.map((a, i) => a * covariance[i][i]),
    circulation: h.map((a, i) => h.map((b, j) => e * (a - b) * covariance[i][j])),
  };
}

/** Refuses a learning rate at which steps along the steepest direction grow. */
export function mustBeStable(learningRate: number, curvatures: readonly number[], where: string): void {
  const limit = 2 / Math.max(...curvatures);
  if (learningRate < limit) return;
  throw new SzilardError(
    'parameter',
    `[${where}] learningRate: expected below ${Number(limit.toPrecision(6))} (2/curvature), got ${learningRate}. SGD diverges there.`,
  );
}
