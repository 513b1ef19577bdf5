import { defineEstimator, type EntropyColumn, type Estimate, entropyProduction, moments, type Run, SzilardError } from '@szilard/core';

const id = 'entropy-production/ledger';

export interface LedgerParams {
  /** Whose word counts: `logRatio`, the dynamics', or `bathEntropy`, the reservoir's. */
  column: EntropyColumn;
}

/**
 * Σ = ⟨σ⟩ over trajectories, σ = boundary + Σ over moves of one ledger column [Seifert2012]; nats, not below 0 in truth.
 * Error: standard error of the mean. A rare trajectory with large σ may be missing from both.
 */
export const ledgerEntropyProduction = defineEstimator<'entropy-production', LedgerParams>({
  id,
  title: 'mean entropy production booked in the ledger',
  quantity: 'entropy-production',
  source: '[Seifert2012]; docs/theory.md 1',
  calibrated: true,
  defaults: { column: 'logRatio' },
  domain: { column: { oneOf: ['logRatio', 'bathEntropy'] } },
  create: (params) => ({ estimate: (input) => estimate(params, input) }),
});

function estimate(params: LedgerParams, input: Pick<Run, 'ledger' | 'boundary'>): Estimate {
  const { column } = params;
  const n = input.boundary.length;
  const expected = n * input.ledger.ticks;
  if (input.ledger.trajectories !== n || input.ledger[column].length !== expected) {
    throw new SzilardError(
      'shape',
      `[${id}] ${column}: expected [${n}, ${input.ledger.ticks}] = ${expected} numbers for ${n} boundary terms, got ${input.ledger[column].length} for ${input.ledger.trajectories} trajectories. Take ledger and boundary from one run.`,
    );
  }
  if (n < 2) throw new SzilardError('input', `[${id}] n: expected at least 2 trajectories, got ${n}. Run more.`);

  const sigma = entropyProduction(input, column);
  const bad = sigma.findIndex((s) => Number.isNaN(s) || s === Number.NEGATIVE_INFINITY);
  if (bad >= 0)
    throw new SzilardError(
      'non-finite',
      `[${id}] σ: expected a number above −∞, got ${sigma[bad]} in trajectory ${bad}. Check the densities of its moves and ends.`,
    );
  const infinite = sigma.reduce((sum, s) => sum + (s === Number.POSITIVE_INFINITY ? 1 : 0), 0);
  const { mean, stderr } = infinite > 0 ? { mean: Number.POSITIVE_INFINITY, stderr: Number.POSITIVE_INFINITY } : moments(sigma);
  const cautions: string[] = [];
  if (infinite > 0) cautions.push(`σ is infinite in ${infinite} of ${n} trajectories: moves that cannot be undone`);
  if (stderr === 0) cautions.push('σ is the same in all trajectories: an error of 0 says that, and not how far the number is right');
  if (mean < -4 * stderr) cautions.push('negative beyond its error: the books and the dynamics disagree');
  if (n < 30) cautions.push(`only ${n} trajectories`);
  return { value: mean, stderr, unit: 'nat', n, method: id, params: { ...params }, cautions };
}
