import type { Estimate } from '@szilard/core';

/** A name for every estimate of one comparison: its method, and where that is not enough, the parameters that differ. */
export function estimateLabels(estimates: readonly Estimate[]): string[] {
  const labels = estimates.map((estimate) => {
    const twins = estimates.filter(({ method }) => method === estimate.method);
    const differing = Object.keys(estimate.params).filter((key) => new Set(twins.map(({ params }) => parameterText(params[key]))).size > 1);
    return differing.length === 0
      ? estimate.method
      : `${estimate.method} (${differing.map((key) => `${key} = ${parameterText(estimate.params[key])}`).join(', ')})`;
  });
  return labels.map((label, i) => {
    const before = labels.slice(0, i).filter((other) => other === label).length;
    return before === 0 ? label : `${label} #${before + 1}`;
  });
}

/** A parameter as a user would type it. */
export const parameterText = (value: unknown): string =>
  typeof value === 'string'
    ? value
    : ArrayBuffer.isView(value)
      ? `[${(value as unknown as Float64Array).join(', ')}]`
      : (JSON.stringify(value, nonFinite) ?? String(value));

const nonFinite = (_key: string, value: unknown): unknown => (typeof value === 'number' && !Number.isFinite(value) ? String(value) : value);
