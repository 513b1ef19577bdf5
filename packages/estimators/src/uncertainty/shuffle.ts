import type { Batch, RandomStream } from '@szilard/core';

/** 0 … n − 1 in random order [Durstenfeld1964]. */
export function permutation(n: number, rng: RandomStream): Int32Array {
  const order = Int32Array.from({ length: n }, (_, i) => i);
  const uniform = new Float64Array(n);
  rng.fillUniform(uniform);
  for (let i = n - 1; i > 0; i--) {
    const j = Math.floor(uniform[i] * (i + 1));
    [order[i], order[j]] = [order[j], order[i]];
  }
  return order;
}

/** Rows in random order, a copy; with `block` above 1 contiguous blocks of that many keep together, the last one as long as it gets. */
export function shuffled({ n, dim, data }: Batch, block: number, rng: RandomStream): Batch {
  const width = Math.max(1, block);
  const out = new Float64Array(data.length);
  let at = 0;
  for (const b of permutation(Math.ceil(n / width), rng)) {
    const rows = data.subarray(b * width * dim, Math.min(n, (b + 1) * width) * dim);
    out.set(rows, at);
    at += rows.length;
  }
  return { n, dim, data: out };
}
