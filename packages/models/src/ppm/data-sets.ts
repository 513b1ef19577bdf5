import { randomStream, SzilardError } from '@szilard/core';

/** How the data sets B of an ensemble come about: L-info and M-info need more than one. */
export const resamplings = ['one', 'bootstrap', 'disjoint', 'label-permutation'] as const;
export type Resampling = (typeof resamplings)[number];

export interface DataSetOptions {
  /**
   * `one`: the first `size` rows, for every source alike. `bootstrap`: rows drawn with replacement. `disjoint`: rows shuffled and
   * dealt out. `label-permutation`: the first `size` rows, their labels shuffled.
   */
  readonly resampling: Resampling;
  /** Data sets. */
  readonly sources: number;
  /** Rows in each. */
  readonly size: number;
  readonly dataSeed: number;
}

/** A data set as rows of a pool. */
export interface DataSet {
  readonly rows: Int32Array;
  /** Labels of these rows where they are not the pool's own; [rows]. */
  readonly labels?: Uint8Array;
}

/** Rows of all data sets together that are still kept in memory. */
const MOST = 1e8;

/** Data sets over one pool of n rows; source s is a function of (dataSeed, s) alone, except that `disjoint` deals one shuffle. */
export function dataSets(
  { n, labels }: { readonly n: number; readonly labels?: Uint8Array },
  { resampling, sources, size, dataSeed }: DataSetOptions,
): DataSet[] {
  if (!(sources * size <= MOST))
    throw new SzilardError(
      'parameter',
      `[data sets] size: expected at most ${MOST} rows in all data sets together, got ${sources} sets of ${size}. Lower size or sources.`,
    );
  const needed = resampling === 'disjoint' ? sources * size : resampling === 'bootstrap' ? 1 : size;
  if (needed > n) {
    const wanted = resampling === 'disjoint' ? `${sources} data sets of ${size}` : `${size} rows`;
    throw new SzilardError(
      'parameter',
      `[data sets] size: expected ${wanted} out of ${n} rows, which are too few. Lower size or sources, or bring more data.`,
    );
  }
  if (resampling === 'label-permutation' && !labels)
    throw new SzilardError('composition', '[data sets] expected labels to permute, got data without. Choose another resampling.');
  const root = randomStream(dataSeed).fork('data-sets');
  const first = Int32Array.from({ length: size }, (_, i) => i);
  const dealt =
    resampling === 'disjoint'
      ? shuffled(
          Int32Array.from({ length: n }, (_, i) => i),
          root,
        )
      : first;
  return Array.from({ length: sources }, (_, s) => {
    const rng = root.fork(s);
    if (resampling === 'bootstrap') return { rows: first.map(() => Math.floor(n * rng.uniform())) };
    if (resampling === 'disjoint') return { rows: dealt.slice(s * size, (s + 1) * size) };
    if (resampling === 'label-permutation') return { rows: first, labels: shuffled(labels!.slice(0, size), rng) };
    return { rows: first };
  });
}

/** Every order equally likely [Durstenfeld1964]. */
function shuffled<T extends Int32Array | Uint8Array>(values: T, rng: { uniform(): number }): T {
  for (let i = values.length - 1; i > 0; i--) {
    const j = Math.floor((i + 1) * rng.uniform());
    [values[i], values[j]] = [values[j], values[i]];
  }
  return values;
}
