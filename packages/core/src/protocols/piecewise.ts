import type { Protocol } from '../contracts/dynamics.ts';
import { SzilardError } from '../errors.ts';
import { between, type Control, controlOf, momentOf } from './value.ts';

/** Straight lines between [s, λ] knots, from s = 0 to s = 1. Two knots at one s are a jump; at the jump itself the later one holds. */
export function piecewise(knots: readonly (readonly [s: number, value: Control])[]): Protocol {
  const refuse = (expected: string, got: unknown): never => {
    throw new SzilardError('parameter', `[piecewise] expected ${expected}, got ${got}. Give knots [s, value] in the order of time.`);
  };
  if (knots.length < 2) refuse('at least two knots', knots.length);
  const moments = knots.map(([s]) => s);
  const values = knots.map(([, value]) => controlOf(value, 'piecewise'));
  if (moments[0] !== 0) refuse('the first knot at s = 0', moments[0]);
  if (moments.at(-1) !== 1) refuse('the last knot at s = 1', moments.at(-1));
  const early = moments.findIndex((s, j) => j > 0 && !(s >= moments[j - 1]));
  if (early >= 0) refuse(`knot ${early} not before s = ${moments[early - 1]}`, moments[early]);
  const odd = values.findIndex(({ length }) => length !== values[0].length);
  if (odd >= 0) refuse(`${values[0].length} controls in every knot`, `${values[odd].length} in knot ${odd}`);
  return (s) => {
    momentOf(s, 'piecewise');
    const last = moments.findLastIndex((at) => at <= s);
    if (last === moments.length - 1) return values[last].slice();
    return between(values[last], values[last + 1], (s - moments[last]) / (moments[last + 1] - moments[last]));
  };
}
