import type { Run } from '../contracts/run.ts';
import { total } from './entropy-production.ts';

/**
 * β W_shadow = Σ logRatio − Σ bathEntropy; [trajectories], nats. What the dynamics did as if more work had been put in than the
 * energy shows: path-ratio heat less energy heat. 0 to rounding where local detailed balance holds [Sivak2013].
 */
export function shadowWork({ ledger }: Pick<Run, 'ledger'>): Float64Array {
  const [path, energy] = [total(ledger.logRatio, ledger.ticks), total(ledger.bathEntropy, ledger.ticks)];
  return path.map((flow, i) => flow - energy[i]);
}
