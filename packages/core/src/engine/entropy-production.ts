import type { Run } from '../contracts/run.ts';

/** The two opinions on what a move was worth: the dynamics' (path ratio) and the reservoir's (heat). Never mixed in one σ. */
export type EntropyColumn = 'logRatio' | 'bathEntropy';

/** σ = boundary + Σ over moves of one ledger column; [trajectories], nats. */
export function entropyProduction(
  { ledger, boundary }: Pick<Run, 'ledger' | 'boundary'>,
  column: EntropyColumn = 'logRatio',
): Float64Array {
  return total(ledger[column], ledger.ticks).map((flow, i) => flow + boundary[i]);
}

/** Row sums of a ledger column; [trajectories, ticks] → [trajectories]. */
export function total(column: Float64Array, ticks: number): Float64Array {
  return Float64Array.from({ length: column.length / ticks }, (_, i) => {
    let sum = 0;
    for (let t = i * ticks; t < (i + 1) * ticks; t++) sum += column[t];
    return sum;
  });
}
