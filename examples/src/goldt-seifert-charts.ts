import { hebbianEfficiency } from '@szilard/models';
import type { ChartSpec } from '@szilard/report';
import { curves, type Point } from './curves.ts';
import type { Studied } from './goldt-seifert.ts';

const LOADS = [0.01, 0.1, 1, 10];
const rates = Array.from({ length: 41 }, (_, k) => 10 ** (-2 + k / 10));

/** η against the learning rate and the load, and information against its bounds. */
export function efficiencyCharts(studied: readonly Studied[]): ChartSpec[] {
  const at = (load: number, rate: number) => hebbianEfficiency({ load, rate, readout: 'sign' });
  const seen = studied.map(({ rate, efficiency }): Point => ({ x: rate, y: efficiency.value, stderr: efficiency.stderr }));
  const over = (load: number, of: (found: ReturnType<typeof at>) => number) => rates.map((x): Point => ({ x, y: of(at(load, x)) }));
  return [
    curves({
      title: 'Efficiency of learning',
      caption:
        'Information in all labels over the entropy produced, η = αI/(ΔS + Q) ≤ 1, against the learning rate ν at several loads α: limit of many weights (lines), simulated (points, two standard errors).',
      x: { title: 'learning rate ν', log: true },
      y: { title: 'η' },
      series: { ...Object.fromEntries(LOADS.map((load) => [`α = ${load}`, over(load, ({ efficiency }) => efficiency)])), simulated: seen },
    }),
    curves({
      title: 'What was learned, and what bounds it',
      caption: 'One pattern a weight: information in the labels, entropy gained by the weights, and that with the heat, per weight.',
      x: { title: 'learning rate ν', log: true },
      y: { title: 'nats a weight', log: true },
      series: {
        'information αI': over(1, ({ information }) => information),
        ΔS: over(1, ({ entropyGain }) => entropyGain),
        'ΔS + Q': over(1, ({ entropyGain, heat }) => entropyGain + heat),
      },
    }),
  ];
}
