import type { Domain, Ensemble } from '@szilard/core';
import { checkSeries } from '../border.ts';
import type { View } from '../neighbours/view.ts';
import { delayed, type Frames, framesOf, pastOf } from '../series/embed.ts';

export interface StorageParams {
  /** Frames of the past: t − 1, t − 1 − spacing, … */
  history: number;
  spacing: number;
}

export const storageDefaults: StorageParams = { history: 1, spacing: 1 };
const whole: Domain = { integer: true, atLeast: 1 };
export const storageDomain: { readonly [K in keyof StorageParams]: Domain } = { history: whole, spacing: whole };

export interface Storage {
  readonly frames: Frames;
  /** Past and next, of all frames as rows. */
  variables(series: View): [View, View];
}

export function storageOf(where: string, target: Ensemble, { history, spacing }: StorageParams): Storage {
  const past = pastOf(history, spacing, 1);
  const first = Math.max(...past);
  checkSeries(where, { target }, first + 1);
  const frames = framesOf(target, first);
  return { frames, variables: (series) => [delayed(series, frames, past), delayed(series, frames, [0])] };
}
