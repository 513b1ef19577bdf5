import type { Example, Findings } from './example.ts';
import { scalingChart } from './over-parameterisation-chart.ts';
import { type Measured, powerLaw } from './over-parameterisation-measures.ts';
import { type AtWidth, atWidth } from './over-parameterisation-width.ts';

/** What finite width may add to an exponent, beside its error. */
const FINITE_WIDTH = 0.1;

/** Does a wide network make its parameters an ideal reservoir? */
export const overParameterisation: Example = {
  id: 'over-parameterisation',
  title: 'Do the parameters of a wide network become an ideal reservoir: large, of one temperature, hardly moved?',
  source: '[Parsi2024]; [Jacot2018]; [Chizat2019]; docs/theory.md 19',
  async run(context) {
    const { quick, keep } = context;
    const rows: AtWidth[] = [];
    for (const width of quick ? [10, 32, 100, 320] : [10, 30, 100, 300, 1000]) {
      const row = await atWidth(context, width);
      rows.push(row);
      keep({ notes: [describe(row)] });
    }
    keep(judged(rows));
  },
};

const laws = [
  { name: 'heat-capacity ratio C_Θ/C_X', of: 'capacities', exponent: 1, why: 'C_Θ ≈ dim/2 grows as the width, C_X does not' },
  { name: 'temperature drift ΔT/T = Q_X/C_Θ', of: 'drift', exponent: -1, why: 'the heat of the labels is shared by all parameters' },
  { name: 'lazy index |θ_n − θ_0|/|θ_0|', of: 'lazy', exponent: -0.5, why: 'a step of fixed length in a space whose radius is √dim' },
] as const;

/** The exponents beside what theory expects of a network in the scaling of its tangent kernel. */
export function judged(rows: readonly AtWidth[]): Pick<Findings, 'notes' | 'charts' | 'broken'> {
  const each = laws.map(({ name, of, exponent, why }) => {
    const points = rows.map((row) => ({ width: row.width, ...row[of] }));
    const slope = powerLaw(points);
    const met = Math.abs(slope.value - exponent) <= 4 * slope.stderr + FINITE_WIDTH;
    return {
      note: `${name} ~ width^(${text(slope)}), expected exponent ${exponent}: ${why}`,
      chart: scalingChart(name, points, exponent),
      broken: met ? [] : [`${name} was expected to go as width^${exponent}, but went as width^(${text(slope)})`],
    };
  });
  return { notes: each.map(({ note }) => note), charts: each.map(({ chart }) => chart), broken: each.flatMap(({ broken }) => broken) };
}

const text = ({ value, stderr }: Measured) => `${value.toPrecision(3)} ± ${stderr.toPrecision(2)}`;

const describe = ({ width, parameters, capacities, drift, lazy, lent }: AtWidth) =>
  `width ${width}, ${parameters} parameters: C_Θ/C_X = ${text(capacities)}, ΔT/T = ${text(drift)}, lazy index ${text(lazy)}; the temperature that mini-batches lend ends at ${text(lent)} of what it was`;
