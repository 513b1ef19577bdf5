import { defineEstimator, type Estimate, type ReducedEnergies, SzilardError } from '@szilard/core';
import { mbarErrors } from './mbar-errors.ts';
import { type MbarSolution, solveMbar } from './mbar-solve.ts';
import { checkReduced } from './reduced-energies.ts';

const id = 'free-energy/mbar';

export interface MbarParams {
  /** The state whose f is subtracted, counted from 0. */
  from: number;
  /** The state whose f is asked for; −1: the last. */
  to: number;
}

/** Second eigenvalues of the overlap matrix above this leave states connected by a thread. */
const THREAD = 0.97;
const FEW = 30;

/**
 * Free energy between two of several states from the samples of all, the multistate acceptance ratio [Shirts2008]; reduced
 * energies [samples, states], kT. For two states it is free-energy/bar. States without samples are welcome.
 *
 * Error: asymptotic covariance of the weights, for independent samples; thin out correlated ones first (`subsample`).
 * `secondEigenvalue` of the overlap matrix is 1 where the states fall into two camps, and `overlap` is 1 minus it.
 */
export const mbar = defineEstimator<'free-energy-between-states', MbarParams>({
  id,
  title: 'free energy between states from samples of several, the multistate acceptance ratio',
  quantity: 'free-energy-between-states',
  source: '[Shirts2008]; docs/theory.md 15',
  calibrated: true,
  verifiedBy: 'pymbar',
  defaults: { from: 0, to: -1 },
  domain: { from: { integer: true, atLeast: 0 }, to: { integer: true, atLeast: -1 } },
  create: (params) => ({ estimate: (input) => estimate(params, input) }),
});

function estimate(params: MbarParams, input: ReducedEnergies): Estimate {
  checkReduced(id, input);
  const states = input.counts.length;
  const [from, to] = [params.from, params.to === -1 ? states - 1 : params.to];
  for (const [name, state] of [
    ['from', from],
    ['to', to],
  ] as const) {
    if (state < states) continue;
    throw new SzilardError(
      'parameter',
      `[${id}] ${name}: expected a state from 0 to ${states - 1}, got ${state}. States are counted from 0.`,
    );
  }
  const solution = solveMbar(input);
  const { f, weights, residual } = solution;
  const { eigenvalues, variance } = mbarErrors(solution);
  const n = input.reduced.n;
  const difference = Float64Array.from({ length: n }, (_, i) => weights[i * states + to] - weights[i * states + from]);
  const secondEigenvalue = eigenvalues.length > 1 ? eigenvalues[1] : 0;
  const effective = [from, to].map((state) => effectiveSamples(solution, state));
  return {
    value: f[to] - f[from],
    stderr: Math.sqrt(variance(difference)),
    unit: 'kT',
    n,
    method: id,
    params: { ...params },
    details: { secondEigenvalue, overlap: 1 - secondEigenvalue, effectiveFrom: effective[0], effectiveTo: effective[1], residual },
    cautions: [...equalCautions(input, from, to), ...cautionsOf(secondEigenvalue, Math.min(...effective), residual)],
  };
}

/** 1/Σ_n W_n² of one state: equal weights that would do as well. */
export function effectiveSamples({ weights, counts }: MbarSolution, state: number): number {
  let squares = 0;
  for (let at = state; at < weights.length; at += counts.length) squares += weights[at] ** 2;
  return 1 / squares;
}

/** A word where two states differ by one number in all samples: whatever was sampled, that is the answer, and the error 0. */
function equalCautions({ reduced: { n, dim, data } }: ReducedEnergies, from: number, to: number): string[] {
  const gap = (i: number) => data[i * dim + to] - data[i * dim + from];
  const rounding = 1e-12 * data.reduce((most, u) => Math.max(most, Math.abs(u)), 0);
  for (let i = 1; i < n; i++) if (!(Math.abs(gap(i) - gap(0)) <= rounding)) return [];
  return [
    `states ${from} and ${to} differ by the same energy in all samples: an error of 0 says that, and not how far the number is right`,
  ];
}

function cautionsOf(secondEigenvalue: number, effective: number, residual: number): string[] {
  const cautions: string[] = [];
  if (secondEigenvalue > THREAD) {
    cautions.push(
      `states hardly overlap (second eigenvalue ${secondEigenvalue.toPrecision(5)} of the overlap matrix, 1 parts them): error bar not calibrated; sample states in between`,
    );
  }
  if (effective < FEW) cautions.push(`one of the two states rests on ${effective.toPrecision(2)} effective samples`);
  if (residual > 1e-8) cautions.push(`equations met to ${residual.toPrecision(2)} only`);
  return cautions;
}
