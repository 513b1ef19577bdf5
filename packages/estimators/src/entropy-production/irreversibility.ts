import type { Blocks } from './blocks.ts';
import type { Words } from './words.ts';

/** Words of one kind, and what a nat of their irreversibility counts. */
export interface Part {
  readonly words: Words;
  readonly weight: number;
  /** Which block each word's row is in. */
  readonly blocks: Blocks;
}

export interface Irreversibility {
  /** Σ over parts of weight · Σ_w n_w ln(n_w/n_w̃); +Infinity where a word was seen and its reverse never. */
  readonly value: number;
  /** What of it chance alone puts there, to second order. */
  readonly bias: number;
  readonly stderr: number;
  /** Words seen whose reverse was never seen, and the rows that hold them. */
  readonly unseen: number;
  readonly unseenRows: number;
}

/**
 * How far words are from being as frequent as their reverses, with the error and the bias that blocks of time show [docs/theory.md 14].
 * Per pair of words seen a and b times, a block seeing a_k and b_k, and s added to the counts in the logarithm:
 *
 *     f = (a − b) ln((a + s)/(b + s))      bias ½ (a + b) Σ_k (a_k/a − b_k/b)²
 *
 * The error is the spread of first-order influences over blocks, not below that of second order, √2 tr((HV)²)^½/2, which is all that
 * is left for reversible series. `load`: share of each block in what the value is divided by; [blocks].
 */
export function irreversibility(parts: readonly Part[], load: Float64Array, smoothing: number): Irreversibility {
  const count = load.length;
  const sums = new Float64Array(count);
  const gram = new Float64Array(count * count);
  const [there, back] = [new Float64Array(count), new Float64Array(count)];
  let [value, bias, unseen, unseenRows] = [0, 0, 0, 0];

  for (const { words, weight, blocks } of parts) {
    const { starts, rows } = sorted(words);
    for (let word = 0; word < words.size; word++) {
      const reverse = words.back[word];
      // Each pair once; a word that is its own reverse says nothing.
      if (reverse <= word) continue;
      const [a, b] = [starts[word + 1] - starts[word], starts[reverse + 1] - starts[reverse]];
      if (a === 0 || b === 0) {
        unseen++;
        unseenRows += a + b;
        if (smoothing === 0) {
          value = Number.POSITIVE_INFINITY;
          continue;
        }
      }
      const [from, to] = [a + smoothing, b + smoothing];
      const log = Math.log(from / to);
      value += weight * (a - b) * log;
      there.fill(0);
      back.fill(0);
      for (let at = starts[word]; at < starts[word + 1]; at++) there[blocks.of[rows[at]]]++;
      for (let at = starts[reverse]; at < starts[reverse + 1]; at++) back[blocks.of[rows[at]]]++;
      const [perThere, perBack] = [log + (a - b) / from, -log - (a - b) / to];
      const scale = Math.sqrt((Math.abs(weight) * (from + to)) / 2);
      for (let k = 0; k < count; k++) {
        sums[k] += weight * (there[k] * perThere + back[k] * perBack);
        there[k] = scale * (there[k] / from - back[k] / to);
      }
      for (let k = 0; k < count; k++) {
        if (there[k] === 0) continue;
        for (let l = 0; l <= k; l++) gram[k * count + l] += Math.sign(weight) * there[k] * there[l];
      }
    }
  }
  const total = sums.reduce((sum, v) => sum + v, 0);
  let [first, second] = [0, 0];
  for (let k = 0; k < count; k++) {
    first += (sums[k] - total * load[k]) ** 2;
    bias += gram[k * count + k];
    for (let l = 0; l < k; l++) second += 2 * gram[k * count + l] ** 2;
  }
  const few = count / (count - 1);
  const stderr = value === Number.POSITIVE_INFINITY ? value : Math.sqrt(Math.max(few * first, 2 * second));
  return { value, bias: few * bias, stderr, unseen, unseenRows };
}

/** Rows by word: those of word w are rows[starts[w]] … rows[starts[w + 1] − 1]. */
function sorted({ of, size }: Words): { starts: Int32Array; rows: Int32Array } {
  const starts = new Int32Array(size + 1);
  for (const word of of) starts[word + 1]++;
  for (let word = 0; word < size; word++) starts[word + 1] += starts[word];
  const next = starts.slice();
  const rows = new Int32Array(of.length);
  for (let row = 0; row < of.length; row++) rows[next[of[row]]++] = row;
  return { starts, rows };
}
