import type { Given } from '@szilard/core';
import { type Around, aroundOf } from './jumps.ts';

/** Surroundings kept at a time. Trajectories of a block mostly share a few; those that never come back push one another out. */
const KEPT = 64;

/** What follows from a trajectory's surroundings, made once for equal ones. Remembering changes speed and no number. */
export function remembered<T>(create: (around: Around) => T): (given: Given, i: number) => T {
  let kept: { around: Around; value: T }[] = [];
  let last: { around: Around; value: T } | undefined;
  let oldest = 0;
  return (given, i) => {
    if (last && fits(last.around, given, i)) return last.value;
    last = kept.find(({ around }) => fits(around, given, i));
    if (!last) {
      const around = aroundOf(given, i);
      last = { around, value: create(around) };
      // A new control is a new tick: the old ones will not be asked for again soon.
      if (kept.length > 0 && !equal(kept[0].around.control, given.control, 0)) kept = [];
      if (kept.length < KEPT) kept.push(last);
      else kept[oldest++ % KEPT] = last;
    }
    return last.value;
  };
}

const fits = ({ partner, control, beta }: Around, given: Given, i: number): boolean =>
  beta === given.bath.beta[i] && equal(partner, given.partner.data, i * partner.length) && equal(control, given.control, 0);

function equal(a: Float64Array, b: Float64Array, offset: number): boolean {
  for (let k = 0; k < a.length; k++) if (a[k] !== b[offset + k]) return false;
  return true;
}
