import type { Domain, PairedSeries } from '@szilard/core';
import { checkSeries } from '../border.ts';
import { joined, type View } from '../neighbours/view.ts';
import { delayed, type Frames, framesOf, pastOf } from '../series/embed.ts';

/** How far each series is looked back at. */
export interface HistoryParams {
  /** Frames of the target's own past: t − 1, t − 1 − targetSpacing, … */
  targetHistory: number;
  targetSpacing: number;
  /** Frames of the source's past: t − lag, t − lag − sourceSpacing, … */
  sourceHistory: number;
  sourceSpacing: number;
  /** Steps from the newest frame of the source that counts to the target's next. */
  lag: number;
  /** Frames of the condition's past: t − conditionLag, t − conditionLag − 1, … Without a condition it says nothing. */
  conditionHistory: number;
  conditionLag: number;
}

export const historyDefaults: HistoryParams = {
  targetHistory: 1,
  targetSpacing: 1,
  sourceHistory: 1,
  sourceSpacing: 1,
  lag: 1,
  conditionHistory: 1,
  conditionLag: 1,
};

const whole: Domain = { integer: true, atLeast: 1 };
export const historyDomain: { readonly [K in keyof HistoryParams]: Domain } = {
  targetHistory: whole,
  targetSpacing: whole,
  sourceHistory: whole,
  sourceSpacing: whole,
  lag: { integer: true, atLeast: 0 },
  conditionHistory: whole,
  conditionLag: { integer: true, atLeast: 0 },
};

/** Rows of a transfer entropy: x, the source's past; y, the target's next; z, the target's past and the condition's. */
export interface Transfer {
  readonly frames: Frames;
  readonly parts: readonly { readonly of: keyof PairedSeries; readonly backs: readonly number[] }[];
}

export function transferOf(where: string, input: PairedSeries, params: HistoryParams): Transfer {
  const parts: { of: keyof PairedSeries; backs: number[] }[] = [
    { of: 'source', backs: pastOf(params.sourceHistory, params.sourceSpacing, params.lag) },
    { of: 'target', backs: [0] },
    { of: 'target', backs: pastOf(params.targetHistory, params.targetSpacing, 1) },
  ];
  if (input.condition) parts.push({ of: 'condition', backs: pastOf(params.conditionHistory, 1, params.conditionLag) });
  const first = Math.max(...parts.flatMap(({ backs }) => backs));
  const { source, target, condition } = input;
  checkSeries(where, condition ? { source, target, condition } : { source, target }, first + 1);
  return { frames: framesOf(target, first), parts };
}

/** Source's past, target's next, and all that is known, as views of the series that `read` gives. */
export function variablesOf({ frames, parts }: Transfer, read: (of: keyof PairedSeries) => View): [View, View, View] {
  const [x, y, ...z] = parts.map(({ of, backs }) => delayed(read(of), frames, backs));
  return [x, y, joined(z)];
}
