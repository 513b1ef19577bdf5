import { type Estimate, SzilardError } from '@szilard/core';
import { errorOf } from '../information/mean-error.ts';
import type { Term } from '../information/terms.ts';
import { serialError } from '../series/serial-error.ts';
import { serialCautions } from '../series/series-params.ts';
import { type Combination, combination } from './combination.ts';
import type { CorrectionParams } from './corrections.ts';
import type { Symbols } from './symbols.ts';

/** Variables by the names that cautions call them. */
export type Named = Readonly<Record<string, Symbols>>;

/** An information from rows of symbols. `length`: rows of one trajectory, where rows follow each other in time. */
export function combinedEstimate(id: string, params: CorrectionParams, named: Named, terms: readonly Term[], length?: number): Estimate {
  const variables = Object.values(named);
  const { n } = variables[0];
  if (n < 2) throw new SzilardError('input', `[${id}] n: expected at least 2 frames with all their past, got ${n}. Record longer.`);
  const found = combination(variables, terms, params);
  const serial = length === undefined ? undefined : serialError(found.influence, length);
  const first = serial?.stderr ?? errorOf(found.influence);
  const stderr = errorWith(first, found, terms);
  const inefficiency = serial ? { inefficiency: serial.inefficiency } : {};
  const { seen, singles } = found.whole;
  return {
    value: found.value,
    stderr,
    unit: 'nat',
    n,
    method: id,
    params: { ...params },
    details: { seen, singles, bias: found.bias, ...inefficiency },
    cautions: [...combinedCautions(params, named, found, stderr), ...(serial ? serialCautions(serial.inefficiency, n) : [])],
  };
}

/** What sums of logarithms lose, at most; nats. */
const ROUNDING = 1e-12;

/** The larger of first and second order; infinite where no two rows are alike, for their spread then says nothing. */
export function errorWith(first: number, { whole: { n, seen }, leastError }: Combination, terms: readonly Term[]): number {
  if (seen === n) return Number.POSITIVE_INFINITY;
  // No trace exceeds this, so the second order need not be worked out.
  const most = (terms.reduce((sum, { weight }) => sum + Math.abs(weight), 0) * Math.sqrt(seen / 2)) / n;
  return first >= most ? first : Math.max(first, leastError());
}

export function combinedCautions({ correction }: CorrectionParams, named: Named, { bias, whole }: Combination, stderr: number): string[] {
  const { n, seen, singles } = whole;
  const cautions: string[] = [];
  const constant = Object.entries(named).flatMap(([name, { size }]) => (size === 1 ? [name] : []));
  if (constant.length > 0) cautions.push(`constant: ${constant.join(', ')}; it can carry no information`);
  if (seen === n) {
    cautions.push(
      `no combination of symbols came twice in ${n} rows: the number says nothing about the law; take fewer symbols or more samples`,
    );
  } else if (singles / n > 0.05) {
    cautions.push(`undersampled: ${singles} of ${n} rows hold combinations seen once; the error does not cover the bias of that`);
  }
  if (correction === 'none' && Math.abs(bias) > stderr) {
    const way = bias > 0 ? 'upwards' : 'downwards';
    cautions.push(`biased ${way} by about ${Math.abs(bias).toPrecision(2)} nat: see parameter correction`);
  }
  if (constant.length === 0 && stderr < ROUNDING)
    cautions.push('one variable determines what is shared in all rows: an error of 0 says that, and not how far the number is right');
  if (n < 30) cautions.push(`only ${n} samples`);
  return cautions;
}
