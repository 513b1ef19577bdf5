import type { Ensemble } from '../contracts/batch.ts';
import type { Experiment } from '../contracts/dynamics.ts';
import type { Laws } from '../contracts/laws.ts';
import type { Run } from '../contracts/run.ts';
import { SzilardError } from '../errors.ts';
import { contactOf } from '../exact/naive-bath.ts';
import { type PerSeat, perSeat, SEATS } from '../exact/process.ts';
import { randomStream } from '../random/stream.ts';

/** Both seats at every tick, refused where the run kept less. */
export function framesOf(run: Run, where: string): PerSeat<Ensemble> {
  const { moves } = run.ledger;
  return perSeat((seat) => {
    const kept = run.records[seat];
    const dim = run[seat].dim;
    if (!kept || kept.steps !== moves + 1 || kept.dim !== dim)
      throw new SzilardError(
        'input',
        `[${where}] records.${seat}: expected ${moves + 1} frames of dimension ${dim}, got ${kept ? `${kept.steps} of dimension ${kept.dim}` : 'none'}. Simulate with record: { ${seat}: recordState('${seat}', ${dim}) }.`,
      );
    return kept;
  });
}

/** The frames of a run that has all that `bipartiteEntropies` needs. */
export function mustBeRecorded(run: Run, experiment: Experiment, laws: Laws): PerSeat<Ensemble> {
  const where = 'bipartiteEntropies';
  const { ledger } = run;
  if (ledger.ticks !== ledger.moves || ledger.moves !== experiment.ticks.length)
    throw new SzilardError(
      'input',
      `[${where}] ledger: expected one entry for each of ${experiment.ticks.length} moves, got ${ledger.ticks} for ${ledger.moves}. Simulate this experiment with ledger: 'moves'.`,
    );
  if (laws.at.length !== ledger.moves + 1)
    throw new SzilardError(
      'input',
      `[${where}] laws: expected ${ledger.moves + 1}, the start and one per tick, got ${laws.at.length}. Take the laws of the same experiment.`,
    );
  for (const seat of SEATS) {
    const bath = experiment.reservoirs[seat].open(1, randomStream(where), contactOf(experiment, seat, { ...run[seat], n: 1 }));
    if (bath.logDensity)
      throw new SzilardError(
        'composition',
        `[${where}] reservoirs.${seat}: expected a bath without hidden state, got one with. The laws are those of (x, θ) alone; use the ideal bath.`,
      );
  }
  return framesOf(run, where);
}
