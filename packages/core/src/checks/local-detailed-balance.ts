import { defineCheck } from '../contracts/plugin.ts';
import type { Run } from '../contracts/run.ts';
import type { Verdict } from '../contracts/verdict.ts';

const law = 'local detailed balance';

/**
 * ln K(x′|x)/K(x|x′) = ΔS_R(q), move by move: the two nat columns of the ledger must agree [Maes2021].
 * Statistic: the worst disagreement over the largest |ΔS_R|.
 */
export function localDetailedBalance({ ledger }: Pick<Run, 'ledger'>, { tolerance = 1e-9 } = {}): Verdict {
  const { logRatio, bathEntropy } = ledger;
  let worst = 0;
  let scale = 0;
  for (let i = 0; i < logRatio.length; i++) {
    if (logRatio[i] === bathEntropy[i]) continue; // also −∞ = −∞
    const off = Math.abs(logRatio[i] - bathEntropy[i]);
    if (off > worst || Number.isNaN(off)) worst = off;
    scale = Math.max(scale, Math.abs(bathEntropy[i]));
  }
  const relative = worst / (scale || 1);
  const decided = Number.isFinite(relative);
  return {
    law,
    holds: !decided ? 'undecided' : relative <= tolerance ? 'yes' : 'no',
    statistic: [relative, 0],
    resolution: tolerance,
    n: logRatio.length,
    because: decided
      ? `worst move off by ${worst.toExponential(1)} nats, ${percent(100 * relative)} % of the largest ΔS_R`
      : Number.isNaN(relative)
        ? 'the ledger holds NaN: some move has no ratio'
        : 'some move cannot be undone (reverse density 0): absolutely irreversible, no ratio to compare',
  };
}

export const localDetailedBalanceCheck = defineCheck({
  id: 'local-detailed-balance',
  title: 'dynamics and reservoir agree on what every move was worth',
  law,
  source: '[Maes2021]; docs/theory.md 2',
  defaults: { tolerance: 1e-9 },
  domain: { tolerance: { above: 0 } },
  create:
    (options) =>
    ({ moves }) =>
      localDetailedBalance(moves, options),
});

/** Two digits, without an exponent where it is large. */
const percent = (value: number): string => (value < 99.5 ? value.toPrecision(2) : value.toFixed(0));
