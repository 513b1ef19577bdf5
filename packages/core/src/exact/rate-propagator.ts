import { SzilardError } from '../errors.ts';
import { leavingRates, type RateMatrix } from './rate-matrix.ts';

/** Terms of the series for q t ≤ 1: the next would be below 2⁻⁵³ of the sum. */
const TERMS = 20;
/** Poisson mean of one piece of a vector's way: e^−q t is far from underflow. */
const PIECE = 16;

/**
 * e^{Wt}: chance to be in j a time t after i; [states, states] by rows. Uniformisation [Jensen1953] over a time short enough for
 * the series, then squaring [Moler2003]; all terms are ≥ 0, so small chances keep their digits.
 */
export function propagator(w: RateMatrix, time: number): Float64Array {
  const { states: n } = w;
  const { fastest, uniform } = uniformised(w, time, '[propagator]');
  const halvings = Math.max(0, Math.ceil(Math.log2(fastest * time || 1)));
  const mean = (fastest * time) / 2 ** halvings;
  let power: Float64Array = identity(n);
  let out: Float64Array = power.map((v) => v * Math.exp(-mean));
  for (let k = 1, weight = Math.exp(-mean); k <= TERMS; k++) {
    power = product(power, uniform, n);
    weight *= mean / k;
    for (let at = 0; at < out.length; at++) out[at] += weight * power[at];
  }
  for (let s = 0; s < halvings; s++) out = product(out, out, n);
  return out;
}

/** Where a law goes in a time t, and how long it was where: p(t) and ∫ p ds; [states] each. */
export interface Passed {
  readonly law: Float64Array;
  /** Sums to the time. */
  readonly occupation: Float64Array;
}

/** p(t) and ∫ p ds of p' = p W from `law`, by uniformisation: nothing is discretised [Jensen1953]. */
export function evolve(law: Float64Array, w: RateMatrix, time: number): Passed {
  const { states: n } = w;
  if (law.length !== n) throw new SzilardError('shape', `[evolve] law: expected ${n} numbers, got ${law.length}.`);
  const { fastest, uniform } = uniformised(w, time, '[evolve]');
  const occupation = new Float64Array(n);
  if (fastest === 0 || time === 0) return { law: law.slice(), occupation: law.map((p) => p * time) };
  const pieces = Math.max(1, Math.ceil((fastest * time) / PIECE));
  const { chances, beyond } = poisson((fastest * time) / pieces);
  let now: Float64Array = law;
  for (let piece = 0; piece < pieces; piece++) {
    const next = new Float64Array(n);
    let step: Float64Array = now;
    for (const [k, chance] of chances.entries()) {
      if (k > 0) step = stepped(step, uniform, n);
      for (let j = 0; j < n; j++) {
        next[j] += chance * step[j];
        occupation[j] += (beyond[k] / fastest) * step[j];
      }
    }
    now = next;
  }
  return { law: now, occupation };
}

/** Chances of k events of a Poisson law, and of more than k: summed from the small end. */
function poisson(mean: number): { chances: number[]; beyond: number[] } {
  const chances = [Math.exp(-mean)];
  for (let k = 1; k < mean || chances[k - 1] > 1e-19; k++) chances.push((chances[k - 1] * mean) / k);
  const beyond = chances.slice();
  for (let k = chances.length - 1, tail = 0; k >= 0; k--) {
    beyond[k] = tail;
    tail += chances[k];
  }
  return { chances, beyond };
}

/** One chain with a clock of its own: events at the rate q of the fastest state, and I + W/q at each. */
function uniformised(w: RateMatrix, time: number, where: string): { fastest: number; uniform: Float64Array } {
  if (!(time >= 0 && Number.isFinite(time)))
    throw new SzilardError('parameter', `${where} time: expected a finite time of at least 0, got ${time}.`);
  const leaving = leavingRates(w);
  const fastest = Math.max(...leaving);
  const uniform = w.rates.map((rate) => (fastest === 0 ? 0 : rate / fastest));
  for (let i = 0; i < w.states; i++) uniform[i * (w.states + 1)] = fastest === 0 ? 1 : (fastest - leaving[i]) / fastest;
  return { fastest, uniform };
}

const identity = (n: number) => Float64Array.from({ length: n * n }, (_, at) => (at % (n + 1) === 0 ? 1 : 0));

function product(a: Float64Array, b: Float64Array, n: number): Float64Array {
  const out = new Float64Array(n * n);
  for (let i = 0; i < n; i++) out.set(stepped(a.subarray(i * n, (i + 1) * n), b, n), i * n);
  return out;
}

function stepped(row: Float64Array, matrix: Float64Array, n: number): Float64Array {
  const out = new Float64Array(n);
  for (let i = 0; i < n; i++) {
    if (row[i] === 0) continue;
    for (let j = 0; j < n; j++) out[j] += row[i] * matrix[i * n + j];
  }
  return out;
}
