import type { Protocol } from '../contracts/dynamics.ts';
import { between, type Control, endsOf, momentOf } from './value.ts';

/** λ(s) = (1 − s)·from + s·to. */
export function linear(from: Control, to: Control): Protocol {
  const [start, end] = endsOf(from, to, 'linear');
  return (s) => between(start, end, momentOf(s, 'linear'));
}
