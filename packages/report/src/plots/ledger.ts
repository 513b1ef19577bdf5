import type { Run } from '@szilard/core';
import type { LedgerPoint } from '../types.ts';

/** Mean work, heat and ΔU = W − Q up to a move; the start and at most `most` − 1 moves, the last one included. Energy. */
export function ledgerPoints({ ledger }: Pick<Run, 'ledger'>, most = 100): LedgerPoint[] {
  const { trajectories, ticks, moves, work, heat } = ledger;
  const kept = new Set(Array.from({ length: most - 1 }, (_, j) => Math.ceil(((j + 1) * ticks) / (most - 1))));
  const points: LedgerPoint[] = [{ move: 0, work: 0, heat: 0, energy: 0 }];
  let [totalWork, totalHeat] = [0, 0];
  for (let t = 0; t < ticks; t++) {
    totalWork += meanOfColumn(work, t, ticks, trajectories);
    totalHeat += meanOfColumn(heat, t, ticks, trajectories);
    if (kept.has(t + 1)) points.push({ move: ((t + 1) * moves) / ticks, work: totalWork, heat: totalHeat, energy: totalWork - totalHeat });
  }
  return points;
}

function meanOfColumn(column: Float64Array, t: number, ticks: number, trajectories: number): number {
  let total = 0;
  for (let i = 0; i < trajectories; i++) total += column[i * ticks + t];
  return total / trajectories;
}
