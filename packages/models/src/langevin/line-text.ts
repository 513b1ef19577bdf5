import type { Buffers } from '@szilard/core';
import type { LineMove } from './fused-line.ts';
import type { KickRoom } from './line-room.ts';
import { specialise } from './specialise.ts';

type Loop = (row: number, zero: number) => number;

/** Arrays that the loops read their numbers from. */
interface Numbers {
  /** [2, settings]: before the tick, and now. */
  readonly settings: Float64Array;
  /** Normal deviates; [rows, n]. */
  readonly draws: Float64Array;
  readonly perBeta: Float64Array;
}

/** The text with the settings of the tick before. */
export const underBefore = (settings: readonly string[], text: string): string =>
  settings.reduce((all, name) => all.replaceAll(new RegExp(`\\b${name}\\b`, 'g'), `${name}Before`), text);

/** The loops over a block that make a move on the line, compiled from its text. They take the row of `draws` that is to be used, and 0. */
export function lineText(
  { x, known, work, heat, logRatio }: Buffers,
  line: LineMove,
  { settings, draws, perBeta }: Numbers,
  kicks: KickRoom | null,
) {
  const n = x.n;
  const [widths, kept] = [Object.keys(line.ofBeta), Object.keys(line.carried)];
  const columns = (names: readonly string[]) => Object.fromEntries(names.map((name) => [`${name}s`, new Float64Array(n)]));
  const [ofBeta, flow] = [columns(widths), new Float64Array(n)];
  const arrays = { x: x.data, known, work, heat, logRatio, flow, settings, draws, perBeta };
  const kicked = kicks && { place: kicks.x, back: kicks.back, ahead: kicks.next, done: kicks.work };
  const values: Record<string, unknown> = { ...line.captured, ...ofBeta, ...columns(kept), ...arrays, ...kicked, n };

  // Numbers are read before the loop: a captured one is a constant, which the compiler loads anew at every use.
  const numbers = ['Before', '']
    .flatMap((when, row) => line.settings.map((name, at) => `const ${name}${when} = settings[${row * line.settings.length + at}];`))
    .join(' ');
  const compile = (uniform: boolean, body: string): Loop => {
    const [before, inside] = [
      widths.map((name, at) => `const ${name} = perBeta[${at}];`).join(' '),
      widths.map((name) => `const ${name} = ${name}s[i];`).join(' '),
    ];
    const source = `return (row, zero) => { ${numbers} ${uniform ? before : ''} let lost = 0;
      for (let i = 0; i < n; i++) { ${uniform ? '' : inside} ${body} } return lost; };`;
    return specialise(Object.keys(values), source, Object.values(values)) as Loop;
  };
  const each = (text: (name: string) => string) => kept.map(text).join(' ');
  const before = (text: string) => underBefore(line.settings, text);
  const fresh = each((name) => `const ${name} = ${line.carried[name]('at')};`);
  const move = (uniform: boolean, start: string, book: string, ratio = 'ratio') =>
    compile(uniform, `const at = x[i]; const xi = draws[row + i]; ${start} ${line.draw} ${book} logRatio[i] += ${ratio}; x[i] = next;`);
  const rise = `${line.energy('at')} - ${before(line.energy('at'))}`;
  const drift = line.carried.push?.('at') ?? '';
  const asked = (uniform: boolean, text: string) => compile(uniform, `const at = place[i]; ${text}`);
  const look = 'lost += x[i] * 0 + flow[i] * 0 + logRatio[i] * 0;';

  const makers = {
    book: (uniform: boolean) =>
      move(
        uniform,
        `${fresh} const rest = ${line.energy('at')};`,
        `const after = ${line.energy('next')}; work[i] += rest - known[i]; heat[i] += rest - after; known[i] = after; lost += after * 0;`,
      ),
    drive: (uniform: boolean) => move(uniform, fresh, `flow[i] += ${rise};`),
    // A lost energy on the way would not show in those at both ends: 0 times it spoils the ratio for good.
    rest: (uniform: boolean) =>
      move(
        uniform,
        each((name) => `const ${name} = ${name}s[i];`),
        each((name) => `${name}s[i] = ${name}Next;`),
        `ratio + ${line.energy('next')} * zero`,
      ),
    /** What the start of a move at rest needs to know. */
    keep: (uniform: boolean) =>
      compile(
        uniform,
        each((name) => `${name}s[i] = ${line.carried[name]('x[i]')};`),
      ),
    // The drift alone, for moves that are made elsewhere: at their start, between two of them, and at their end.
    depart: (uniform: boolean) => asked(uniform, `ahead[i] = ${drift}; done[i] += ${rise};`),
    pass: (uniform: boolean) => asked(uniform, `back[i] = ${before(drift)}; ahead[i] = ${drift}; done[i] += ${rise};`),
    stay: (uniform: boolean) => asked(uniform, `back[i] = ${drift} + ${line.energy('at')} * zero;`),
    probe: (uniform: boolean) => compile(uniform, look),
    /** The first law over a pile: Q = W − ΔU, at the control of the last move. */
    close: (uniform: boolean) =>
      compile(
        uniform,
        `${look} const end = ${line.energy('x[i]')}; lost += end * 0;
        work[i] += flow[i]; heat[i] += flow[i] - (end - known[i]); known[i] = end; flow[i] = 0;`,
      ),
  };
  type Name = keyof typeof makers;
  const made: readonly Partial<Record<Name, Loop>>[] = [{}, {}];
  /** Compiled when first asked for. `uniform`: one β for all. */
  const loop = (name: Name, uniform: boolean): Loop => {
    const own = made[uniform ? 1 : 0];
    return (own[name] ??= makers[name](uniform));
  };
  return { ofBeta, flow, loop };
}
