import { type EntropyColumn, type Evidence, entropyProduction, SzilardError } from '@szilard/core';
import { ledgerPoints } from './plots/ledger.ts';
import { movePoints } from './plots/moves.ts';
import { type SymmetryOptions, symmetryPoints } from './plots/symmetry.ts';
import type { SystemPlots } from './types.ts';

export interface PlotOptions extends SymmetryOptions {
  /** Whose σ: the dynamics' (default) or the reservoir's. */
  readonly column?: EntropyColumn;
  /** Most moves in the scatter. */
  readonly moves?: number;
}

/** What the charts of one system show, drawn from its evidence. Deterministic; empty lists where there is nothing finite to show. */
export function systemPlots(
  evidence: Evidence,
  { column = 'logRatio', bins = 24, least = 10, moves = 400 }: PlotOptions = {},
): SystemPlots {
  for (const [name, value] of Object.entries({ bins, least, moves })) {
    if (!Number.isSafeInteger(value) || value < 1)
      throw new SzilardError('parameter', `[plots] ${name}: expected a whole number of at least 1, got ${value}.`);
  }
  return {
    symmetry: symmetryPoints(entropyProduction(evidence.forward, column), entropyProduction(evidence.backward, column), { bins, least }),
    moves: movePoints(evidence, moves),
    ledger: ledgerPoints(evidence.moves),
  };
}
