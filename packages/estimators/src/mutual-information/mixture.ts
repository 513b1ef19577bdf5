import { batch, defineEstimator, type Estimate, moments, type PairedSamples, rows, SzilardError } from '@szilard/core';
import { checkPaired } from '../paired-samples.ts';
import { gaussianConditional } from './gaussian-conditional.ts';

const id = 'mutual-information/mixture';

export interface MixtureParams {
  /** Above 0: take p(x|y) to be N(x; y, width²) in every component. 0: use the conditional density that comes with the samples. */
  width: number;
}

/** Rows per call of the conditional density: memory stays O(n + BLOCK·dim). */
const BLOCK = 512;

/**
 * I(X;Y) where ln p(x|y) is known exactly, the law of y by its samples [docs/theory.md 6]; [n, dx] and [n, dy], nats:
 *
 *     I = ⟨ ln p(x_i|y_i) − ln (1/n) Σ_j p(x_i|y_j) ⟩_i        never above ln n
 *
 * On average between this and the same with sample i left out of its own mixture lies the truth [Poole2019].
 * Bias: −χ²/(2n) to first order, χ² = ⟨(p(x|y)/p(x))²⟩ − 1 over independent x, y: small while ln n is well above I.
 * Error: spread of first-order influences over √n; sample j also serves as component j of every other row's mixture, so its
 * influence is own term − (Σ_i w_ij − 1), w_ij = p(x_i|y_j)/Σ_j p(x_i|y_j) (Hájek projection). Measured on normal channels,
 * n = 60 to 1000: 0.9 to 1.15 times the true error. It does not cover the bias or the ceiling.
 */
export const mixtureMutualInformation = defineEstimator<'mutual-information', MixtureParams>({
  id,
  title: 'mutual information from a known conditional density and samples of its condition',
  quantity: 'mutual-information',
  requires: ['logConditional'],
  source: 'docs/theory.md 6; error after [Hajek1968]',
  calibrated: true,
  defaults: { width: 0 },
  domain: { width: { atLeast: 0 } },
  create: (params) => ({ estimate: (input) => estimate(params, input) }),
});

function estimate(params: MixtureParams, input: PairedSamples): Estimate {
  checkPaired(id, input);
  const logConditional = conditionalOf(params, input);
  const { x, y } = input;
  const n = x.n;
  const repeated = batch(Math.min(BLOCK, n), x.dim);
  const logDensity = new Float64Array(n);
  const local = new Float64Array(n);
  const served = new Float64Array(n);
  let gap = -Math.log(n / (n - 1));

  for (let i = 0; i < n; i++) {
    repeat(x.data.subarray(i * x.dim, (i + 1) * x.dim), repeated.data);
    // What the density does not write must not pass for one of its numbers.
    logDensity.fill(Number.NaN);
    for (let from = 0; from < n; from += BLOCK) {
      const to = Math.min(from + BLOCK, n);
      logConditional(rows(repeated, 0, to - from), rows(y, from, to), logDensity.subarray(from, to));
    }
    const own = logDensity[i];
    const whole = softmax(logDensity);
    refuse(own, whole, i);
    local[i] = own - whole + Math.log(n);
    for (let j = 0; j < n; j++) served[j] += logDensity[j];
    gap -= Math.log1p(-logDensity[i]) / n;
  }

  const value = moments(local).mean;
  const { stderr } = moments(local.map((own, j) => own - served[j]));
  const cautions = cautionsOf(value, stderr, n, gap);
  if (params.width > 0) cautions.unshift(`p(x|y) taken to be normal around y with standard deviation ${params.width} in every component`);
  return { value, stderr, unit: 'nat', n, method: id, params: { ...params }, cautions };
}

function conditionalOf({ width }: MixtureParams, { x, y, logConditional }: PairedSamples): NonNullable<PairedSamples['logConditional']> {
  if (width === 0) {
    if (logConditional) return logConditional;
    throw new SzilardError(
      'input',
      `[${id}] logConditional: expected ln p(x|y) with the samples, got none. Give it, or set width above 0 for a normal p(x|y), or take mutual-information/ksg1.`,
    );
  }
  if (logConditional) {
    throw new SzilardError(
      'parameter',
      `[${id}] width: expected 0 because the samples bring their own ln p(x|y), got ${width}. Leave one of the two out.`,
    );
  }
  if (x.dim !== y.dim) {
    throw new SzilardError(
      'shape',
      `[${id}] width: expected x and y of equal dimension for N(x; y, width²), got ${x.dim} and ${y.dim}. Pick as many columns for x as for y.`,
    );
  }
  return gaussianConditional(width);
}

/** One row over and over, in doubling copies. */
function repeat(row: Float64Array, out: Float64Array): void {
  out.set(row);
  for (let filled = row.length; filled < out.length; filled *= 2) out.copyWithin(filled, 0, filled);
}

/** Logs to weights that sum to 1, in place; ln Σ exp of what was there. */
function softmax(logs: Float64Array): number {
  let top = Number.NEGATIVE_INFINITY;
  for (let j = 0; j < logs.length; j++) if (logs[j] > top || Number.isNaN(logs[j])) top = logs[j];
  if (!Number.isFinite(top)) return top;
  let total = 0;
  for (let j = 0; j < logs.length; j++) total += logs[j] = Math.exp(logs[j] - top);
  for (let j = 0; j < logs.length; j++) logs[j] /= total;
  return top + Math.log(total);
}

function refuse(own: number, whole: number, i: number): void {
  if (Number.isNaN(whole) || whole === Number.POSITIVE_INFINITY) {
    throw new SzilardError(
      'non-finite',
      `[${id}] logConditional: expected numbers below infinity for x in row ${i}, got ${whole}. Repair the density.`,
    );
  }
  if (own === Number.NEGATIVE_INFINITY) {
    throw new SzilardError(
      'input',
      `[${id}] logConditional: expected p(x|y) above 0 at the sample in row ${i}, got 0. These samples cannot come from this density.`,
    );
  }
}

/** `gap`: how much higher the estimate gets with every sample left out of its own mixture; half of it is a fair guess at the bias. */
function cautionsOf(value: number, stderr: number, n: number, gap: number): string[] {
  const cautions: string[] = [];
  const ceiling = Math.log(n);
  if (value > ceiling - 1) {
    const away = Math.max(0, ceiling - value).toPrecision(2);
    cautions.push(`within ${away} nat of the ceiling ln n = ${ceiling.toFixed(3)}: the truth may be any larger number; take more samples`);
  } else if (gap / 2 > stderr) {
    cautions.push(`comes out too small, on average: expect the truth between this and ${(value + gap).toPrecision(4)}; take more samples`);
  }
  if (n < 30) cautions.push(`only ${n} samples`);
  return cautions;
}
