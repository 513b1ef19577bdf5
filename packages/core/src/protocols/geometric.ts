import type { Protocol } from '../contracts/dynamics.ts';
import { SzilardError } from '../errors.ts';
import { type Control, endsOf, momentOf } from './value.ts';

/** λ(s) = from·(to/from)^s: equal ratios in equal times. */
export function geometric(from: Control, to: Control): Protocol {
  const [start, end] = endsOf(from, to, 'geometric');
  const bad = start.findIndex((v, k) => !(v * end[k] > 0));
  if (bad >= 0)
    throw new SzilardError(
      'parameter',
      `[geometric] expected ends of one sign and not 0, got ${start[bad]} and ${end[bad]}. Use linear instead.`,
    );
  return (s) => {
    const share = momentOf(s, 'geometric');
    return start.map((v, k) => (share === 1 ? end[k] : v * (end[k] / v) ** share));
  };
}
