import type { Protocol } from '../contracts/dynamics.ts';
import { SzilardError } from '../errors.ts';
import { type Control, endsOf, momentOf } from './value.ts';

/** A quench: `from` before the moment `at`, `to` from then on. */
export function step(from: Control, to: Control, { at = 0.5 }: { readonly at?: number } = {}): Protocol {
  const [start, end] = endsOf(from, to, 'step');
  if (!(at > 0 && at <= 1))
    throw new SzilardError(
      'parameter',
      `[step] at: expected a moment above 0 and at most 1, got ${at}. Use constant where nothing changes.`,
    );
  return (s) => (momentOf(s, 'step') < at ? start : end).slice();
}
