import type { Symbols } from './symbols.ts';

/** How often symbols occur: all that an entropy needs. Few numbers even for many symbols: ½ m (m + 1) ≤ n. */
export interface Counts {
  readonly n: number;
  /** Symbols that occur at all. */
  readonly seen: number;
  /** Symbols that occur once. */
  readonly singles: number;
  /** Different counts; [m]. */
  readonly sizes: Float64Array;
  /** Symbols with that count; [m]. */
  readonly times: Float64Array;
}

/** Occurrences of each symbol; [size]. */
export function occurrences({ n, of, size }: Symbols): Int32Array {
  const out = new Int32Array(size);
  for (let i = 0; i < n; i++) out[of[i]]++;
  return out;
}

/** Occurrences, sorted into counts of counts. Symbols that never occur are left out. */
export function countsOf(occurrences: Int32Array): Counts {
  const sorted = occurrences.slice().sort();
  const sizes: number[] = [];
  const times: number[] = [];
  let n = 0;
  for (const size of sorted) {
    if (size === 0) continue;
    n += size;
    if (size === sizes.at(-1)) times[times.length - 1]++;
    else {
      sizes.push(size);
      times.push(1);
    }
  }
  return { n, seen: times.reduce((a, b) => a + b, 0), singles: sizes[0] === 1 ? times[0] : 0, ...flat(sizes, times) };
}

/** One row fewer, of a symbol with `sizes[at]` occurrences. Two sizes may then be equal. */
export function withoutOne({ n, seen, singles, sizes, times }: Counts, at: number): Counts {
  const size = sizes[at];
  const rest = { sizes: Array.from(sizes), times: Array.from(times) };
  if (size > 1) {
    rest.sizes.push(size - 1);
    rest.times.push(1);
  }
  if (--rest.times[at] === 0) {
    rest.sizes.splice(at, 1);
    rest.times.splice(at, 1);
  }
  return {
    n: n - 1,
    seen: size === 1 ? seen - 1 : seen,
    singles: singles + (size === 2 ? 1 : 0) - (size === 1 ? 1 : 0),
    ...flat(rest.sizes, rest.times),
  };
}

const flat = (sizes: number[], times: number[]) => ({ sizes: Float64Array.from(sizes), times: Float64Array.from(times) });
