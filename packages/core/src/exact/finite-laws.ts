import type { Batch } from '../contracts/batch.ts';
import type { Law, Laws } from '../contracts/laws.ts';
import { SzilardError } from '../errors.ts';
import type { FiniteLaw } from './finite-process.ts';
import type { PerSeat } from './process.ts';
import { stateFinder } from './states.ts';

/** Tables of probabilities as laws; a state that is not listed is refused, not given probability 0. */
export function finiteLaws(states: PerSeat<Batch>, tables: readonly FiniteLaw[], exact: boolean): Laws {
  const find = { x: stateFinder(states.x, 'x'), theta: stateFinder(states.theta, 'theta') };
  const number = (seat: 'x' | 'theta', batch: Batch) => {
    const found = find[seat](batch);
    const lost = found.indexOf(-1);
    if (lost >= 0)
      throw new SzilardError(
        'input',
        `[laws] ${seat}: expected one of ${states[seat].n} listed states, got (${Array.from(batch.data.subarray(lost * batch.dim, (lost + 1) * batch.dim)).join(', ')}) in row ${lost}. Take laws and states from one model.`,
      );
    return found;
  };
  const nTheta = states.theta.n;
  return {
    exact,
    at: tables.map(
      ({ logJoint, logX, logTheta }): Law => ({
        logJoint(x, theta, out) {
          const [i, j] = [number('x', x), number('theta', theta)];
          for (let r = 0; r < x.n; r++) out[r] = logJoint[i[r] * nTheta + j[r]];
        },
        logX(x, out) {
          const i = number('x', x);
          for (let r = 0; r < x.n; r++) out[r] = logX[i[r]];
        },
        logTheta(theta, out) {
          const j = number('theta', theta);
          for (let r = 0; r < theta.n; r++) out[r] = logTheta[j[r]];
        },
      }),
    ),
  };
}
