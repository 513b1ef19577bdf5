/** f(x_i, y_j) of a block of n samples; [n, n], the pairs on the diagonal. */
export interface Block {
  readonly n: number;
  readonly scores: Float64Array;
}

export interface Measured {
  readonly value: number;
  /** What each sample adds to the value, to first order; their mean is the value, their spread over √n its error. */
  readonly influences: Float64Array;
  readonly details?: Readonly<Record<string, number>>;
  readonly cautions: readonly string[];
}

/** A lower bound on I(X;Y) that holds for any critic f. */
export interface ScoreBound {
  /** ∂bound/∂f of one block; [n, n]. */
  slope(block: Block): Float64Array;
  /** The bound over all blocks. */
  measure(blocks: readonly Block[]): Measured;
}

/** e^(f − shift) of unpaired samples: their mean over all blocks, and over the row and the column of every sample. */
export interface Unpaired {
  readonly shift: number;
  readonly mean: number;
  /** Mean over the pairs (i, j) and (j, i) of sample i; [samples]. */
  readonly own: Float64Array;
  /** Samples that the mean rests on, (Σ own)²/Σ own². */
  readonly effective: number;
}

export function unpaired(blocks: readonly Block[]): Unpaired {
  let shift = Number.NEGATIVE_INFINITY;
  for (const { n, scores } of blocks)
    for (let i = 0; i < n; i++) for (let j = 0; j < n; j++) if (i !== j) shift = Math.max(shift, scores[i * n + j]);
  const samples = blocks.reduce((sum, { n }) => sum + n, 0);
  const own = new Float64Array(samples);
  let from = 0;
  for (const { n, scores } of blocks) {
    for (let i = 0; i < n; i++)
      for (let j = 0; j < n; j++) {
        if (i === j) continue;
        const weight = Math.exp(scores[i * n + j] - shift);
        own[from + i] += weight;
        own[from + j] += weight;
      }
    // After the sum, so that scores of 0 give 1 to the bit.
    for (let k = from; k < from + n; k++) own[k] /= 2 * (n - 1);
    from += n;
  }
  let [total, squares] = [0, 0];
  for (const weight of own) {
    total += weight;
    squares += weight ** 2;
  }
  return { shift, mean: total / samples, own, effective: total ** 2 / squares };
}

/** f(x_i, y_i) of every sample. */
export const paired = (blocks: readonly Block[]): Float64Array =>
  Float64Array.from(blocks.flatMap(({ n, scores }) => Array.from({ length: n }, (_, i) => scores[i * n + i])));

/** Fewer effective samples than this behind ⟨e^f⟩: its error bar is itself in doubt. */
const FEW = 30;

export const thinCautions = ({ effective, own }: Unpaired): string[] =>
  effective < Math.min(FEW, 0.5 * own.length)
    ? [`⟨e^f⟩ over unpaired samples rests on ${Number(effective.toPrecision(2))} of ${own.length}: the bound may come out too high`]
    : [];
