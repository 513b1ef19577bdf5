import type { Protocol } from '../contracts/dynamics.ts';
import { SzilardError } from '../errors.ts';
import { momentOf } from './value.ts';

/** The same values in opposite order. Its own reverse is the original. */
export const reverseProtocol =
  (protocol: Protocol): Protocol =>
  (s) =>
    protocol(1 - momentOf(s, 'reverse protocol'));

/** The whole protocol between the moments `from` and `to`, standing still before and after. */
export function stretch(protocol: Protocol, { from = 0, to = 1 }: { readonly from?: number; readonly to?: number }): Protocol {
  if (!(from >= 0 && to <= 1 && from < to))
    throw new SzilardError('parameter', `[stretch] expected 0 ≤ from < to ≤ 1, got from ${from} to ${to}.`);
  return (s) => protocol(Math.min(1, Math.max(0, (momentOf(s, 'stretch') - from) / (to - from))));
}

/** One after the other, each in equal time, or in proportion to its share: `[protocol, share]`. Where two meet, the later one holds. */
export function concatenate(...parts: readonly (Protocol | readonly [protocol: Protocol, share: number])[]): Protocol {
  const pieces = parts.map((part) => (typeof part === 'function' ? ([part, 1] as const) : part));
  if (pieces.length === 0) throw new SzilardError('parameter', '[concatenate] expected at least one protocol, got none.');
  const bad = pieces.find(([, share]) => !(share > 0 && share < Number.POSITIVE_INFINITY));
  if (bad) throw new SzilardError('parameter', `[concatenate] expected finite shares above 0, got ${bad[1]}.`);
  const begins = [0];
  for (const [, share] of pieces) begins.push(begins.at(-1)! + share);
  const whole = begins.at(-1)!;
  const widths = new Set(pieces.map(([protocol]) => protocol(0).length));
  if (widths.size > 1)
    throw new SzilardError('shape', `[concatenate] expected as many controls in every protocol, got ${[...widths].join(' and ')}.`);
  return (s) => {
    const now = momentOf(s, 'concatenate') * whole;
    const j = Math.min(
      pieces.length - 1,
      begins.findLastIndex((begin) => begin <= now),
    );
    return pieces[j][0](Math.min(1, (now - begins[j]) / pieces[j][1]));
  };
}
