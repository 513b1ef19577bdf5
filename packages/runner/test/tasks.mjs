// What the workers of these tests import.
import { randomStream, SzilardError } from '@szilard/core';

export const draw = (piece, { seed }, { tick }) => {
  tick();
  if (piece === 'wrong') throw new SzilardError('parameter', '[here] expected a number, got wrong.');
  if (piece === 'broken') throw new Error('not foreseen');
  return { piece, drawn: randomStream(seed).fork(piece).normal(), kept: Float64Array.of(Number.NaN, piece) };
};

/** Until nobody waits for it any more. */
export const endless = async (_piece, _shared, { tick }) => {
  for (;;) {
    tick();
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
};

export const addUp = (piece, shared) => piece + shared.reduce((sum, value) => sum + value, 0);
