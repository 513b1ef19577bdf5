import type { Batch, RandomStream } from '@szilard/core';
import { permutation } from './shuffle.ts';

/**
 * Orders of rows in which each takes the place of one alike in z; [n], from a stream. Rows of one z of which there are more than
 * `neighbours` change places among themselves, any with any. The others each take one of their `neighbours` nearest in z, the row itself
 * among them, which nobody took before, where there is one left [Runge2018]; columns of z by their spread, largest difference.
 */
export function localPermutation(z: Batch, neighbours: number): (rng: RandomStream) => Int32Array {
  const { crowds, alone } = crowdsOf(z, neighbours);
  const near = nearestIn(scaled(z), alone, Math.min(neighbours, alone.length));
  return (rng) => {
    const out = new Int32Array(z.n);
    for (const [c, rows] of crowds.entries()) {
      const order = permutation(rows.length, rng.fork('crowd').fork(c));
      for (let i = 0; i < rows.length; i++) out[rows[i]] = rows[order[i]];
    }
    const taken = new Uint8Array(z.n);
    const turns = permutation(alone.length, rng.fork('turns'));
    const draws = rng.fork('draws');
    for (const turn of turns) {
      const order = permutation(near[turn].length, draws);
      const free = order.find((at) => taken[near[turn][at]] === 0) ?? order[order.length - 1];
      out[alone[turn]] = near[turn][free];
      taken[near[turn][free]] = 1;
    }
    return out;
  };
}

function crowdsOf({ n, dim, data }: Batch, neighbours: number): { readonly crowds: readonly number[][]; readonly alone: Int32Array } {
  const rows = new Map<string, number[]>();
  for (let i = 0; i < n; i++) {
    const key = data.subarray(i * dim, (i + 1) * dim).join(' ');
    const crowd = rows.get(key);
    if (crowd) crowd.push(i);
    else rows.set(key, [i]);
  }
  const groups = [...rows.values()];
  const crowds = groups.filter(({ length }) => length > neighbours);
  const alone = groups.filter(({ length }) => length <= neighbours).flat();
  return { crowds, alone: Int32Array.from(alone) };
}

/** Columns over their spread; constants stay. */
function scaled({ n, dim, data }: Batch): Batch {
  const out = data.slice();
  for (let k = 0; k < dim; k++) {
    let [mean, square] = [0, 0];
    for (let i = k; i < n * dim; i += dim) mean += data[i] / n;
    for (let i = k; i < n * dim; i += dim) square += (data[i] - mean) ** 2 / n;
    if (square > 0) for (let i = k; i < n * dim; i += dim) out[i] /= Math.sqrt(square);
  }
  return { n, dim, data: out };
}

/** The rows nearest to each, itself first, all of `rows`. */
function nearestIn({ dim, data }: Batch, rows: Int32Array, count: number): Int32Array[] {
  const [best, who] = [new Float64Array(count), new Int32Array(count)];
  return Array.from(rows, (i) => {
    best.fill(Number.POSITIVE_INFINITY);
    for (const j of rows) {
      let away = j === i ? -1 : 0;
      for (let k = 0; k < dim && away < best[count - 1] && j !== i; k++)
        away = Math.max(away, Math.abs(data[i * dim + k] - data[j * dim + k]));
      if (!(away < best[count - 1])) continue;
      let place = count - 1;
      for (; place > 0 && best[place - 1] > away; place--) {
        best[place] = best[place - 1];
        who[place] = who[place - 1];
      }
      best[place] = away;
      who[place] = j;
    }
    return who.slice();
  });
}
