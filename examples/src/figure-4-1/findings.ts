import type { Estimate } from '@szilard/core';
import type { Comparison } from '@szilard/report';
import type { Findings } from '../example.ts';
import type { Settings } from './settings.ts';
import { logRatio, logVarianceRatio, normalDeviate, type Summary } from './summary.ts';

/** Mean accuracy from which on batches are compared by what they have learned: half of the digits, of ten kinds. */
const LEARNED = 0.5;

const small = (value: number) => value.toExponential(2);
const signed = ({ value, stderr }: { value: number; stderr: number }) => `${value.toFixed(3)} ± ${stderr.toPrecision(2)}`;
const neighbours = (summaries: readonly Summary[]) => summaries.slice(1).map((large, k) => [summaries[k], large] as const);

/** What the figure says, panel by panel, and where it would contradict theory. */
export function figureFindings(summaries: readonly Summary[], settings: Settings): Pick<Findings, 'comparisons' | 'notes' | 'broken'> {
  const parts = [variances(summaries), accuracies(summaries, settings), stationarity(summaries), whiteness(summaries, settings)];
  return {
    comparisons: parts.flatMap(({ comparisons }) => comparisons ?? []),
    notes: parts.flatMap(({ notes }) => notes ?? []),
    broken: parts.flatMap(({ broken }) => broken ?? []),
  };
}

/** (c): at t = 0 all trials stand at one θ, so C(0,0) goes as 1/|b| exactly; later, each batch drawn is held to the formula at its θ. */
function variances(summaries: readonly Summary[]): Partial<Findings> {
  const broken: string[] = [];
  const compare = (
    quantity: string,
    truth: number,
    truthSource: string,
    said: { value: number; stderr: number },
    n: number,
    most: number,
  ) => {
    if (!(normalDeviate((said.value - truth) / said.stderr, n - 1) <= most))
      broken.push(`${quantity}: expected ${truth.toPrecision(4)}, got ${signed(said)}`);
    const estimate: Estimate = { ...said, unit: '1', n, method: 'batches drawn', params: {}, cautions: [] };
    return { quantity, system: 'figure 4.1', truth, truthSource, estimates: [estimate] } satisfies Comparison;
  };
  const ratios = neighbours(summaries).map(([a, b]) => {
    const off = (a.variance[0].mean * a.batch) / (b.variance[0].mean * b.batch) - 1;
    if (!(Math.abs(off) < 1e-12)) broken.push(`|b|·C(0,0) of |b| = ${a.batch} and ${b.batch}: expected equal at one θ, got ${off} apart`);
    const quantity = `ln C(0,0) of |b| = ${a.batch} over |b| = ${b.batch}`;
    return compare(quantity, Math.log(b.batch / a.batch), 'sizes', logRatio(a.sampled[0], b.sampled[0]), a.trials.length, 3);
  });
  const formula = summaries.map(({ batch, trials, drawnOverFormula: { mean: value, stderr } }) =>
    compare(`|η|² over the one-pass formula, |b| = ${batch}`, 1, 'at every θ', { value, stderr }, trials.length, 4),
  );
  return { comparisons: [...ratios, ...formula], broken };
}

/** (b): the spread of accuracy shrinks with the batch. */
function accuracies(summaries: readonly Summary[], { window }: Settings): Partial<Findings> {
  const at = Math.max(
    0,
    summaries[0].steps.findLastIndex((step) => step <= window.from),
  );
  const broken: string[] = [];
  const notes = summaries.map(({ batch, steps, accuracy }) => {
    const last = accuracy.length - 1;
    const line = (k: number) =>
      `${(100 * accuracy[k].mean).toFixed(1)} % (standard deviation over trials ${(100 * Math.sqrt(accuracy[k].variance)).toFixed(2)} %) at step ${steps[k]}`;
    return `|b| = ${batch}: accuracy ${line(at)}, ${line(last)}`;
  });
  for (const [a, b] of neighbours(summaries)) {
    const ratio = logVarianceRatio(a.accuracy[at], b.accuracy[at]);
    const z = ratio.value / ratio.stderr;
    notes.push(
      `Var(accuracy) of |b| = ${a.batch} over |b| = ${b.batch} at step ${summaries[0].steps[at]}: ln ${signed(ratio)}, ${z > 3 ? 'decreasing in |b|' : z > -3 ? 'not told apart' : 'increasing'}`,
    );
    // Trials that have learned nothing yet all guess alike, and differ little for that reason.
    if (z < -3 && Math.min(a.accuracy[at].mean, b.accuracy[at].mean) > LEARNED)
      broken.push(
        `Var(accuracy) was expected to decrease from |b| = ${a.batch} to ${b.batch}, but its logarithm grew by ${signed({ value: -ratio.value, stderr: ratio.stderr })}`,
      );
  }
  return { notes, broken };
}

/** (c): what the caption calls stationary. */
function stationarity(summaries: readonly Summary[]): Partial<Findings> {
  return {
    notes: summaries.flatMap(({ batch, steps, variance, largest }) => {
      const peak = variance.reduce((best, { mean }, k) => (mean > variance[best].mean ? k : best), 0);
      const last = variance.length - 1;
      const [rise, fall] = [logRatio(variance[peak], variance[0]), logRatio(variance[peak], variance[last])];
      const moves = rise.value > 4 * rise.stderr || fall.value > 4 * fall.stderr;
      const deviations = variance.map(({ mean }) => Math.sqrt(mean));
      const at = (k: number) => `${small(variance[k].mean)} at step ${steps[k]}`;
      const way = [`${at(0)}, ${at(peak)}`, ...(peak < last ? [at(last)] : ['and still rising'])].join(', ');
      return [
        `|b| = ${batch}: C(t,0) is ${moves ? 'not stationary' : 'stationary within errors'}: ${way}; ln of largest over first ${signed(rise)}${peak < last ? `, over last ${signed(fall)}` : ''}`,
        `|b| = ${batch}: √C, ${small(Math.min(...deviations))} to ${small(Math.max(...deviations))}, beside max |∂U_B/∂θ|, ${small(largest)} (both of one unit; C itself is of another)`,
      ];
    }),
  };
}

/** (d): batches drawn independently make white noise, at any rate. */
function whiteness(summaries: readonly Summary[], { window }: Settings): Partial<Findings> {
  const broken: string[] = [];
  const notes = summaries.map(({ batch, autocorrelation: { largest, bound, effectiveDimension } }) => {
    const text = `max |ρ(s)| over s = 1 … ${window.lags} from step ${window.from}: ${largest.toFixed(4)}, white noise stays below ${bound.toFixed(4)} (effective dimension ${effectiveDimension.toPrecision(3)})`;
    if (!(largest < Math.max(bound, 0.1)))
      broken.push(`|b| = ${batch}: noise of independent batches was expected to be white, but ${text}`);
    return `|b| = ${batch}: ${text}`;
  });
  return { notes, broken };
}
