import type { Averages, Bounds, Measured } from './measured.ts';
import type { Mixtures } from './mixtures.ts';

/** The information quantities of one frame, docs/theory.md 21; nats. */
export interface Informations {
  /** S(X), for continuous x that of a density. */
  readonly entropy: Bounds;
  /** I(X;Θ). The lower bound cannot exceed ln of the number of runs. */
  readonly together: Bounds;
  /** I(X;Θ|B): what it has to say of chance in learning. The lower bound cannot exceed ln of the runs on a data set. */
  readonly givenData: Bounds;
  /** L-info, I(X;B). Absent: one data set, or one run on each. Of `these` data sets it is at most ln of their number. */
  readonly learned?: Bounds;
}

/** Bounds from the mixtures over runs; errors by first-order influences, a run being both sample and component. */
export function informationsOf(each: Mixtures, { mean }: Averages): Informations {
  const { own, all, others, allGiven, othersGiven, told, served, servedGiven } = each;
  const unknown = { value: Number.POSITIVE_INFINITY, stderr: 0 };
  const less = (a: Float64Array, b: Float64Array): Float64Array => a.map((v, i) => v - b[i]);
  const plus = (a: Float64Array, b: Float64Array): Float64Array => a.map((v, i) => v + b[i]);
  const nothing = new Float64Array(own.length);
  const over = (values: Float64Array, influence: Float64Array): Measured => mean(values, plus(values, influence));
  const minus = served.map((v) => -v);
  const minusGiven = servedGiven.map((v) => -v);
  const tells = less(servedGiven, served);
  return {
    entropy: { lower: over(less(nothing, all), minus), upper: others ? over(less(nothing, others), minus) : unknown },
    together: { lower: over(less(own, all), minus), upper: others ? over(less(own, others), minus) : unknown },
    givenData: {
      lower: over(less(own, allGiven), minusGiven),
      upper: othersGiven ? over(less(own, othersGiven), minusGiven) : unknown,
    },
    ...(told && others ? { learned: { lower: over(told, tells), upper: over(less(allGiven, others), tells) } } : {}),
  };
}
