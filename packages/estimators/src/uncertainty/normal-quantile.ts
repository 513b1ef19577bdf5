import { normalCdf, SzilardError } from '@szilard/core';

/** z with P(Z ≤ z) = p for a standard normal, 0 < p < 1: Newton's steps on the distribution function, from the logistic guess. */
export function normalQuantile(p: number): number {
  if (!(p > 0 && p < 1)) throw new SzilardError('parameter', `[normalQuantile] p: expected a number between 0 and 1, got ${p}.`);
  if (p > 0.5) return -normalQuantile(1 - p);
  // In ln P the function is concave, so that Newton's steps from the left of the root never overshoot by much.
  let z = Math.max(-Math.sqrt(-2 * Math.log(p)), Math.log(p / (1 - p)) / 1.6);
  for (let pass = 0; pass < 50; pass++) {
    const below = normalCdf(z);
    const step = ((Math.log(below) - Math.log(p)) * below * Math.sqrt(2 * Math.PI)) / Math.exp(-0.5 * z * z);
    z -= step;
    if (!(Math.abs(step) > 1e-14 * Math.max(1, Math.abs(z)))) break;
  }
  return z;
}

/** Half the width, in standard errors, of the interval that covers with probability `level`: 0.95 → 1.96. */
export const halfWidth = (level: number): number => normalQuantile((1 + level) / 2);
