import { type Ensemble, SzilardError } from '@szilard/core';

/**
 * Time series cut into windows that pass for trajectories: [trajectories, steps, dim] → [trajectories · windows, length, dim],
 * windows `every` frames apart, every series of the input cut at the same frames. No window spans a seam, so that no frame is
 * followed by one that did not follow it.
 */
export function windowsOf<T extends object>(where: string, input: T, length: number, every: number): T {
  const series = Object.entries(input).filter((entry): entry is [string, Ensemble] => typeof entry[1]?.steps === 'number' && entry[1].data);
  for (const [name, { steps }] of series) {
    if (length <= steps) continue;
    throw new SzilardError(
      'parameter',
      `[${where}] length: expected at most the ${steps} steps of ${name}, got ${length}. Take shorter blocks.`,
    );
  }
  return { ...input, ...Object.fromEntries(series.map(([name, ensemble]) => [name, cut(ensemble, length, every)])) };
}

function cut({ trajectories, steps, dim, data }: Ensemble, length: number, every: number): Ensemble {
  const each = Math.floor((steps - length) / every) + 1;
  const out = new Float64Array(trajectories * each * length * dim);
  for (let i = 0, at = 0; i < trajectories; i++) {
    for (let w = 0; w < each; w++, at += length * dim) {
      const from = (i * steps + w * every) * dim;
      out.set(data.subarray(from, from + length * dim), at);
    }
  }
  return { trajectories: trajectories * each, steps: length, dim, data: out };
}

/** Does the input hold time series? */
export const holdsSeries = (input: object): boolean => Object.values(input).some((part) => typeof part?.steps === 'number' && part.data);
