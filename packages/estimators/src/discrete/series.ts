import type { Ensemble } from '@szilard/core';
import { collected, type View, viewOf } from '../neighbours/view.ts';
import { rowsOf } from '../series/embed.ts';
import { type Symbols, symbolsOf } from './symbols.ts';

/** Every frame by the number of its symbol, as one column that can be looked back at. */
export const frameSymbols = (series: Ensemble): View => {
  const { n, of } = symbolsOf(rowsOf(series));
  return viewOf({ n, dim: 1, data: Float64Array.from(of) });
};

export const symbolsOfView = (view: View): Symbols => symbolsOf(collected(view));
