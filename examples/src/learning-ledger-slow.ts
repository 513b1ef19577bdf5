import type { Bounds, LedgerFrame, Measured } from '@szilard/core';
import type { PictureLearner, PictureModel } from '@szilard/models';
import { formatEstimate } from '@szilard/report';
import { curves, type Point } from './curves.ts';
import type { ExampleContext, Findings } from './example.ts';
import { observe } from './learning-ledger-ensemble.ts';
import { aligned } from './learning-ledger-rows.ts';

export interface SlowOptions {
  readonly name: string;
  /** The same learner at this rate, temperature in proportion, in so many steps. */
  readonly at: (rate: number, steps: number) => { readonly learner: PictureLearner; readonly model: PictureModel };
  readonly rates: readonly number[];
  /** Learning rate × steps, the same for all. */
  readonly time: number;
  readonly replicas: number;
}

interface AtRate {
  readonly rate: number;
  readonly last: LedgerFrame;
  readonly gained: Measured;
}

/** How the book changes as the same way is gone in smaller steps, X relaxing after each: the approach to quasi-static learning. */
export async function slowly(context: ExampleContext, { name, at, rates, time, replicas }: SlowOptions): Promise<Partial<Findings>> {
  const rows: AtRate[] = [];
  for (const rate of rates) {
    const steps = Math.round(time / rate);
    const { ledger } = await observe(context, {
      name: `${name}, rate ${rate}`,
      ...at(rate, steps),
      replicas,
      interval: 1,
      every: steps,
      probes: 20,
      weighed: 0,
    });
    const [first, last] = [ledger.frames[0], ledger.frames[steps]];
    const [then, now] = [first.information!.together, last.information!.together].map(middle);
    rows.push({ rate, last, gained: { value: now.value - then.value, stderr: Math.hypot(now.stderr, then.stderr) } });
  }
  const [a, b] = [rows[rows.length - 2], rows[rows.length - 1]];
  const ratio = a.last.dissipated.value / b.last.dissipated.value;
  const slope = Math.log(ratio) / Math.log(a.rate / b.rate);
  const error =
    Math.hypot(a.last.dissipated.stderr / a.last.dissipated.value, b.last.dissipated.stderr / b.last.dissipated.value) /
    Math.log(a.rate / b.rate);
  const fine = rows.slice(1).every(({ last }, k) => {
    const before = rows[k].last.dissipated;
    return last.dissipated.value - before.value <= 4 * Math.hypot(last.dissipated.stderr, before.stderr);
  });
  return {
    notes: [
      `${name}, the same way in smaller steps, X relaxing after each (rate × steps = ${time}, temperature ∝ rate; nats):`,
      ...aligned([
        ['rate', 'Σ X|Θ', 'interval Σ', 'ΔI(X;Θ)', '(B1) leaves'],
        ...rows.map(({ rate, last: { dissipated, information }, gained }) => [
          `${rate}`,
          ...[dissipated, middle(information!.apparent), gained, information!.B1].map(({ value, stderr }) => formatEstimate(value, stderr)),
        ]),
      ]),
      `exponent of Σ X|Θ in the learning rate, from the two slowest: ${formatEstimate(slope, error)}; quasi-static learning has 1, and interval entropy production then is the information gained`,
    ],
    charts: [
      curves({
        title: `${name}: towards quasi-static learning`,
        caption: `Rate × steps = ${time}, temperature in proportion to the rate. The gap between interval entropy production and what I(X;Θ) gains is Σ of X given Θ, which vanishes with the rate.`,
        x: { title: 'learning rate', log: true },
        y: { title: 'nats' },
        series: {
          'Σ of X given Θ': rows.map(({ rate, last }): Point => ({ x: rate, y: last.dissipated.value, stderr: last.dissipated.stderr })),
          interval: rows.map(
            ({ rate, last }): Point => ({
              x: rate,
              y: middle(last.information!.apparent).value,
              stderr: middle(last.information!.apparent).stderr,
            }),
          ),
          'gain of I(X;Θ)': rows.map(({ rate, gained }): Point => ({ x: rate, y: gained.value, stderr: gained.stderr })),
        },
      }),
    ],
    broken: [
      ...(fine ? [] : [`${name}: slower learning was expected to dissipate less, but Σ of X given Θ rose with a smaller rate`]),
      ...rows.flatMap(({ rate, last: { information } }) => {
        const { value, stderr } = information!.B1;
        return Math.abs(value) <= 4 * stderr
          ? []
          : [`${name}, rate ${rate}: (B1) was expected to leave 0, left ${formatEstimate(value, stderr)}`];
      }),
    ],
  };
}

const middle = ({ lower, upper }: Bounds): Measured => ({
  value: (lower.value + upper.value) / 2,
  stderr: Math.hypot(Math.max(lower.stderr, upper.stderr), (upper.value - lower.value) / 2),
});
