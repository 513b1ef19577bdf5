import type { PairedSamples } from '@szilard/core';
import { checkSamples } from './border.ts';

/** Refuse pairs that no estimator can use. */
export const checkPaired = (where: string, { x, y }: PairedSamples, least = 2): void => checkSamples(where, { x, y }, least);
