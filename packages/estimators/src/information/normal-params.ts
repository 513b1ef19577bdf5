import type { Domain } from '@szilard/core';

/** What every estimator from covariances can be told. */
export interface NormalParams {
  /** `wishart`: subtract the bias that normal data have exactly, a function of n and the numbers of columns alone. */
  correction: 'none' | 'wishart';
}

export const normalDefaults: NormalParams = { correction: 'none' };
export const normalDomain: { readonly correction: Domain } = { correction: { oneOf: ['none', 'wishart'] } };

/** The value as asked for, and what is to be said about its bias. */
export function corrected(
  { correction }: NormalParams,
  { value, bias }: { readonly value: number; readonly bias: number },
  stderr: number,
): { value: number; cautions: string[] } {
  if (correction === 'wishart') return { value: value - bias, cautions: [`bias of normal data subtracted: ${bias.toPrecision(3)} nat`] };
  if (Math.abs(bias) <= stderr) return { value, cautions: [] };
  const way = bias > 0 ? 'upwards' : 'downwards';
  return {
    value,
    cautions: [`biased ${way} by ${Math.abs(bias).toPrecision(2)} nat if the data are normal: see parameter correction`],
  };
}

/**
 * Independent normal data give an information of mean `bias` in a χ² law, whose width falls with n, not with √n. Where the number is no
 * larger than that, it says nothing but so.
 */
export const nothingSeen = ({ value, bias }: { readonly value: number; readonly bias: number }): string[] =>
  value < 3 * bias
    ? [`no more than independent data of this size give (${bias.toPrecision(2)} nat on average): the error bar fails here`]
    : [];
