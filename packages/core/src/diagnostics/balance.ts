import type { Run } from '../contracts/run.ts';
import { SzilardError } from '../errors.ts';
import { moments } from '../numerics/moments.ts';
import { type Reading, readingOf } from '../numerics/ratio-of-means.ts';

export interface BalanceResidual {
  /** Mean of ln K/K̃ − ΔS_R over moves; nats. */
  readonly mean: Reading;
  /** Its root mean square; nats. */
  readonly rms: Reading;
  /** The largest by size. */
  readonly worst: number;
}

/** By how much dynamics and reservoir disagree, a move; needs a ledger of moves, docs/theory.md 2. */
export function balanceResidual({ ledger }: Pick<Run, 'ledger'>): BalanceResidual {
  const { trajectories, ticks, logRatio, bathEntropy } = mustBeMoves(ledger, 'balanceResidual');
  const [means, squares] = [new Float64Array(trajectories), new Float64Array(trajectories)];
  let worst = 0;
  for (let i = 0; i < trajectories; i++)
    for (let at = i * ticks; at < (i + 1) * ticks; at++) {
      const off = logRatio[at] === bathEntropy[at] ? 0 : logRatio[at] - bathEntropy[at];
      means[i] += off / ticks;
      squares[i] += (off * off) / ticks;
      if (!(Math.abs(off) <= worst)) worst = Math.abs(off);
    }
  const { mean: square, stderr } = moments(squares);
  const value = Math.sqrt(square);
  return { mean: readingOf(means), rms: { value, stderr: value === 0 ? 0 : stderr / (2 * value) }, worst };
}

/**
 * Σ ln K/K̃ per move over the last part of a run; nats a move. In a steady state, where the entropy of the system no longer changes,
 * it is the rate of entropy production: of housekeeping, if nothing is driven [Hatano2001].
 */
export function housekeepingRate({ ledger }: Pick<Run, 'ledger'>, { part = 0.5 } = {}): Reading {
  const { trajectories, ticks, logRatio } = mustBeMoves(ledger, 'housekeepingRate');
  const first = Math.min(ticks - 1, Math.floor((1 - part) * ticks));
  return readingOf(
    Float64Array.from({ length: trajectories }, (_, i) => {
      let sum = 0;
      for (let at = i * ticks + first; at < (i + 1) * ticks; at++) sum += logRatio[at];
      return sum / (ticks - first);
    }),
  );
}

function mustBeMoves(ledger: Run['ledger'], where: string): Run['ledger'] {
  if (ledger.ticks === ledger.moves) return ledger;
  throw new SzilardError(
    'input',
    `[${where}] ledger: expected one entry for each of ${ledger.moves} moves, got totals. Simulate with ledger: 'moves'.`,
  );
}
