import { inverse, Matrix } from 'ml-matrix';
import { SzilardError } from '../errors.ts';
import { solveLyapunov } from './lyapunov.ts';
import { block, matrixOf, mustBePositive, mustBeSymmetric, type Rows, rowsOf, traceOfProduct } from './matrices.ts';
import { solveRiccati } from './riccati.ts';

export interface LinearLangevinOptions {
  /** A of dx = −A x dt + √(2D) dW: positive eigenvalues relax; [n, n], 1/time. */
  readonly drift: Rows;
  /** D, symmetric positive definite; [n, n], length²/time. */
  readonly diffusion: Rows;
}

/** The steady state of a linear Langevin equation; rates in nats per unit time, one entry per component where so said. */
export interface LinearLangevin {
  /** A S + S Aᵀ = 2D; [n, n]. */
  readonly covariance: number[][];
  /** Σ̇ = tr(Aᵀ D⁻¹ A S) − tr A. */
  readonly entropyProductionRate: number;
  /** ⟨x_i v_j − x_j v_i⟩, the circulation; [n, n]. */
  readonly circulation: number[][];
  /** What the components have one by one; absent unless D is diagonal, each component then having a bath of its own. */
  readonly components?: LinearComponents;
}

export interface LinearComponents {
  /** σ̇_i = [ν S νᵀ]_ii/D_i, ν = D S⁻¹ − A; they sum to the rate of entropy production. */
  readonly partial: number[];
  /** Entropy flow to the bath: ṡ_i = [A S Aᵀ]_ii/D_i − A_ii. */
  readonly entropyFlow: number[];
  /** İ_i = A_ii − D_i (S⁻¹)_ii between i and all others, the learning rate; they sum to 0 and σ̇_i = ṡ_i − İ_i. */
  readonly informationFlow: number[];
  /** I(i; all others) = ½ ln S_ii (S⁻¹)_ii; nats. */
  readonly mutualInformation: number[];
  /** Rate of transfer entropy from all others to i, by the steady filter of the others from the path of i [Hartich2016]; solved when asked. */
  readonly transferEntropy: (i: number) => number;
  /** İ_i/ṡ_i where i learns (İ_i > 0), else NaN: at most 1 [Barato2014]. */
  readonly efficiency: number[];
}

/** Steady-state thermodynamics of dx = −A x dt + √(2D) dW; docs/theory.md 9. Refuses a drift that does not relax. */
export function linearLangevin({ drift, diffusion }: LinearLangevinOptions): LinearLangevin {
  const a = matrixOf(drift, '[linearLangevin] drift');
  const d = matrixOf(diffusion, '[linearLangevin] diffusion', a.rows);
  mustBeSymmetric(d, '[linearLangevin] diffusion');
  const factors = mustBePositive(d, '[linearLangevin] diffusion');
  const s = solveLyapunov(a, Matrix.mul(d, 2), '[linearLangevin] drift');
  mustBePositive(s, '[linearLangevin] covariance');
  const flow = a.mmul(s);
  const diagonal = d.to2DArray().every((row, i) => row.every((v, j) => i === j || v === 0));
  return {
    covariance: rowsOf(s),
    entropyProductionRate: traceOfProduct(a.transpose(), factors.solve(flow)) - a.trace(),
    circulation: rowsOf(Matrix.sub(flow, flow.transpose())),
    ...(diagonal ? { components: components(a, d, s) } : {}),
  };
}

function components(a: Matrix, d: Matrix, s: Matrix): LinearComponents {
  const n = a.rows;
  const precision = inverse(s);
  const each = (f: (i: number) => number) => Array.from({ length: n }, (_, i) => f(i));
  const nu = Matrix.sub(d.mmul(precision), a);
  const local = nu.mmul(s).mmul(nu.transpose());
  const heat = a.mmul(s).mmul(a.transpose());
  const entropyFlow = each((i) => heat.get(i, i) / d.get(i, i) - a.get(i, i));
  const informationFlow = each((i) => a.get(i, i) - d.get(i, i) * precision.get(i, i));
  return {
    partial: each((i) => local.get(i, i) / d.get(i, i)),
    entropyFlow,
    informationFlow,
    mutualInformation: each((i) => 0.5 * Math.log(s.get(i, i) * precision.get(i, i))),
    transferEntropy: (i) => transferRate(a, d, i),
    efficiency: each((i) => (informationFlow[i] > 0 ? informationFlow[i] / entropyFlow[i] : Number.NaN)),
  };
}

/** ¼ A_ir P A_riᵀ/D_i, P the error covariance of the others r given the path of i. */
function transferRate(a: Matrix, d: Matrix, i: number): number {
  if (!(Number.isSafeInteger(i) && i >= 0 && i < a.rows))
    throw new SzilardError(
      'parameter',
      `[linearLangevin] transferEntropy: expected a component 0 … ${a.rows - 1}, got ${i}. Count from 0.`,
    );
  const others = Array.from({ length: a.rows }, (_, k) => k).filter((k) => k !== i);
  const seen = block(a, [i], others);
  if (others.length === 0 || seen.to1DArray().every((v) => v === 0)) return 0;
  const precision = seen
    .transpose()
    .mmul(seen)
    .div(2 * d.get(i, i));
  const p = solveRiccati(block(a, others), block(d, others).mul(2), precision, `[linearLangevin] filter of component ${i}`);
  const rate = 0.5 * traceOfProduct(precision, p);
  if (!(rate >= 0))
    throw new SzilardError('non-finite', `[linearLangevin] filter of component ${i}: expected a rate of at least 0, got ${rate}.`);
  return rate;
}
