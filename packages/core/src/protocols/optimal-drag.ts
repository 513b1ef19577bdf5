import type { Protocol } from '../contracts/dynamics.ts';
import { SzilardError } from '../errors.ts';

export interface OptimalDragOptions {
  /** How far the centre of the trap goes. */
  readonly distance: number;
  readonly duration: number;
  /** Stiffness of the trap at unit mobility; 1/time. */
  readonly stiffness?: number;
}

/**
 * The centre of a harmonic trap that costs least work in a given time: a jump, a straight line and the same jump again,
 * λ = distance (1 + k t)/(2 + k·duration) in between. W_min = distance²/(duration + 2/k) [Schmiedl2007].
 */
export function optimalDrag({ distance, duration, stiffness: k = 1 }: OptimalDragOptions): Protocol {
  if (!Number.isFinite(distance))
    throw new SzilardError('parameter', `[optimal drag] distance: expected a finite number, got ${distance}.`);
  for (const [name, value] of [
    ['duration', duration],
    ['stiffness', k],
  ] as const)
    if (!(value > 0 && value < Number.POSITIVE_INFINITY))
      throw new SzilardError('parameter', `[optimal drag] ${name}: expected a finite number above 0, got ${value}.`);
  return (s) => {
    if (!(s >= 0 && s <= 1)) throw new SzilardError('parameter', `[optimal drag] expected a moment s from 0 to 1, got ${s}.`);
    return Float64Array.of(s === 0 ? 0 : s === 1 ? distance : (distance * (1 + k * duration * s)) / (2 + k * duration));
  };
}
