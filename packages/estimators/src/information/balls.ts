import { SzilardError } from '@szilard/core';
import { chebyshev, euclideanBlocks, type Metric, minkowski } from '../neighbours/metric.ts';
import { kNearest } from '../neighbours/nearest.ts';
import { joined, type View } from '../neighbours/view.ts';
import { candidates, itself, type Window } from '../neighbours/window.ts';
import { within } from '../neighbours/within.ts';
import { digammas } from './digammas.ts';
import type { Term } from './terms.ts';

export interface BallOptions {
  readonly k: number;
  readonly norm?: 'chebyshev' | 'euclidean' | 'minkowski';
  /** Of the norm `minkowski`. */
  readonly exponent?: number;
  readonly window?: Window;
  /** What errors call the variables. */
  readonly names?: string;
}

export interface Local {
  /** Row i's own term; their mean is the estimate; [n], nats. */
  readonly local: Float64Array;
  /** What row i does to the terms of others, to first order, but for a constant; [n], nats. See `errorOfLocal`. */
  readonly response: Float64Array;
  /** Rows whose k nearest others lie at distance 0. */
  readonly tied: number;
  /** No estimate from as many rows can exceed this; nats. */
  readonly ceiling: number;
}

/**
 * A sum of entropies whose dimensions cancel, from balls of one radius per point [Kraskov2004, eq. 8], [Frenzel2007]; nats:
 *
 *     Σ_S w_S S(S),   S(all) → ψ(n) − ψ(k),   S(S) → ψ(n) − ⟨ψ(m_S + 1)⟩
 *
 * m_S: other points strictly closer, in the variables S, than the k-th neighbour in all of them. The logarithms of the radii
 * cancel, and most of the bias with them. n counts the candidates of a point, itself included.
 *
 * Response to point j: (times it is among the k nearest)/k · (−w_all) − Σ_S w_S Σ_i 1/m_S(i) over the points i that count it in S.
 */
export function ballTerms(where: string, variables: readonly View[], terms: readonly Term[], options: BallOptions): Local {
  const { k, window = itself(variables[0].n) } = options;
  const all = joined(variables);
  const { n } = all;
  refuseTooLargeK(where, k, n, window);
  const widths = variables.map(({ dim }) => dim);
  const metric = metricsOf(widths, options);
  const { radius, popularity } = kNearest(all, k, metric(widths.map((_, v) => v)), window);
  refuseOverflow(where, options.names, radius);

  const psi = digammas(n);
  const whole = terms.reduce((sum, { weight }) => sum + weight, 0);
  const joint = terms.reduce((sum, { weight, of }) => sum + (of.length === widths.length ? weight : 0), 0);
  const local = new Float64Array(n);
  const response = new Float64Array(n);
  /** Sum over rows of what the term could be at most. */
  let most = 0;
  for (let i = 0; i < n; i++) {
    const own = whole * psi[window.width === 0 ? n : candidates(i, n, window)] - joint * psi[k];
    local[i] = own;
    response[i] = -joint * (popularity[i] / k);
    most += own;
  }
  for (const { weight, of } of terms) {
    if (of.length === widths.length) continue;
    const { count, share } = within(joined(of.map((v) => variables[v])), radius, metric(of), window);
    for (let i = 0; i < n; i++) {
      const own = weight * psi[count[i] + 1];
      local[i] -= own;
      response[i] -= weight * share[i];
      most -= weight > 0 ? weight * psi[k] : own;
    }
  }
  return { local, response, tied: zeros(radius), ceiling: most / n };
}

/**
 * Measures of some of the variables, all comparable with each other. Norms agree where every variable has one column; the plain one is
 * faster.
 */
export function metricsOf(
  widths: readonly number[],
  { norm = 'chebyshev', exponent = 2 }: Pick<BallOptions, 'norm' | 'exponent'>,
): (of: readonly number[]) => Metric {
  const squared = norm === 'euclidean' && widths.some((width) => width > 1);
  return (of) => {
    const own = of.map((v) => widths[v]);
    if (squared) return euclideanBlocks(own);
    const dim = own.reduce((sum, width) => sum + width, 0);
    return norm === 'minkowski' ? minkowski(dim, exponent) : chebyshev(dim);
  };
}

export function refuseTooLargeK(where: string, k: number, n: number, window: Window): void {
  if (k >= n)
    throw new SzilardError('parameter', `[${where}] k: expected k below n = ${n} samples, got ${k}. Take a smaller k or more samples.`);
  // The middle row of a trajectory leaves out the most.
  const fewest = candidates(Math.floor(Math.min(n, window.length) / 2), n, window) - 1;
  if (fewest < k) {
    throw new SzilardError(
      'parameter',
      `[${where}] theiler: expected at least k = ${k} of ${n} samples outside the window, got ${fewest}. Take a narrower window or more samples.`,
    );
  }
}

export function refuseOverflow(where: string, names: string | undefined, radius: Float64Array): void {
  let finite = true;
  for (let i = 0; i < radius.length; i++) finite &&= radius[i] < Number.POSITIVE_INFINITY;
  if (finite) return;
  throw new SzilardError(
    'non-finite',
    `[${where}] ${names ?? 'x'}: expected finite distances, got overflow. Rescale the columns, or set normalise to zscore.`,
  );
}

export function zeros(radius: Float64Array): number {
  let count = 0;
  for (let i = 0; i < radius.length; i++) if (radius[i] === 0) count++;
  return count;
}
