import type { Buffers, FusedPass, RandomStream } from '@szilard/core';
import { specialise } from './specialise.ts';

/** A move on the line as text: expressions in `at` (where it starts), the names below, and what is captured. */
export interface LineMove {
  /** Functions and numbers that the text uses, by name. */
  readonly captured: Readonly<Record<string, unknown>>;
  /** What a control is made into, at most four numbers, by name; `set` writes them in this order. */
  readonly settings: readonly string[];
  readonly set: (control: Float64Array, into: Float64Array) => void;
  /** Numbers that depend on β alone, by name. */
  readonly ofBeta: Readonly<Record<string, (beta: number) => number>>;
  /** U at a place. */
  readonly energy: (place: string) => string;
  /** What the move needs to know of its start and learns of its end, by name: kept while the control stands still. */
  readonly carried: Readonly<Record<string, (place: string) => string>>;
  /** From `at`, `i` and the carried names: declares `next`, a finite `ratio`, and every carried name of the end with `Next` behind it. */
  readonly draw: string;
  /** Draws what the text reads. */
  readonly prepare: (rng: RandomStream) => void;
}

type Loop = (...args: number[]) => number;
type Loops = Readonly<Record<'book' | 'drive' | 'rest', Loop>>;

/**
 * Step and bookkeeping of a move on the line in one pass. Moves that are looked at one by one are booked; of moves that pile up only
 * what cannot be had from both ends is added up: work while the control moves, and nothing but the ratio while it stands still.
 */
export function fusedLine({ x, beta, known, work, heat, logRatio }: Buffers, line: LineMove): FusedPass {
  const n = x.n;
  const column = () => new Float64Array(n);
  const flow = column();
  const [widths, kept] = [Object.keys(line.ofBeta), Object.keys(line.carried)];
  const arrays = Object.fromEntries([...widths, ...kept].map((name) => [`${name}s`, column()]));
  const values: Record<string, unknown> = { ...line.captured, ...arrays, x: x.data, known, work, heat, logRatio, flow, n };
  // Numbers come as arguments: a captured one is a constant, which the compiler loads anew at every use.
  const scalars = [...widths, ...line.settings, ...line.settings.map((name) => `${name}Before`)].join(', ');
  const compile = (body: string): Loop =>
    specialise(
      Object.keys(values),
      `return (zero, ${scalars}) => { let lost = 0; for (let i = 0; i < n; i++) { ${body} } return lost; };`,
      Object.values(values),
    ) as Loop;
  const each = (text: (name: string) => string) => kept.map(text).join(' ');
  const before = (text: string) =>
    line.settings.reduce((all, name) => all.replaceAll(new RegExp(`\\b${name}\\b`, 'g'), `${name}Before`), text);

  const loops = (uniform: boolean): Loops => {
    const own = uniform ? '' : widths.map((name) => `const ${name} = ${name}s[i];`).join(' ');
    const fresh = each((name) => `const ${name} = ${line.carried[name]('at')};`);
    const move = (start: string, book: string, ratio = 'ratio') =>
      compile(`const at = x[i]; ${own} ${start} ${line.draw} ${book} logRatio[i] += ${ratio}; x[i] = next;`);
    return {
      book: move(
        `${fresh} const rest = ${line.energy('at')};`,
        `const after = ${line.energy('next')}; work[i] += rest - known[i]; heat[i] += rest - after; known[i] = after; lost += after * 0;`,
      ),
      drive: move(fresh, `flow[i] += ${line.energy('at')} - ${before(line.energy('at'))};`),
      // A lost energy on the way would not show in those at both ends: 0 times it spoils the ratio for good.
      rest: move(
        each((name) => `const ${name} = ${name}s[i];`),
        each((name) => `${name}s[i] = ${name}Next;`),
        `ratio + ${line.energy('next')} * zero`,
      ),
    };
  };
  const keep = compile(each((name) => `${name}s[i] = ${line.carried[name]('x[i]')};`));
  const look = 'lost += x[i] * 0 + flow[i] * 0 + logRatio[i] * 0;';
  const probe = compile(look);
  /** The first law over a pile: Q = W − ΔU. */
  const close = compile(`${look} const now = ${line.energy('x[i]')}; lost += now * 0;
    work[i] += flow[i]; heat[i] += flow[i] - (now - known[i]); known[i] = now; flow[i] = 0;`);

  const compiled: { uniform?: Loops; single?: Loops } = {};
  let now: Loops;
  const [last, next, perBeta] = [new Float64Array(4), new Float64Array(4), new Float64Array(widths.length)];
  let rng: RandomStream;
  let [piled, carrying, looked, sound] = [false, false, true, true];
  const run = compileCall(widths.length, line.settings.length);
  const call = (loop: Loop): void => {
    if (run(loop, perBeta, next, last) !== 0) sound = false;
  };
  const settle = () => {
    // U at the control of the last move.
    if (piled) call(close);
    [piled, looked] = [false, true];
  };
  return {
    begin(stream) {
      rng = stream;
      const uniform = beta.every((b) => b === beta[0]);
      now = uniform ? (compiled.uniform ??= loops(true)) : (compiled.single ??= loops(false));
      for (const [at, name] of widths.entries()) {
        const of = line.ofBeta[name];
        perBeta[at] = of(beta[0]);
        if (!uniform) for (let i = 0; i < n; i++) arrays[`${name}s`][i] = of(beta[i]);
      }
      flow.fill(0);
      [piled, carrying, looked, sound] = [false, false, true, true];
    },
    move(control) {
      for (let k = 0; k < 4; k++) last[k] = next[k];
      line.set(control, next);
      line.prepare(rng);
      if (looked) {
        call(now.book);
        [looked, carrying] = [false, false];
        return;
      }
      let still = true;
      // A model without a control has none that moves.
      for (let k = 0; k < 4; k++) still &&= next[k] === last[k] || (Number.isNaN(next[k]) && Number.isNaN(last[k]));
      if (still && !carrying) call(keep);
      call(still ? now.rest : now.drive);
      [piled, carrying] = [true, still];
    },
    settle,
    // The pile ends here: what is booked next starts from what is known now.
    disturbed: settle,
    sound() {
      if (sound) call(probe);
      return sound;
    },
  };
}

/** Hands β's numbers and the settings, now and before, to a loop. */
function compileCall(widths: number, settings: number) {
  const list = (name: string, count: number) => Array.from({ length: count }, (_, k) => `, ${name}[${k}]`).join('');
  return specialise(
    [],
    `return (loop, beta, next, last) => loop(0${list('beta', widths)}${list('next', settings)}${list('last', settings)});`,
    [],
  ) as unknown as (loop: Loop, ...numbers: Float64Array[]) => number;
}
