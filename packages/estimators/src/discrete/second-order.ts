import type { Term } from '../information/terms.ts';
import { occurrences } from './counts.ts';
import type { Joints } from './joints.ts';

/**
 * Standard error of Σ_S w_S S(S) in second order; nats. With E_S the projection on functions of S whose mean is 0,
 *
 *     variance = tr (Σ_S w_S E_S)² / (2n²),   tr E_S E_T = Σ p(s,t)²/(p(s) p(t)) − 1        [docs/theory.md 13]
 *
 * which is (K − 1)/(2n²) for one entropy and (K_x − 1)(K_y − 1)/(2n²) for I of independent variables.
 */
export function secondOrder(together: Joints, terms: readonly Term[], n: number): number {
  const parts = terms.filter(({ weight }) => weight !== 0).map(({ weight, of }) => ({ weight, of, ...counted(together, of) }));
  let trace = 0;
  for (const [a, one] of parts.entries()) {
    trace += one.weight ** 2 * (one.size - 1);
    for (const other of parts.slice(0, a)) trace += 2 * one.weight * other.weight * overlap(together, one, other);
  }
  // A square's trace is not negative; what is left of terms that cancel is rounding.
  const rounding = 1e-12 * parts.reduce((sum, { weight, size }) => sum + weight ** 2 * size, 0);
  return trace > rounding ? Math.sqrt(trace / 2) / n : 0;
}

interface Part {
  readonly of: readonly number[];
  readonly symbols: Int32Array;
  readonly times: Int32Array;
  readonly size: number;
}

const counted = (together: Joints, of: readonly number[]) => {
  const symbols = together(of);
  return { symbols: symbols.of, times: occurrences(symbols), size: symbols.size };
};

function overlap(together: Joints, one: Part, other: Part): number {
  const union = [...new Set([...one.of, ...other.of])].sort((a, b) => a - b);
  if (union.length === one.of.length) return other.size - 1;
  if (union.length === other.of.length) return one.size - 1;
  const both = counted(together, union);
  let out = -1;
  for (let i = 0; i < both.symbols.length; i++)
    out += both.times[both.symbols[i]] / one.times[one.symbols[i]] / other.times[other.symbols[i]];
  return out;
}
