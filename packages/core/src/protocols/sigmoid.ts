import type { Protocol } from '../contracts/dynamics.ts';
import { SzilardError } from '../errors.ts';
import { between, type Control, endsOf, momentOf } from './value.ts';

/** Slow at both ends, fast in the middle: the share of the way is tanh(κ(s − ½)), scaled to run from 0 to 1. κ: steepness. */
export function sigmoid(from: Control, to: Control, { steepness = 4 }: { readonly steepness?: number } = {}): Protocol {
  const [start, end] = endsOf(from, to, 'sigmoid');
  if (!(steepness > 0 && steepness < Number.POSITIVE_INFINITY))
    throw new SzilardError('parameter', `[sigmoid] steepness: expected a finite number above 0, got ${steepness}. Use step for a jump.`);
  const whole = Math.tanh(steepness / 2);
  return (s) => between(start, end, 0.5 + (0.5 * Math.tanh(steepness * (momentOf(s, 'sigmoid') - 0.5))) / whole);
}
