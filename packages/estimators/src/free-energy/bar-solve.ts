import { sum } from '@szilard/core';

export interface BarSolution {
  readonly value: number;
  readonly stderr: number;
  /** Σ p(1 − p) over all samples, p the chance that a sample's direction is forward given its work. */
  readonly overlapping: number;
}

/** ln 1/(1 + e^z), free of overflow. */
const logFermi = (z: number): number => (z > 0 ? -z - Math.log1p(Math.exp(-z)) : -Math.log1p(Math.exp(z)));

/**
 * The root of ln Σ_F f(M + w − ΔF) − ln Σ_R f(−M + w + ΔF), which rises with slope 0 to 2 and changes sign once: bisection,
 * with Newton's step wherever it stays inside. In logarithms it converges where no sample overlaps, too.
 */
export function solveBar(forward: Float64Array, backward: Float64Array): BarSolution {
  const offset = Math.log(forward.length / backward.length);
  const side = { forward: scratch(forward), backward: scratch(backward) };
  const excess = (guess: number) => {
    const [f, r] = [side.forward(offset - guess), side.backward(-offset + guess)];
    // d ln f(M + w − ΔF)/dΔF = 1 − f.
    return { gap: f.log - r.log, slope: 2 - f.meanWeight - r.meanWeight };
  };

  let [low, high] = bracket(forward, backward, offset, (guess) => excess(guess).gap);
  let guess = (low + high) / 2;
  for (let pass = 0; pass < 200; pass++) {
    const { gap, slope } = excess(guess);
    if (gap === 0) break;
    if (gap < 0) low = guess;
    else high = guess;
    const newton = guess - gap / slope;
    const next = newton >= low && newton <= high ? newton : (low + high) / 2;
    const moved = Math.abs(next - guess);
    guess = next;
    if (!(moved > 1e-13 * Math.max(1, Math.abs(guess)))) break;
  }

  const [f, r] = [side.forward(offset - guess), side.backward(-offset + guess)];
  return { value: guess, stderr: Math.sqrt(f.spread() + r.spread()), overlapping: f.overlapping() + r.overlapping() };
}

/** f(w + shift) of one direction, in logarithms; reads its own buffer until called again. */
function scratch(work: Float64Array) {
  const n = work.length;
  const logs = new Float64Array(n);
  return (shift: number) => {
    let top = Number.NEGATIVE_INFINITY;
    for (let i = 0; i < n; i++) top = Math.max(top, (logs[i] = logFermi(work[i] + shift)));
    let [total, squares] = [0, 0];
    for (let i = 0; i < n; i++) {
      const scaled = Math.exp(logs[i] - top);
      total += scaled;
      squares += scaled * scaled;
    }
    return {
      /** ln Σ f. */
      log: top + Math.log(total),
      /** Σ f²/Σ f. */
      meanWeight: (Math.exp(top) * squares) / total,
      /** ⟨f²⟩/⟨f⟩² − 1 over n, as a sum of squares: no cancellation where the work hardly varies. */
      spread: () => sum(logs.map((v) => (Math.exp(v - top) / (total / n) - 1) ** 2)) / n ** 2,
      /** Σ f(1 − f). */
      overlapping: () => sum(logs.map((v) => Math.exp(v) * -Math.expm1(v))),
    };
  };
}

/** Work seen at either end, widened until the sign differs. */
function bracket(forward: Float64Array, backward: Float64Array, offset: number, gap: (guess: number) => number): [number, number] {
  let low = Number.POSITIVE_INFINITY;
  let high = Number.NEGATIVE_INFINITY;
  for (const w of forward) [low, high] = [Math.min(low, w), Math.max(high, w)];
  for (const w of backward) [low, high] = [Math.min(low, -w), Math.max(high, -w)];
  const margin = 1 + Math.abs(offset) + (high - low);
  for (let wider = margin; gap(low) > 0; wider *= 2) low -= wider;
  for (let wider = margin; gap(high) < 0; wider *= 2) high += wider;
  return [low, high];
}
