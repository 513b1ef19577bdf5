import { digamma } from '@szilard/core';

/** ψ(1) … ψ(n) by recurrence; entry 0 is unused. */
export function digammas(n: number): Float64Array {
  const psi = new Float64Array(n + 1);
  psi[0] = Number.NaN;
  for (let m = 1; m <= n; m++) psi[m] = m % 64 === 1 ? digamma(m) : psi[m - 1] + 1 / (m - 1);
  return psi;
}
