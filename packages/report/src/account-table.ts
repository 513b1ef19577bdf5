import { formatMeasured, formatScore, formatUnit, significant, trimmed, zScore } from './number.ts';
import { pad, tint, width } from './text.ts';
import type { TableOptions } from './verdict-table.ts';

/** A quantity of a process; see `account` of @szilard/core/compose. */
export interface AccountLine {
  readonly quantity: string;
  readonly about: string;
  readonly unit: string;
  readonly mean?: readonly [value: number, stderr: number];
  readonly exact?: number;
  readonly integral?: {
    readonly mean?: readonly [number, number];
    readonly exact?: number;
    readonly holds: string;
    readonly because: string;
  };
}

const ROUNDING = 1e-12;
const meanText = ([value, stderr]: readonly [number, number]): string =>
  Math.abs(value) + stderr < ROUNDING ? '0 to rounding' : stderr < ROUNDING ? `${trimmed(value)} ± 0` : formatMeasured(value, stderr);

/** What six digits would make a 1 of, and is none: `1 + 9.0e-7`. */
function besideOne(value: number): string {
  const off = value - 1;
  return trimmed(value) === '1' && Math.abs(off) > 1e-8 ? `1 ${off > 0 ? '+' : '-'} ${significant(Math.abs(off), 2)}` : trimmed(value);
}

/** Quantity, simulated mean, exact value with its distance in errors, ⟨e^−S⟩ and whether it is 1. */
export function accountTable(lines: readonly AccountLine[], { color = false }: TableOptions = {}): string {
  const head = ['quantity', 'simulated', 'exact', 'z', '⟨e^−S⟩', '= 1?', ''];
  const rows = lines.map(({ quantity, about, unit, mean, exact, integral }) => {
    // What differs by rounding alone has no distance in errors that are rounding themselves.
    const apart = mean && exact !== undefined && Math.abs(mean[0] - exact) > ROUNDING * Math.max(1, Math.abs(exact));
    const z = apart ? zScore({ value: mean[0], stderr: mean[1] }, exact) : null;
    return [
      quantity,
      mean ? `${meanText(mean)} ${formatUnit(unit)}` : '',
      exact === undefined ? '' : `${Math.abs(exact) < 1e-12 ? '0' : trimmed(exact)} ${formatUnit(unit)}`,
      z === null ? '' : formatScore(z),
      !integral ? '' : integral.exact !== undefined ? besideOne(integral.exact) : integral.mean ? meanText(integral.mean) : '',
      integral?.holds ?? '',
      about,
    ];
  });
  const widths = head.map((title, k) => Math.max(width(title), ...rows.map((row) => width(row[k]))));
  const tints = { yes: 'green', no: 'red', undecided: 'yellow' } as const;
  const line = (cells: readonly string[]) =>
    cells
      .map((cell, k) =>
        k === 5 && cell in tints ? tint(pad(cell, widths[k]), tints[cell as keyof typeof tints], color) : pad(cell, widths[k]),
      )
      .join('  ')
      .trimEnd();
  const remarks = lines.flatMap(({ quantity, integral }) =>
    integral && integral.holds !== 'yes' ? [`  ${quantity}: ${integral.because}`] : [],
  );
  return [line(head), ...rows.map(line), ...remarks].join('\n');
}
