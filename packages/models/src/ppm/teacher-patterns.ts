import { type Batch, batch, randomStream, SzilardError } from '@szilard/core';

/** Parameters of `ppm/teacher-student-hebbian`; see there. */
export interface TeacherStudent {
  readonly weights: number;
  readonly load: number;
  readonly rate: number;
  readonly labels: 'random' | 'perceptron';
  readonly disorder: number;
  readonly dt: number;
  readonly steps: number;
}

/** Patterns ξ_μ ∈ {±1}^N, the same for every trajectory, and what is summed over them. */
export interface Patterns {
  /** P. */
  readonly count: number;
  /** [count, weights], ±1. */
  readonly signs: Int8Array;
  /** ξ_μ·ω/√N of every pattern; [n, weights] → [n, count]. */
  sums(weights: Batch): Batch;
  /** F = Σ_μ label_μ ξ_μ/√N; [n, count] → [n, weights]. */
  pull(labels: Batch): Batch;
}

export function patternsOf({ weights, load, disorder }: TeacherStudent): Patterns {
  const count = howMany(weights, load);
  const uniform = new Float64Array(count * weights);
  randomStream(disorder).fork('patterns').fillUniform(uniform);
  const signs = Int8Array.from(uniform, (u) => (u < 0.5 ? -1 : 1));
  const scale = 1 / Math.sqrt(weights);
  // The ends of a move, the density of the move and that of its reverse ask for the same weights again and again.
  let last = { asked: new Float64Array(0), answer: batch(0, count) };
  return {
    count,
    signs,
    sums({ n, data }) {
      if (data.length === last.asked.length && data.every((v, at) => v === last.asked[at])) return last.answer;
      const out = batch(n, count);
      for (let i = 0; i < n; i++) {
        for (let m = 0; m < count; m++) {
          let sum = 0;
          for (let k = 0, at = m * weights, from = i * weights; k < weights; k++) sum += signs[at + k] * data[from + k];
          out.data[i * count + m] = scale * sum;
        }
      }
      last = { asked: data.slice(), answer: out };
      return out;
    },
    pull({ n, data }) {
      const out = batch(n, weights);
      for (let i = 0; i < n; i++)
        for (let m = 0; m < count; m++) {
          const label = scale * data[i * count + m];
          for (let k = 0; k < weights; k++) out.data[i * weights + k] += label * signs[m * weights + k];
        }
      return out;
    },
  };
}

/** Signs that are still kept in memory. */
const MOST = 5e7;

/** P = load·N to the nearest whole number, at least one. */
function howMany(weights: number, load: number): number {
  const count = Math.round(load * weights);
  if (count >= 1 && count * weights <= MOST) return count;
  throw new SzilardError(
    'parameter',
    `[ppm/teacher-student-hebbian] load: expected load·weights between 0.5 and ${MOST / weights} patterns, got ${load * weights}. Change load or weights.`,
  );
}
