import { batch } from '../arrays/batch.ts';
import type { Batch } from '../contracts/batch.ts';
import type { Experiment } from '../contracts/dynamics.ts';
import type { Law, Laws } from '../contracts/laws.ts';
import type { Run } from '../contracts/run.ts';
import { SzilardError } from '../errors.ts';
import { countedLaws } from '../exact/counted-laws.ts';
import { fittedLaw } from '../exact/fitted-law.ts';
import { type PerSeat, perSeat } from '../exact/process.ts';
import { frame } from './bipartite-entropies.ts';
import { framesOf } from './recorded.ts';

/**
 * The laws p_n as an ensemble shows them: relative frequencies where both seats have finitely many states, a Gaussian with the
 * sample's mean and covariance where neither has. What is made of them is an estimate, biased by O(1/trajectories) per state or
 * moment and, for a Gaussian fit, by whatever is not Gaussian.
 */
export function estimatedLaws(run: Run, experiment: Experiment): Laws {
  const frames = framesOf(run, 'estimatedLaws');
  const steps = run.ledger.moves + 1;
  const at = (t: number): PerSeat<Batch> => perSeat((seat) => frame(frames[seat], t));
  const finite = perSeat((seat) => experiment.subsystems[seat].dim === 0 || experiment.subsystems[seat].states !== undefined);
  const mixed = perSeat((seat) => finite[seat] && experiment.subsystems[seat].dim > 0);
  if (finite.x && finite.theta) {
    const states = perSeat((seat) => experiment.subsystems[seat].states ?? batch(1, 0));
    return countedLaws(
      states,
      Array.from({ length: steps }, (_, t) => at(t)),
    );
  }
  if (mixed.x || mixed.theta)
    throw new SzilardError(
      'composition',
      '[estimatedLaws] expected two seats with finitely many states, or two without, got one of each. There is no common law to fit; bin the continuous one.',
    );
  return { exact: false, at: Array.from({ length: steps }, (_, t): Law => fittedLaw(at(t), t)) };
}
