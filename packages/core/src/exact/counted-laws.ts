import type { Batch } from '../contracts/batch.ts';
import type { Laws } from '../contracts/laws.ts';
import { SzilardError } from '../errors.ts';
import { finiteLaws } from './finite-laws.ts';
import type { PerSeat } from './process.ts';
import { stateFinder } from './states.ts';

/** Relative frequencies of listed states as laws, one frame each. States that a frame does not show have ln p = −∞ there. */
export function countedLaws(states: PerSeat<Batch>, frames: readonly PerSeat<Batch>[]): Laws {
  const find = { x: stateFinder(states.x, 'x'), theta: stateFinder(states.theta, 'theta') };
  const tables = frames.map(({ x, theta }) => {
    const [i, j] = [find.x(x), find.theta(theta)];
    const p = new Float64Array(states.x.n * states.theta.n);
    const [pX, pTheta] = [new Float64Array(states.x.n), new Float64Array(states.theta.n)];
    for (let r = 0; r < x.n; r++) {
      if (i[r] < 0 || j[r] < 0)
        throw new SzilardError(
          'input',
          `[estimatedLaws] trajectory ${r}: expected listed states, got another. List every state it reaches.`,
        );
      p[i[r] * states.theta.n + j[r]] += 1 / x.n;
      pX[i[r]] += 1 / x.n;
      pTheta[j[r]] += 1 / x.n;
    }
    return { p, logJoint: p.map(Math.log), logX: pX.map(Math.log), logTheta: pTheta.map(Math.log) };
  });
  return finiteLaws(states, tables, false);
}
