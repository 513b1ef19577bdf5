import type { SymmetryPoint } from '../types.ts';

export interface SymmetryOptions {
  readonly bins?: number;
  /** Fewest forward and fewest reversed trajectories in a bin. */
  readonly least?: number;
}

/** σ that differs by less is the same σ. */
const SAME = 1e-9;

/**
 * ln P_F(σ)/P_R(−σ) bin by bin; [forward trajectories], [reversed trajectories] → at most `bins` points, nats.
 *
 * Pool forward σ with reversed −σ. If the law holds, a pooled s is a forward one with chance
 * p(s) = 1/(1 + e^−(s + ln n_F/n_R)) [Shirts2003]. So a bin is compared with the line of slope one at
 * ln Σp/Σ(1 − p) − ln n_F/n_R over its pooled samples: no bin is too wide. The standard error is that of
 * Σ_F (1 − p) − Σ_R p, whose mean is zero under the law.
 */
export function symmetryPoints(
  forward: Float64Array,
  backward: Float64Array,
  { bins = 24, least = 10 }: SymmetryOptions = {},
): SymmetryPoint[] {
  if (forward.some(Number.isNaN) || backward.some(Number.isNaN)) return [];
  const ahead = forward.filter(Number.isFinite).sort();
  const back = backward
    .filter(Number.isFinite)
    .map((s) => -s)
    .sort();
  if (Math.min(ahead.length, back.length) < least) return [];
  // The first and the last bin are open: each holds the `least` outermost of both samples.
  const low = Math.max(ahead[least - 1], back[least - 1]);
  const high = Math.min(ahead[ahead.length - least], back[back.length - least]);
  if (low > high) return [];
  const count = high - low < SAME ? 1 : bins;
  const width = (high - low) / count || 1;
  const tallies = Array.from({ length: count }, emptyTally);
  const tallyOf = (s: number) => tallies[Math.max(0, Math.min(count - 1, Math.floor((s - low) / width)))];
  // Infinite σ have no bin, yet they are part of the probability.
  const prior = Math.log(forward.length / backward.length);
  for (const s of ahead) addForward(tallyOf(s), s + prior);
  for (const s of back) addReversed(tallyOf(s), s + prior);
  return tallies
    .filter(({ forward: f, reversed: r }) => f >= least && r >= least)
    .map((tally) => pointOf(tally, forward.length, backward.length))
    .filter(({ sigma, value, stderr }) => Number.isFinite(sigma + value + stderr));
}

interface Tally {
  forward: number;
  reversed: number;
  /** Σp and Σ(1 − p) over both samples. */
  expectedForward: number;
  expectedReversed: number;
  /** Σ(1 − p) and Σ(1 − p)² over forward samples, Σp and Σp² over reversed ones. */
  surprise: number;
  surpriseSquared: number;
  lapse: number;
  lapseSquared: number;
}

const emptyTally = (): Tally => ({
  forward: 0,
  reversed: 0,
  expectedForward: 0,
  expectedReversed: 0,
  surprise: 0,
  surpriseSquared: 0,
  lapse: 0,
  lapseSquared: 0,
});

const logistic = (s: number): number => 1 / (1 + Math.exp(-s));

function addForward(tally: Tally, s: number): void {
  const [p, rest] = [logistic(s), logistic(-s)];
  tally.forward++;
  tally.expectedForward += p;
  tally.expectedReversed += rest;
  tally.surprise += rest;
  tally.surpriseSquared += rest * rest;
}

function addReversed(tally: Tally, s: number): void {
  const [p, rest] = [logistic(s), logistic(-s)];
  tally.reversed++;
  tally.expectedForward += p;
  tally.expectedReversed += rest;
  tally.lapse += p;
  tally.lapseSquared += p * p;
}

function pointOf(tally: Tally, n: number, m: number): SymmetryPoint {
  const { forward, reversed } = tally;
  // Variance of a sum of n independent terms that are zero outside the bin; rounding may leave −1e-17.
  const variance = Math.max(0, tally.surpriseSquared - tally.surprise ** 2 / n) + Math.max(0, tally.lapseSquared - tally.lapse ** 2 / m);
  return {
    sigma: Math.log(tally.expectedForward / tally.expectedReversed) - Math.log(n / m),
    value: Math.log(forward / n) - Math.log(reversed / m),
    stderr: Math.sqrt(variance) * ((forward + reversed) / (forward * reversed)),
  };
}
