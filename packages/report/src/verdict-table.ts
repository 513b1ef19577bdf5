import type { Holds, Verdict } from '@szilard/core';
import { formatChance, significant } from './number.ts';
import { pad, type Tint, tint, width, wrap } from './text.ts';
import { type SystemResult, systemName } from './types.ts';

export interface TableOptions {
  /** ANSI colours. */
  readonly color?: boolean;
  /** Columns to fit in; absent: as wide as it takes. */
  readonly width?: number;
}

const TINTS = { yes: 'green', no: 'red', undecided: 'yellow' } as const satisfies Record<Holds, Tint>;
const GAP = '  ';
/** A reason longer than this pushes its own row only. */
const USUAL = 56;
/** Fewer columns for the reason, and systems go on lines of their own. */
const LEAST = 44;

/** Every system and what every law said of it, one line each: system, law, answer, reason, chance, resolution. */
export function verdictTable(
  systems: readonly SystemResult[],
  { color = false, width: limit = Number.POSITIVE_INFINITY }: TableOptions = {},
): string {
  const verdicts = systems.flatMap((system) => system.verdicts);
  const widest = (texts: readonly string[]) => Math.max(0, ...texts.map(width));
  const name = widest(systems.map(systemName));
  const law = widest(verdicts.map((v) => v.law));
  const answer = widest(verdicts.map((v) => v.holds));
  const chance = widest(verdicts.map(chanceText));
  const fixed = law + answer + chance + widest(verdicts.map(resolutionText)) + 4 * GAP.length;
  const stacked = limit - fixed - name < LEAST && limit - fixed - name < widest(verdicts.map((v) => v.because));
  const left = stacked ? GAP.length : name + GAP.length;
  const room = Math.max(24, limit - fixed - left);
  const because = Math.min(room, USUAL, widest(verdicts.map((v) => v.because)));

  const row = (verdict: Verdict, head: string): string[] => {
    const bare = chanceText(verdict) === '' && resolutionText(verdict) === '';
    const [first, ...rest] = wrap(verdict.because, bare ? Math.max(room, limit - left - law - answer - 2 * GAP.length) : room);
    const indent = ' '.repeat(left + law + answer + 2 * GAP.length);
    const holds = tint(verdict.holds, TINTS[verdict.holds], color) + ' '.repeat(answer - verdict.holds.length);
    const line = [pad(verdict.law, law), holds, pad(first, because), pad(chanceText(verdict), chance), resolutionText(verdict)].join(GAP);
    return [`${head}${line}`.trimEnd(), ...rest.map((text) => indent + text)];
  };
  const block = (system: SystemResult): string[] => {
    const title = systemName(system);
    const heads = (i: number) => (stacked || i > 0 ? ' '.repeat(left) : pad(title, left));
    const broken = system.broken.flatMap((text) => wrap(`✗ claim broken: ${text}`, Math.max(40, limit - left)));
    return [
      ...(stacked || system.verdicts.length === 0 ? [title] : []),
      ...system.verdicts.flatMap((verdict, i) => row(verdict, heads(i))),
      ...broken.map((text) => ' '.repeat(left) + tint(text, 'red', color)),
    ];
  };
  return systems.flatMap(block).join('\n');
}

/** The chance, unless the verdict itself does not trust it. */
export const chanceText = ({ p, holds }: Verdict): string =>
  p === undefined || Number.isNaN(p) || holds === 'undecided' ? '' : `p ${formatChance(p)}`;

/** Only a decided statistic has a resolution worth reading: an exact check resolves rounding. */
export const resolutionText = ({ statistic, resolution, holds }: Verdict): string =>
  statistic[1] > 0 && Number.isFinite(resolution) && holds !== 'undecided' ? `resolves ${significant(resolution, 2)}` : '';
