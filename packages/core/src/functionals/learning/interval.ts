import { less } from './ledger-step.ts';
import { type Averages, type Bounds, type Measured, plain } from './measured.ts';
import type { Mixtures } from './mixtures.ts';

const UNKNOWN = { lower: { value: Number.NEGATIVE_INFINITY, stderr: 0 }, upper: { value: Number.POSITIVE_INFINITY, stderr: 0 } };

/**
 * Interval (apparent) entropy production S(X_n) − S(X_0) + heat by the samples of the run, and (B1), in which the conditional one
 * and ΔI(X;Θ) are by the others. Mixtures: those of the run's samples first. `heat` and `dissipated` are sums up to here.
 */
export function interval(
  heat: Float64Array,
  dissipated: Float64Array,
  now: readonly Mixtures[],
  start: readonly Mixtures[],
  mean: Averages['mean'],
): { readonly apparent: Bounds; readonly B1: Measured } {
  const span = (end: Float64Array, begin: Float64Array) => heat.map((q, i) => q - end[i] + begin[i]);
  const influence = less(start[0].served, now[0].served);
  const over = (values: Float64Array): Measured =>
    mean(
      values,
      values.map((v, i) => v + influence[i]),
    );
  const [others, othersThen] = [now[0].others, start[0].others];
  const gains = now.slice(1).map((m, k) => less(less(m.own, m.all), less(start[k + 1].own, start[k + 1].all)));
  const gain = heat.map((_, i) => gains.reduce((sum, one) => sum + one[i], 0) / gains.length);
  const seen = span(now[0].all, start[0].all);
  return {
    apparent: {
      lower: othersThen ? over(span(now[0].all, othersThen)) : UNKNOWN.lower,
      upper: others ? over(span(others, start[0].all)) : UNKNOWN.upper,
    },
    B1: plain(less(less(seen, dissipated), gain)),
  };
}
