import { type Batch, type Ensemble, type Estimator, type Quantities, type RandomStream, SzilardError } from '@szilard/core';
import { mustRepeat } from './bootstrap.ts';
import { type NullTest, nullTest, type Side } from './null-test.ts';
import { shuffled } from './shuffle.ts';

export interface PermutationOptions {
  readonly permutations?: number;
  readonly side?: Side;
  /**
   * Rows or frames that stay together, for samples that remember each other: 0, each by itself (rows), or the whole source turned
   * in time by a random shift (series).
   */
  readonly block?: number;
}

/** Inputs whose pairing can be broken: x with y, or a source with its target. */
export type Paired = 'mutual-information' | 'transfer-entropy' | 'information-flow';

/**
 * Does the number exceed what unpaired samples give? Rows of y are shuffled against x; of time series the source is shuffled
 * against the target: trajectories if `block` is 0 and there are at least 5, else blocks of frames, else a random turn in time
 * [docs/theory.md 16]. Permutation r draws from `rng.fork(r)` alone.
 */
export function permutationNull<Q extends Paired>(
  estimator: Estimator<Q>,
  input: Quantities[Q],
  rng: RandomStream,
  { permutations = 199, side = 'greater', block = 0 }: PermutationOptions = {},
): NullTest {
  mustRepeat('permutationNull', permutations);
  const fields = input as { y?: Batch; source?: Ensemble; condition?: Ensemble; z?: unknown };
  if (fields.z || fields.condition) {
    throw new SzilardError(
      'input',
      '[permutationNull] input: expected no third variable, got one. Shuffling breaks its ties as well: take localPermutationNull, which keeps them.',
    );
  }
  if (!fields.y && !fields.source) {
    throw new SzilardError(
      'input',
      '[permutationNull] input: expected x and y, or source and target, got neither. See timeReversalNull for one series.',
    );
  }
  const draws = Float64Array.from({ length: permutations }, (_, r) => {
    const own = rng.fork(r);
    const broken = fields.y ? { ...input, y: shuffled(fields.y, block, own) } : { ...input, source: unpaired(fields.source!, block, own) };
    return estimator.estimate(broken, own.fork('estimate')).value;
  });
  return nullTest(estimator.estimate(input, rng).value, draws, side);
}

/** A source whose past is no longer its target's. */
function unpaired(source: Ensemble, block: number, rng: RandomStream): Ensemble {
  const { trajectories, steps, dim, data } = source;
  if (block === 0 && trajectories >= 5) {
    return { ...source, data: shuffled({ n: trajectories, dim: steps * dim, data }, 0, rng).data };
  }
  const out = new Float64Array(data.length);
  for (let i = 0; i < trajectories; i++) {
    const frames = { n: steps, dim, data: data.subarray(i * steps * dim, (i + 1) * steps * dim) };
    out.set(block > 0 ? shuffled(frames, block, rng.fork(i)).data : turned(frames, rng.fork(i)), i * steps * dim);
  }
  return { ...source, data: out };
}

/** Later frames first: a shift of a tenth to nine tenths of the length. */
function turned({ n, dim, data }: Batch, rng: RandomStream): Float64Array {
  const shift = Math.max(1, Math.min(n - 1, Math.floor(n * (0.1 + 0.8 * rng.uniform())))) * dim;
  const out = new Float64Array(data.length);
  out.set(data.subarray(shift));
  out.set(data.subarray(0, shift), data.length - shift);
  return out;
}
