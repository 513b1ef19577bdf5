import type { HeatExchange } from '@szilard/models';
import type { ChartSpec } from '@szilard/report';

/** ln P(Q)/P̃(−Q) at one value of Q, and where the exchange theorem wants it; nats. */
export interface Symmetry {
  readonly sigma: number;
  readonly value: number;
  readonly stderr: number;
}

/** Fewer trajectories than this at a value of Q, or at its opposite, say nothing. */
const FEW = 20;
const SAME = 1e-9;

/** From two samples of Q, at each of its values. */
export function symmetryOf(forward: Float64Array, backward: Float64Array, heat: Float64Array, force: number): Symmetry[] {
  const near = (values: Float64Array, at: number) => values.reduce((count, q) => count + (Math.abs(q - at) < SAME ? 1 : 0), 0);
  return Array.from(heat).flatMap((q) => {
    const [a, b] = [near(forward, q), near(backward, -q)];
    if (a < FEW || b < FEW) return [];
    return [{ sigma: force * q, value: Math.log(a / forward.length / (b / backward.length)), stderr: Math.sqrt(1 / a + 1 / b) }];
  });
}

/** Simulated ln P(Q)/P̃(−Q) on the line of slope one; `exact`: what counting says of a law that misses it. */
export function exchangeChart(
  title: string,
  samples: Readonly<Record<string, readonly Symmetry[]>>,
  force: number,
  exact?: HeatExchange,
): ChartSpec {
  const rows = Object.entries(samples).flatMap(([name, points]) =>
    points.map(({ sigma, value, stderr }) => ({ name, sigma, value, low: value - 2 * stderr, high: value + 2 * stderr })),
  );
  const counted = exact
    ? Array.from(exact.heat, (q, k) => {
        const mirrored = exact.heat.findIndex((other) => Math.abs(other + q) < SAME);
        return { sigma: force * q, exact: Math.log(exact.chance[k] / exact.chance[mirrored]) };
      })
    : [];
  const ends = rows.map(({ sigma }) => sigma);
  const line = [Math.min(...ends), Math.max(...ends)].map((sigma) => ({ sigma, line: sigma }));
  const x = { field: 'sigma', type: 'quantitative', title: '(β₂ − β₁) Q, nats' };
  const y = (field: string) => ({ field, type: 'quantitative', title: 'ln P(Q)/P̃(−Q), nats' });
  const color = { field: 'name', type: 'nominal', title: null, sort: Object.keys(samples) };
  return {
    title,
    caption: `Heat exchange between a machine at β = ½ and a bath at 1: simulated at every value of Q with two standard errors; dashed, the theorem${exact ? '; crosses, the same order counted exactly' : ''}.`,
    spec: {
      $schema: 'https://vega.github.io/schema/vega-lite/v6.json',
      width: 360,
      height: 260,
      layer: [
        { data: { values: line }, mark: { type: 'line', strokeDash: [5, 3] }, encoding: { x, y: y('line') } },
        { data: { values: rows }, mark: 'rule', encoding: { x, y: y('low'), y2: { field: 'high' }, color } },
        { data: { values: rows }, mark: { type: 'point', filled: true, size: 40 }, encoding: { x, y: y('value'), color } },
        { data: { values: counted }, mark: { type: 'point', shape: 'cross', size: 60 }, encoding: { x, y: y('exact') } },
      ],
    },
  };
}
