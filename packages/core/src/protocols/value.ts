import { SzilardError } from '../errors.ts';

/** One control or several. */
export type Control = number | readonly number[] | Float64Array;

/** λ as numbers; [controls]. Refuses what is empty or not finite. */
export function controlOf(value: Control, where: string): Float64Array {
  const control = typeof value === 'number' ? Float64Array.of(value) : Float64Array.from(value);
  const bad = control.findIndex((v) => !Number.isFinite(v));
  if (control.length === 0 || bad >= 0)
    throw new SzilardError(
      'parameter',
      `[${where}] expected one or more finite controls, got ${bad >= 0 ? control[bad] : 'none'}. Give numbers.`,
    );
  return control;
}

/** Two ends with as many controls each. */
export function endsOf(from: Control, to: Control, where: string): readonly [Float64Array, Float64Array] {
  const ends = [controlOf(from, where), controlOf(to, where)] as const;
  if (ends[0].length !== ends[1].length)
    throw new SzilardError(
      'shape',
      `[${where}] expected as many controls at both ends, got ${ends[0].length} and ${ends[1].length}. Give every control at both.`,
    );
  return ends;
}

/** Refuses a moment outside the protocol. */
export function momentOf(s: number, where: string): number {
  if (s >= 0 && s <= 1) return s;
  throw new SzilardError('parameter', `[${where}] expected a moment s from 0 to 1, got ${s}. Divide the time by the duration.`);
}

/** (1 − share)·from + share·to: both ends to the last bit. */
export const between = (from: Float64Array, to: Float64Array, share: number): Float64Array =>
  from.map((v, k) => (1 - share) * v + share * to[k]);
