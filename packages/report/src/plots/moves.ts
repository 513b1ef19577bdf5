import type { Evidence } from '@szilard/core';
import type { MovePoint } from '../types.ts';

/** Steps of the R2 sequence [Roberts2018]: powers of 1/ρ, ρ³ = ρ + 1. It fills a square evenly at any length. */
const [ACROSS, ALONG] = [0.7548776662466927, 0.5698402909980532];

/** At most `most` single moves, spread evenly over trajectories and ticks; only those with two finite numbers. */
export function movePoints({ experiment, moves }: Pick<Evidence, 'experiment' | 'moves'>, most = 400): MovePoint[] {
  const { trajectories, ticks, moves: length, bathEntropy, logRatio } = moves.ledger;
  const points: MovePoint[] = [];
  for (const at of spread(trajectories, ticks, most)) {
    if (!Number.isFinite(bathEntropy[at]) || !Number.isFinite(logRatio[at])) continue;
    const mover = ticks === length ? experiment.ticks[at % ticks]?.mover : undefined;
    points.push({
      bathEntropy: bathEntropy[at],
      logRatio: logRatio[at],
      ...(mover === undefined || mover === 'random' ? {} : { seat: mover }),
    });
  }
  return points;
}

/** Up to `most` different places of a [rows, columns] table, in rising order. */
function spread(rows: number, columns: number, most: number): number[] {
  if (rows * columns <= most) return Array.from({ length: rows * columns }, (_, at) => at);
  const places = new Set<number>();
  for (let k = 0; places.size < most && k < 20 * most; k++) {
    places.add(Math.floor(((k * ACROSS) % 1) * rows) * columns + Math.floor(((k * ALONG) % 1) * columns));
  }
  return [...places].sort((a, b) => a - b);
}
