import type { Protocol } from '../contracts/dynamics.ts';
import { type Control, controlOf, momentOf } from './value.ts';

/** λ stands still. */
export function constant(value: Control): Protocol {
  const control = controlOf(value, 'constant');
  return (s) => {
    momentOf(s, 'constant');
    return control.slice();
  };
}
