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
  /** From `at`, `i` and the carried names: declares `next`, `after` = U(next), `ratio`, and every carried name of the end with `Next` behind it. */
  readonly draw: string;
  /** Draws what the text reads. */
  readonly prepare: (rng: RandomStream) => void;
}

type Loop = (...args: number[]) => number;

/**
 * Step and bookkeeping of a move on the line in one pass. Where every move is looked at, each is booked; where they pile up, only
 * what cannot be had from both ends is added up: heat while the control moves, and nothing but the ratio while it stands still.
 */
export function fusedLine({ x, beta, known, work, heat, logRatio }: Buffers, line: LineMove): FusedPass {
  const n = x.n;
  const column = () => new Float64Array(n);
  const flow = column();
  const widths = Object.keys(line.ofBeta);
  const kept = Object.keys(line.carried);
  const arrays = Object.fromEntries([...widths, ...kept].map((name) => [`${name}s`, column()]));
  const values: Record<string, unknown> = { ...line.captured, ...arrays, x: x.data, known, work, heat, logRatio, flow, n };
  const scalars = [...widths, ...line.settings].join(', ');
  const compile = (body: string) => specialise(Object.keys(values), `return (${scalars}) => { ${body} };`, Object.values(values)) as Loop;
  const loops = (uniform: boolean) => {
    const own = uniform ? '' : widths.map((name) => `const ${name} = ${name}s[i];`).join(' ');
    const at = kept.map((name) => `const ${name} = ${line.carried[name]('at')};`).join(' ');
    // The sum stays 0 while all are finite: infinity and NaN times 0 are NaN, for good.
    const move = (start: string, book: string) => `let lost = 0;
      for (let i = 0; i < n; i++) {
        const at = x[i]; ${own} ${start}
        ${line.draw}
        ${book}
        logRatio[i] += ratio;
        x[i] = next;
        lost += next * 0 + after * 0;
      }
      return lost;`;
    return {
      book: compile(
        move(
          `${at} const before = ${line.energy('at')};`,
          'work[i] += before - known[i]; heat[i] += before - after; known[i] = after;',
        ),
      ),
      drive: compile(move(at, `flow[i] += ${line.energy('at')} - after;`)),
      rest: compile(
        move(kept.map((name) => `const ${name} = ${name}s[i];`).join(' '), kept.map((name) => `${name}s[i] = ${name}Next;`).join(' ')),
      ),
    };
  };
  const keep = compile(`for (let i = 0; i < n; i++) { ${kept.map((name) => `${name}s[i] = ${line.carried[name]('x[i]')};`).join(' ')} }`);
  /** The first law at both ends of a pile: Q = W − ΔU where nothing was done to the mover, W = Q + ΔU elsewhere. */
  const settleDriven = compile(`for (let i = 0; i < n; i++) {
    const now = ${line.energy('x[i]')}; work[i] += flow[i] + (now - known[i]); heat[i] += flow[i]; known[i] = now; flow[i] = 0;
  }`);
  const settleRested = compile(`for (let i = 0; i < n; i++) { const now = ${line.energy('x[i]')}; heat[i] += known[i] - now; known[i] = now; }`);

  const compiled: { uniform?: ReturnType<typeof loops>; single?: ReturnType<typeof loops> } = {};
  let now: ReturnType<typeof loops>;
  const args = new Float64Array(widths.length + 4);
  const [last, next] = [new Float64Array(4), new Float64Array(4)];
  let rng: RandomStream;
  let pile: 'none' | 'driven' | 'rested' = 'none';
  let [looked, same, lost] = [true, false, 0];
  const call = (loop: Loop): number => loop(args[0], args[1], args[2], args[3], args[4], args[5], args[6]);
  const settle = () => {
    if (pile !== 'none') call(pile === 'driven' ? settleDriven : settleRested);
    pile = 'none';
    looked = true;
  };
  return {
    begin(stream) {
      rng = stream;
      const uniform = beta.every((b) => b === beta[0]);
      now = uniform ? (compiled.uniform ??= loops(true)) : (compiled.single ??= loops(false));
      for (const [at, name] of widths.entries()) {
        const of = line.ofBeta[name];
        args[at] = of(beta[0]);
        if (!uniform) for (let i = 0; i < n; i++) arrays[`${name}s`][i] = of(beta[i]);
      }
      flow.fill(0);
      pile = 'none';
      [looked, same] = [true, false];
    },
    move(control) {
      line.set(control, next);
      const still = same && next.every((v, k) => Object.is(v, last[k]));
      const loop = looked ? 'book' : still ? 'rest' : 'drive';
      if (pile !== 'none' && (pile === 'rested') !== still) settle();
      last.set(next);
      args.set(next, widths.length);
      line.prepare(rng);
      if (loop === 'rest' && pile !== 'rested') call(keep);
      lost = call(now[loop]);
      if (loop !== 'book') pile = loop === 'rest' ? 'rested' : 'driven';
      [looked, same] = [false, true];
    },
    settle,
    disturbed() {
      same = false;
    },
    get finite() {
      return lost === 0;
    },
  };
}
