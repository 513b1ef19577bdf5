import { SzilardError } from '@szilard/core';

/**
 * C(t, s)/C(t, 0) of gradient noise, s = 1, 2, …, where every sample is seen once an epoch of `batches` batches, the parameters
 * standing still. The noises of an epoch are exchangeable and sum to 0, so two of one epoch have −1/(batches − 1); the epochs are
 * shuffled apart. Averaged over where t lies in its epoch, (batches − s)/batches of all pairs belong together. Exact for any data.
 */
export function epochCorrelation(batches: number, lag: number): number {
  for (const [name, value, least] of [
    ['batches', batches, 2],
    ['lag', lag, 0],
  ] as const)
    if (!Number.isSafeInteger(value) || value < least)
      throw new SzilardError('parameter', `[epochCorrelation] ${name}: expected a whole number of at least ${least}, got ${value}.`);
  if (lag === 0) return 1;
  return lag >= batches ? 0 : -(batches - lag) / (batches * (batches - 1));
}
