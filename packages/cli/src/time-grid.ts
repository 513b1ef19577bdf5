import { SzilardError } from '@szilard/core';

const MOST = 1_000_000;
const number = String.raw`\s*(\d+\.?\d*(?:[eE][+-]?\d+)?|\.\d+(?:[eE][+-]?\d+)?)\s*`;
const range = new RegExp(`^${number}:${number}(?::${number})?$`);
const single = new RegExp(`^${number}$`);

/** `0:50:1` (start, end, step; step 1 if left out) or `0,1,2.5` as rising times from 0 on. */
export function timeGrid(text: string): number[] {
  const refuse = (expected: string, got: string): never => {
    throw new SzilardError(
      'parameter',
      `[--times] expected ${expected}, got "${got}". Write START:END:STEP, for example 0:50:1, or a list 0,1,2.5.`,
    );
  };
  const [, ...ends] = range.exec(text) ?? [];
  if (ends.length === 0) {
    const times = text.split(',').map((part) => Number(single.exec(part)?.[1] ?? Number.NaN));
    times.forEach((time, k) => {
      if (!Number.isFinite(time)) refuse('finite times of at least 0', text);
      if (k > 0 && time <= times[k - 1]) refuse('times that rise', text);
    });
    return times;
  }
  const [start, end, step] = ends.map((part) => (part === undefined ? 1 : Number(part)));
  if (![start, end, step].every(Number.isFinite) || step === 0) refuse('a step above 0 and finite ends', text);
  if (end < start) refuse('an end not before the start', text);
  const count = Math.floor((end - start) / step + 1e-9) + 1;
  if (count > MOST) refuse(`at most ${MOST} times`, text);
  // 3 × 0.1 is written 0.3 by everybody else.
  return Array.from({ length: count }, (_, k) => Number((start + k * step).toPrecision(14)));
}
