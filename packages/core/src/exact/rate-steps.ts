import { SzilardError } from '../errors.ts';
import { entropyFlowRate } from './rate-flows.ts';
import { leavingRates, type RateMatrix } from './rate-matrix.ts';
import { entropyOf } from './rate-pieces.ts';

/** One step of a chain that jumps with chance w dt, else stays: p + dt p W; [states]. */
export function stepped(law: Float64Array, w: RateMatrix, dt = 1): Float64Array {
  const { states: n, rates } = w;
  const leaving = leavingRates(w).map((rate) => rate * dt);
  const bad = leaving.findIndex((chance) => !(chance <= 1 + 1e-9));
  if (bad >= 0)
    throw new SzilardError(
      'parameter',
      `[stepped] dt: expected a chance to leave state ${bad} of at most 1, got ${leaving[bad]}. Take a shorter step.`,
    );
  const next = law.map((p, i) => p * (1 - leaving[i]));
  for (let at = 0; at < rates.length; at++) next[at % n] += law[Math.floor(at / n)] * rates[at] * dt;
  return next;
}

/** ⟨σ⟩ of one such step: ΔS of the law plus the flow; nats, ≥ 0. In the steady state the entropy production per step. */
export const stepEntropyProduction = (law: Float64Array, mechanisms: readonly RateMatrix[], w: RateMatrix, dt = 1): number =>
  entropyOf(stepped(law, w, dt)) - entropyOf(law) + dt * entropyFlowRate(law, mechanisms);
