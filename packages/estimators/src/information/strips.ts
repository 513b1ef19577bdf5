import { kNearest } from '../neighbours/nearest.ts';
import { joined, type View } from '../neighbours/view.ts';
import { itself } from '../neighbours/window.ts';
import { upTo, within } from '../neighbours/within.ts';
import { type BallOptions, type Local, metricsOf, refuseOverflow, refuseTooLargeK, zeros } from './balls.ts';
import { digammas } from './digammas.ts';

/**
 * Total correlation of m variables from the box that the k nearest span [Kraskov2004, eqs. 9 and 30]; nats:
 *
 *     T = ψ(k) − (m − 1)/k + (m − 1) ψ(n) − Σ_v ⟨ψ(n_v)⟩
 *
 * n_v: other points whose distance in variable v is at most the largest one among the k nearest. Responses as for balls.
 */
export function stripTerms(
  where: string,
  variables: readonly View[],
  { k, norm = 'chebyshev', names }: Pick<BallOptions, 'k' | 'norm' | 'names'>,
): Local {
  const { n } = variables[0];
  const window = itself(n);
  refuseTooLargeK(where, k, n, window);
  const widths = variables.map(({ dim }) => dim);
  const metric = metricsOf(widths, { norm });
  let from = 0;
  const blocks = widths.map((width) => ({ from, to: (from += width) }));
  const found = kNearest(joined(variables), k, metric(widths.map((_, v) => v)), window, blocks);
  refuseOverflow(where, names, found.radius);

  const psi = digammas(n);
  const m = variables.length;
  const start = psi[k] + (m - 1) * (psi[n] - 1 / k);
  const local = new Float64Array(n).fill(start);
  const response = Float64Array.from(found.popularity, (times) => times / k);
  variables.forEach((variable, v) => {
    const { count, share } = within(variable, upTo(found.extents[v]), metric([v]), window);
    for (let i = 0; i < n; i++) {
      local[i] -= psi[count[i]];
      response[i] -= share[i];
    }
  });
  return { local, response, tied: zeros(found.radius), ceiling: start - m * psi[k] };
}
