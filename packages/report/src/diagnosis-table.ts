import { formatMeasured, formatScore, formatUnit, trimmed, zScore } from './number.ts';
import { pad, tint, width } from './text.ts';
import type { TableOptions } from './verdict-table.ts';

/** A property of a reservoir; see `diagnose` of @szilard/core/compose. */
export interface DiagnosisLine {
  readonly quantity: string;
  readonly about: string;
  readonly unit: string;
  readonly value: number;
  readonly stderr: number;
  readonly ideal?: number;
  readonly holds?: string;
  readonly because?: string;
}

const TINTS = { yes: 'green', no: 'red', undecided: 'yellow' } as const;
const ANSWER = 4;
const ROUNDING = 1e-12;

/** Quantity, measured, what an ideal reservoir has, the distance in errors, and whether it is that. */
export function diagnosisTable(lines: readonly DiagnosisLine[], { color = false }: TableOptions = {}): string {
  const head = ['quantity', 'measured', 'ideal', 'z', 'ideal?', ''];
  const rows = lines.map(({ quantity, about, unit, value, stderr, ideal, holds }) => {
    const rounding = Math.abs(value) + stderr < ROUNDING;
    const z = ideal === undefined || rounding ? null : zScore({ value, stderr }, ideal);
    const measured = rounding ? '0 to rounding' : stderr === 0 ? trimmed(value) : formatMeasured(value, stderr);
    return [
      quantity,
      `${measured} ${formatUnit(unit)}`.trimEnd(),
      ideal === undefined ? '' : trimmed(ideal),
      z === null ? '' : formatScore(z),
      holds ?? '',
      about,
    ];
  });
  const widths = head.map((title, k) => Math.max(width(title), ...rows.map((row) => width(row[k]))));
  const line = (cells: readonly string[]) =>
    cells
      .map((cell, k) =>
        k === ANSWER && cell in TINTS ? tint(pad(cell, widths[k]), TINTS[cell as keyof typeof TINTS], color) : pad(cell, widths[k]),
      )
      .join('  ')
      .trimEnd();
  const remarks = lines.flatMap(({ quantity, holds, because }) =>
    holds !== undefined && holds !== 'yes' && because !== undefined ? [`  ${quantity}: ${because}`] : [],
  );
  return [line(head), ...rows.map(line), ...remarks].join('\n');
}
