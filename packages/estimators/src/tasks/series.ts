import { defineTask, type Ensemble, type PairedSeries, type RandomStream, type TaskPlugin } from '@szilard/core';
import { linearSeries } from './linear-series.ts';

/** x′ = a x + e, y′ = b y + c x + e′, unit noises: the source x drives the target y. */
interface Driven {
  readonly source: number;
  readonly target: number;
  readonly drive: number;
  /** Frames of each trajectory. */
  readonly steps: number;
}
const defaults: Driven = { source: 0.6, target: 0.5, drive: 0.5, steps: 20 };
const inside = { above: -1, below: 1 };
const domain = { source: inside, target: inside, steps: { atLeast: 1, integer: true } };

const ofCorrelation = (r2: number) => -0.5 * Math.log(1 - r2);

/** Stationary covariances and what follows from them; nats. */
function truths({ source: a, target: b, drive: c }: Driven) {
  const xx = 1 / (1 - a * a);
  const xy = (a * c * xx) / (1 - a * b);
  const yy = (1 + c * c * xx + 2 * b * c * xy) / (1 - b * b);
  return {
    'transfer-entropy': 0.5 * Math.log(1 + c * c * (xx - xy ** 2 / yy)),
    'active-information-storage': ofCorrelation(((b * yy + c * xy) / yy) ** 2),
    'information-flow': ofCorrelation((a * xy) ** 2 / (xx * yy)) - ofCorrelation(xy ** 2 / (xx * yy)),
  };
}

function sample({ source: a, target: b, drive: c, steps }: Driven, n: number, rng: RandomStream): PairedSeries {
  const both = linearSeries(
    [
      [a, 0],
      [c, b],
    ],
    [
      [1, 0],
      [0, 1],
    ],
  ).sample(n, steps, rng);
  const column = (k: number): Ensemble => ({
    ...both,
    dim: 1,
    data: Float64Array.from({ length: n * steps }, (_, i) => both.data[2 * i + k]),
  });
  return { source: column(0), target: column(1) };
}

const driven = <Q extends keyof ReturnType<typeof truths>>(quantity: Q, source: string, equation: string): TaskPlugin<Q, Driven> =>
  defineTask<Q, Driven>({
    id: `${quantity}/linear`,
    title: 'a linear series with normal noise, driven by another',
    source,
    equation,
    quantity,
    defaults,
    domain,
    create: (params) => ({
      truth: truths(params)[quantity],
      unit: 'nat',
      // Storage asks for the target alone and leaves the source.
      sample: (n, rng) => sample(params, n, rng) as never,
    }),
  });

export const seriesTasks = [
  driven('transfer-entropy', '[Barnett2009]', 'TE = ½ ln(1 + c²(S_xx − S_xy²/S_yy))'),
  driven('active-information-storage', '[Lizier2012]', 'A = −½ ln(1 − ρ²), ρ of y and y′'),
  driven('information-flow', '[Horowitz2014]', 'ΔI = I(x′; y) − I(x; y), each −½ ln(1 − ρ²)'),
] as const;
