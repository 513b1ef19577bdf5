import type { Protocol, Tick } from '../contracts/dynamics.ts';
import { SzilardError } from '../errors.ts';

export interface SampledOptions {
  readonly ticks: number;
  readonly mover?: Tick['mover'];
  /**
   * The moment of its tick at which λ is read, then held. `middle` (default): the reversed protocol gives the same ticks in
   * opposite order, and jumps at the ends belong to the ends. `end`: λ first moves, then the mover, as in quenches.
   */
  readonly at?: 'middle' | 'end';
}

/** A protocol as ticks of one mover: the way from λ(0) of the start to the first tick, and from the last to λ(1), is work too. */
export function sampled(protocol: Protocol, { ticks, mover = 'x', at = 'middle' }: SampledOptions): Tick[] {
  if (!Number.isSafeInteger(ticks) || ticks < 1)
    throw new SzilardError('parameter', `[sampled] ticks: expected a whole number of at least 1, got ${ticks}.`);
  const width = protocol(0).length;
  return Array.from({ length: ticks }, (_, n) => {
    const s = at === 'end' ? (n + 1) / ticks : (n + 0.5) / ticks;
    const control = protocol(s);
    if (control.length !== width || !control.every(Number.isFinite))
      throw new SzilardError(
        'parameter',
        `[sampled] expected ${width} finite controls at s = ${s}, got ${Array.from(control).join(', ') || 'none'}.`,
      );
    return { mover, control };
  });
}
