import { normalCdf, SzilardError } from '@szilard/core';

export interface HebbianLimit {
  /** α: patterns per weight. */
  readonly load: number;
  /** ν: learning rate, the pull of the patterns in units of the noise. */
  readonly rate: number;
  /** `sign`: the label that the sum of inputs A points to. `thermal`: label ±1 with the odds e^A. */
  readonly readout: 'sign' | 'thermal';
}

export interface HebbianEfficiency {
  /** p_C: chance that the student's label is the true one. */
  readonly correct: number;
  /** I(true label; student's label) of one pattern; nats. */
  readonly information: number;
  /** ΔS of one weight, ½ ln(1 + αν²); nats. */
  readonly entropyGain: number;
  /** Heat of one weight into the bath, αν²/2; k_BT. */
  readonly heat: number;
  /** η = α I/(ΔS + Q) ≤ 1. */
  readonly efficiency: number;
}

/**
 * A perceptron of N → ∞ weights, each relaxed to N(νF, 1) with F = Σ_μ label_μ ξ_μ/√N over αN random patterns with random labels
 * [Goldt2017], docs/theory.md 22. In front of a pattern it has seen, A times the true label is N(ν, 1 + αν²).
 */
export function hebbianEfficiency(limit: HebbianLimit): HebbianEfficiency {
  const { load, rate } = limit;
  const correct = rightOf(limit, rate);
  const information = Math.LN2 - binaryEntropy(correct, rightOf(limit, -rate));
  const entropyGain = 0.5 * Math.log1p(load * rate * rate);
  const heat = (load * rate * rate) / 2;
  return { correct, information, entropyGain, heat, efficiency: (load * information) / (entropyGain + heat) };
}

/**
 * p_C where the true labels are those of a perceptron: the other patterns then pull along the teacher as well, and at the distance
 * |u| from its plane, u ~ N(0, 1), A times the true label is N(ν(1 + α√(2/π)|u|), 1 + αν²).
 */
export function perceptronAgreement(limit: HebbianLimit): number {
  const { load, rate } = limit;
  const right = (u: number) => rightOf(limit, rate * (1 + load * Math.sqrt(2 / Math.PI) * u));
  return simpson((u) => right(u) * Math.exp(-0.5 * u * u), 0, 10) * Math.sqrt(2 / Math.PI);
}

/** Chance of the true label where A times it is N(mean, 1 + αν²). */
function rightOf({ load, rate, readout }: HebbianLimit, mean: number): number {
  for (const [name, value] of Object.entries({ load, rate }))
    if (!(value > 0 && value < Number.POSITIVE_INFINITY))
      throw new SzilardError('parameter', `[hebbianEfficiency] ${name}: expected a finite number above 0, got ${value}.`);
  const deviation = Math.sqrt(1 + load * rate * rate);
  return readout === 'sign' ? normalCdf(mean / deviation) : normalMean((z) => 1 / (1 + Math.exp(-mean - deviation * z)));
}

/** −p ln p − q ln q, q the chance of the other: given, since 1 − p may be rounding. */
const binaryEntropy = (...chances: readonly [number, number]): number =>
  chances.reduce((sum, p) => (p === 0 ? sum : sum - p * Math.log(p)), 0);

/** ⟨f(z)⟩, z ~ N(0, 1). */
const normalMean = (f: (z: number) => number): number => simpson((z) => f(z) * Math.exp(-0.5 * z * z), -10, 10) / Math.sqrt(2 * Math.PI);

function simpson(f: (x: number) => number, from: number, to: number): number {
  const cells = 400;
  const h = (to - from) / cells;
  let sum = f(from) + f(to);
  for (let k = 1; k < cells; k++) sum += (k % 2 === 1 ? 4 : 2) * f(from + k * h);
  return (sum * h) / 3;
}
