import { type Batch, SzilardError } from '@szilard/core';

/** Runs by data set: rows of `source` alike to the last bit are one; in order of first appearance. */
export function runsBySource({ n, dim, data }: Batch): Int32Array[] {
  const groups = new Map<string, number[]>();
  for (let i = 0; i < n; i++) {
    const key = data.subarray(i * dim, (i + 1) * dim).join(' ');
    const group = groups.get(key);
    if (group) group.push(i);
    else groups.set(key, [i]);
  }
  return [...groups.values()].map((runs) => Int32Array.from(runs));
}

/** Refuse an ensemble over trials on one data set: it shows I(X;Θ|B), not what was learned of B. */
export function mustVary(where: string, groups: readonly Int32Array[]): void {
  if (groups.length > 1) return;
  throw new SzilardError(
    'input',
    `[${where}] source: expected runs on at least two data sets, got one. An ensemble of trials on one data set measures I(X;Θ|B); draw data sets as well.`,
  );
}

/** Within this of the ceiling an estimate says little about the truth. */
const NEAR = 0.3;

/** What a finite number of data sets keeps any estimate below. */
export function ceilingCautions(value: number, sources: number, stderr: number): string[] {
  const ceiling = Math.log(sources);
  const cautions: string[] = [];
  if (value > ceiling - NEAR) {
    const away = value > ceiling ? `above` : `within ${(ceiling - value).toPrecision(2)} nat of`;
    cautions.push(
      `${away} the ceiling ln R = ${ceiling.toFixed(3)} of R = ${sources} data sets: the truth may be any larger number; take more data sets`,
    );
  }
  if (value < -4 * stderr) cautions.push('negative beyond its error: biased');
  return cautions;
}
