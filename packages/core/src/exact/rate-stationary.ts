import { SzilardError } from '../errors.ts';
import type { RateMatrix } from './rate-matrix.ts';

/**
 * The law that the rates (or the chances per step) leave as it is; [states], sums to 1. States are removed one by one and their
 * passages given to the rest, which adds and divides but never subtracts, so that every entry is right to a few ulps however small it is
 * [Grassmann1985].
 */
export function stationaryLaw({ states: n, rates }: RateMatrix): Float64Array {
  const w = rates.slice();
  for (let k = n - 1; k > 0; k--) {
    let leaving = 0;
    for (let j = 0; j < k; j++) leaving += w[k * n + j];
    if (!(leaving > 0)) {
      throw new SzilardError(
        'input',
        `[stationaryLaw] expected states that all lead to one another, got no way from state ${k} down. Connect them.`,
      );
    }
    for (let i = 0; i < k; i++) {
      const share = (w[i * n + k] /= leaving);
      if (share === 0) continue;
      for (let j = 0; j < k; j++) if (j !== i) w[i * n + j] += share * w[k * n + j];
    }
  }
  const law = new Float64Array(n);
  law[0] = 1;
  let total = 1;
  for (let k = 1; k < n; k++) {
    for (let i = 0; i < k; i++) law[k] += law[i] * w[i * n + k];
    total += law[k];
  }
  return law.map((p) => p / total);
}
