import type { Batch } from '@szilard/core';
import type { Column } from '../columns.ts';
import { errorOf } from './mean-error.ts';
import { corrected, type NormalParams, nothingSeen } from './normal-params.ts';
import { normalTerms } from './normal-terms.ts';
import { normalityCautions } from './normality.ts';
import { conditional } from './terms.ts';
import { correlations, independent } from './whiten.ts';

export interface NormalConditional {
  readonly value: number;
  readonly stderr: number;
  readonly influence: Float64Array;
  readonly cautions: string[];
}

/**
 * I(X;Y|Z) of the normal law with the covariances of standardised rows whose columns are x, then y, then z; nats. Columns that others
 * determine are left out and named: of z those that the rest of z determines, of x and y those that z and the rest of each determine.
 */
export function normalConditional(
  params: NormalParams,
  rows: Batch,
  columns: readonly Column[],
  widths: readonly [number, number, number],
): NormalConditional {
  const correlation = correlations(rows);
  const range = (from: number, width: number) => Array.from({ length: width }, (_, k) => from + k);
  const [dx, dy, dz] = widths;
  const z = independent(correlation, [], range(dx + dy, dz));
  const x = independent(correlation, z, range(0, dx));
  const y = independent(correlation, z, range(dx, dy));
  const kept = [...x, ...y, ...z];
  const lost = range(0, dx + dy + dz).filter((column) => !kept.includes(column));
  const cautions =
    lost.length === 0 ? [] : [`left out, because others determine them: ${lost.map((column) => columns[column].name).join(', ')}`];
  if (x.length === 0 || y.length === 0) {
    const none = new Float64Array(rows.n);
    return { value: 0, stderr: 0, influence: none, cautions: [...cautions, 'z determines one of the two: nothing is left to share'] };
  }
  const terms = normalTerms(rows, correlation, [x, y, z], conditional);
  if (terms === null) {
    cautions.unshift('infinite: y is a linear function of x and z to rounding, in at least one direction');
    return { value: Number.POSITIVE_INFINITY, stderr: Number.POSITIVE_INFINITY, influence: new Float64Array(rows.n), cautions };
  }
  const stderr = errorOf(terms.influence);
  const { value, cautions: onBias } = corrected(params, terms, stderr);
  return {
    value,
    stderr,
    influence: terms.influence,
    cautions: [...cautions, ...onBias, ...nothingSeen(terms), ...normalityCautions(columns, rows, correlation, kept)],
  };
}
