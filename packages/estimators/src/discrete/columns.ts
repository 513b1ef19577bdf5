import { type Batch, batchOf, component } from '@szilard/core';
import type { Named } from './combined-estimate.ts';
import { symbolsOf } from './symbols.ts';

/** Every column a variable. */
export const columnSymbols = (x: Batch): Named =>
  Object.fromEntries(Array.from({ length: x.dim }, (_, k) => [`x column ${k}`, symbolsOf(batchOf(component(x, k)))]));
