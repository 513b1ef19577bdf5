import type { ChartSpec } from '@szilard/report';
import { curves, type Point } from './curves.ts';
import type { Row } from './quasi-static-limit-gaussian.ts';

const rate = { title: 'learning rate', log: true };

interface Beside {
  /** Σ_X|Θ at a fixed temperature of the parameters. */
  readonly held: readonly Point[];
  readonly cost: readonly Point[];
  readonly time: number;
  /** Of Σ_X|Θ over the learning rate. */
  readonly limit: number;
}

export function gaussianCharts(system: string, rows: readonly Row[], { held, cost, time, limit }: Beside): ChartSpec[] {
  const exact = (of: keyof Row['exact']) => rows.map((row): Point => ({ x: row.rate, y: row.exact[of] }));
  const seen = (of: keyof Row['seen']) => rows.map((row): Point => ({ x: row.rate, y: row.seen[of].value, stderr: row.seen[of].stderr }));
  return [
    curves({
      title: 'Conditional entropy production goes to zero with the learning rate',
      caption: `${system}, total time ${time}: exact (lines), simulated (points, two standard errors). With slope 1, unless the noise of the parameters is held at one temperature.`,
      x: rate,
      y: { title: 'Σ of X given Θ, nats', log: true },
      series: { 'temperature ∝ learning rate': exact('conditional'), simulated: seen('along'), 'temperature held fixed': held },
    }),
    curves({
      title: 'What an observer of the samples calls entropy production becomes information',
      caption: `${system}: interval entropy production of X, and what I(X;Θ) has gained. Their difference is Σ of X given Θ.`,
      x: rate,
      y: { title: 'nats' },
      series: { 'interval Σ': exact('interval'), simulated: seen('interval'), 'ΔI(X;Θ)': exact('gained') },
    }),
    curves({
      title: 'Entropy production times steps',
      caption: `Learning twice as slowly costs twice the steps and saves half of the entropy production: the product tends to ${(time * limit).toFixed(2)} nats.`,
      x: rate,
      y: { title: 'steps · Σ of X given Θ, nats' },
      series: { exact: cost },
    }),
  ];
}

export const samplesChart = (learned: (samples: number) => number, memorised: number): ChartSpec =>
  curves({
    title: 'What is memorised is expressed in many samples only',
    caption: 'L-info of m samples of one run, and M-info, at the learning rate 0.025.',
    x: { title: 'samples', log: true },
    y: { title: 'nats' },
    series: {
      'L-info': Array.from({ length: 17 }, (_, k) => 10 ** (k / 4)).map((x) => ({ x, y: learned(x) })),
      'M-info': [1, 1e4].map((x) => ({ x, y: memorised })),
    },
  });
