import { type AffineMove, type Batch, type Given, type Kernel, type KernelClaims, lyapunov, type Rows, SzilardError } from '@szilard/core';
import { EigenvalueDecomposition, inverse, Matrix } from 'ml-matrix';
import { cholesky, transition } from '../langevin/ornstein-uhlenbeck.ts';

export interface LinearOptions {
  /** A; [dim, dim], 1/time. Every eigenvalue has a positive real part. */
  readonly drift: Rows;
  /** D in a bath of temperature 1; [dim, dim], symmetric. Components with temperatures of their own have them in here. */
  readonly diffusion: Rows;
  readonly dt: number;
  /** The part of c that the control sets; [dim]. Absent: 0. */
  readonly offset?: (control: Float64Array) => ArrayLike<number>;
  /** The part of c that follows the partner, coupling·partner; [dim, dim of the partner]. Absent: there is no partner. */
  readonly coupling?: Rows;
  /** Of the subsystem's energy U = (x − c)ᵀ stiffness (x − c)/2; [dim, dim]. Absent: the energy whose Gibbs law is stationary. */
  readonly stiffness?: Rows;
  /** Time-reversal parity of each component, ±1. Absent: all even. */
  readonly parity?: Int8Array;
}

export interface LinearKernel extends Kernel {
  readonly claims: KernelClaims;
  /** S of the stationary law N(c, S/β), A S + S Aᵀ = 2D; [dim, dim] by rows. */
  readonly covariance: Float64Array;
  affine(control: Float64Array, beta: number): AffineMove;
}

/** Disagreements below this share of the largest entry are rounding. */
const ROUNDING = 1e-10;

/**
 * Exact transition over dt of dx = −A (x − c) dt + √(2D/β) dW in any dimension, with c = offset(λ) + coupling·partner:
 * x′ = c + P (x − c) + N(0, Q/β), P = e^(−A dt), Q = ∫ e^(−A s) 2D e^(−Aᵀ s) ds [Uhlenbeck1930]; [VanLoan1978].
 * Detailed balance holds where P S = ε S Pᵀ ε, ε the parities: for even components where A D = D Aᵀ.
 */
export function linear(options: LinearOptions): LinearKernel {
  const { dt, offset, parity } = options;
  const { drift, diffusion, coupling, stiffness } = checked(options);
  const dim = drift.rows;
  const { propagator, spread } = transition(drift, diffusion, dt);
  const stationary = new Matrix(lyapunov(drift.to2DArray(), Matrix.mul(diffusion, 2).to2DArray()));
  const pull = Matrix.sub(Matrix.eye(dim), propagator);
  const own = flat(propagator);
  const other = coupling ? flat(pull.mmul(coupling)) : new Float64Array(0);
  const partners = coupling?.columns ?? 0;
  const factor = cholesky(spread, 'linear');
  let lnDet = 0;
  for (let k = 0; k < dim; k++) lnDet += Math.log(factor[k * dim + k]);
  const lnZ = lnDet + 0.5 * dim * Math.log(2 * Math.PI);
  const shift = (control: Float64Array): Float64Array => {
    if (!offset) return new Float64Array(dim);
    return Float64Array.from(pull.mmul(Matrix.columnVector(offset(control))).to1DArray());
  };
  const mustBeOneBath = ({ bath, partner }: Given) => {
    if (bath.temperature)
      throw new SzilardError(
        'composition',
        '[linear] expected a bath with one temperature, got one with a temperature tensor. Put the temperatures into `diffusion`, or move one component at a time.',
      );
    if (coupling && partner.dim !== partners)
      throw new SzilardError('shape', `[linear] coupling: expected ${partner.dim} columns for the partner, got ${partners}.`);
  };
  /** Mean of component k of x′. */
  const mean = (x: Float64Array, partner: Float64Array, base: Float64Array, i: number, k: number): number => {
    let sum = base[k];
    for (let l = 0; l < dim; l++) sum += own[k * dim + l] * x[i * dim + l];
    for (let l = 0; l < partners; l++) sum += other[k * partners + l] * partner[i * partners + l];
    return sum;
  };
  return {
    step(x, given, rng, next) {
      mustBeOneBath(given);
      const base = shift(given.control);
      rng.fillNormal(next.data);
      for (let i = 0; i < x.n; i++) {
        const width = 1 / Math.sqrt(given.bath.beta[i]);
        // From the last component down: each needs only the deviates of those before it.
        for (let k = dim - 1; k >= 0; k--) {
          let kick = 0;
          for (let l = 0; l <= k; l++) kick += factor[k * dim + l] * next.data[i * dim + l];
          next.data[i * dim + k] = mean(x.data, given.partner.data, base, i, k) + width * kick;
        }
      }
    },
    logDensity(from, to, given, out) {
      mustBeOneBath(given);
      const base = shift(given.control);
      const z = new Float64Array(dim);
      for (let i = 0; i < from.n; i++) {
        const beta = given.bath.beta[i];
        let square = 0;
        for (let k = 0; k < dim; k++) {
          let miss = to.data[i * dim + k] - mean(from.data, given.partner.data, base, i, k);
          for (let l = 0; l < k; l++) miss -= factor[k * dim + l] * z[l];
          z[k] = miss / factor[k * dim + k];
          square += z[k] * z[k];
        }
        out[i] = -0.5 * beta * square - lnZ + 0.5 * dim * Math.log(beta);
      }
    },
    affine: (control, beta) => ({ own, other, offset: shift(control), covariance: flat(spread).map((v) => v / beta) }),
    covariance: flat(stationary),
    claims: claimsOf(propagator, stationary, stiffness, parity, options, coupling),
    ...(parity ? { parity } : {}),
  };
}

function claimsOf(
  propagator: Matrix,
  stationary: Matrix,
  stiffness: Matrix | undefined,
  parity: Int8Array | undefined,
  { offset }: LinearOptions,
  coupling: Matrix | undefined,
): KernelClaims {
  const dim = propagator.rows;
  const turn = Matrix.diag(Array.from(parity ?? new Int8Array(dim).fill(1)));
  const there = propagator.mmul(stationary);
  const back = turn.mmul(there.transpose()).mmul(turn);
  const reversible = close(there, back) && close(stationary, turn.mmul(stationary).mmul(turn));
  const invariant = !stiffness || close(stiffness.mmul(stationary), Matrix.eye(dim));
  const precision = flat(inverse(stationary));
  const shadow = (x: Batch, { control, partner }: Given, out: Float64Array) => {
    const centre = Float64Array.from(offset?.(control) ?? new Float64Array(dim));
    const away = new Float64Array(dim);
    for (let i = 0; i < x.n; i++) {
      for (let k = 0; k < dim; k++) {
        away[k] = x.data[i * dim + k] - centre[k];
        for (let l = 0; l < partner.dim && coupling; l++) away[k] -= coupling.get(k, l) * partner.data[i * partner.dim + l];
      }
      out[i] = 0;
      for (let k = 0; k < dim; k++) for (let l = 0; l < dim; l++) out[i] += 0.5 * away[k] * precision[k * dim + l] * away[l];
    }
  };
  return {
    invariance: invariant ? 'exact' : 'none',
    detailedBalance: reversible && invariant ? 'exact' : 'none',
    ...(reversible && !invariant ? { shadowEnergy: shadow } : {}),
  };
}

function checked({ drift, diffusion, dt, coupling, stiffness, parity }: LinearOptions) {
  const dim = drift.length;
  const refuse = (where: string, expected: string, got: unknown, advice: string): never => {
    throw new SzilardError('parameter', `[linear] ${where}: expected ${expected}, got ${got}. ${advice}.`);
  };
  if (!(dt > 0 && dt < Number.POSITIVE_INFINITY)) refuse('dt', 'a finite number above 0', dt, 'Give the time of one move');
  const matrix = (rows: Rows, columns: number, where: string): Matrix => {
    const shape = `${rows.length} rows of ${[...new Set(rows.map(({ length }) => length))].join(' and ')} numbers`;
    if (dim === 0 || rows.length !== dim || rows.some(({ length }) => length !== columns))
      refuse(where, `${dim || 'one or more'} rows of ${columns || 'as many'} numbers`, shape, 'Give matrices by rows');
    const bad = rows.flatMap((row) => Array.from(row)).find((v) => !Number.isFinite(v));
    if (bad !== undefined) refuse(where, 'finite numbers', bad, 'Look at what made it');
    return new Matrix(rows.map((row) => Array.from(row)));
  };
  const [a, d] = [matrix(drift, dim, 'drift'), matrix(diffusion, dim, 'diffusion')];
  const slowest = Math.min(...new EigenvalueDecomposition(a).realEigenvalues);
  if (!(slowest > 0))
    refuse(
      'drift',
      'eigenvalues with positive real parts',
      `one of ${slowest.toPrecision(3)}`,
      'Without a restoring force there is no stationary law',
    );
  if (!close(d, d.transpose())) refuse('diffusion', 'a symmetric matrix', JSON.stringify(diffusion), 'Average it with its transpose');
  const least = Math.min(...new EigenvalueDecomposition(d, { assumeSymmetric: true }).realEigenvalues);
  if (!(least >= -ROUNDING * d.max()))
    refuse('diffusion', 'no negative eigenvalue', least.toPrecision(3), 'Variances of the noise are not negative');
  if (parity && (parity.length !== dim || parity.some((p) => p !== 1 && p !== -1)))
    refuse('parity', `${dim} entries of 1 or -1`, parity, 'Momenta are odd, positions even');
  return {
    drift: a,
    diffusion: d,
    coupling: coupling ? matrix(coupling, coupling[0]?.length ?? 0, 'coupling') : undefined,
    stiffness: stiffness ? matrix(stiffness, dim, 'stiffness') : undefined,
  };
}

const flat = (matrix: Matrix): Float64Array => Float64Array.from(matrix.to1DArray());

function close(a: Matrix, b: Matrix): boolean {
  const scale = Math.max(...a.to1DArray().map(Math.abs), ...b.to1DArray().map(Math.abs));
  return Matrix.sub(a, b)
    .to1DArray()
    .every((v) => Math.abs(v) <= ROUNDING * scale);
}
