import type { Buffers, FusedPass, RandomStream, Stretch } from '@szilard/core';
import { type AskedLoops, compileAsked } from './line-compiled.ts';
import { kickedTicks } from './line-kicks.ts';
import { alike, kickRoom, lineDraws } from './line-room.ts';
import { type LineSetting, polynomialStretch } from './line-stretch.ts';
import { lineText } from './line-text.ts';

/** A move on the line as text: expressions in `at` (where it starts), `xi` (a normal deviate), the names below, and what is captured. */
export interface LineMove {
  /** Functions and numbers that the text uses, by name. */
  readonly captured: Readonly<Record<string, unknown>>;
  /** What a control is made into, numbers by name; `set` writes them in this order, over those of the control before. */
  readonly settings: readonly string[];
  readonly set: (control: Float64Array, into: Float64Array) => void;
  /** Numbers that depend on β alone, by name. */
  readonly ofBeta: Readonly<Record<string, (beta: number) => number>>;
  /** U at a place. */
  readonly energy: (place: string) => string;
  /** What the move needs to know of its start and learns of its end, by name: kept while the control stands still. */
  readonly carried: Readonly<Record<string, (place: string) => string>>;
  /** From `at`, `xi` and the carried names: declares `next`, a finite `ratio`, and every carried name of the end with `Next` behind it. */
  readonly draw: string;
  /** Is it the move of `eulerText`? That is then made in WebAssembly, but for the functions. */
  readonly kicked?: boolean;
  /** The same move, where energy and drift are polynomials: many ticks at once are then made in WebAssembly. Absent: they are not. */
  readonly polynomial?: LineSetting;
}

/**
 * Step and bookkeeping of a move on the line in one pass. Moves that are looked at one by one are booked; of moves that pile up only
 * what cannot be had from both ends is added up: work while the control moves, and nothing but the ratio while it stands still.
 */
export function fusedLine(buffers: Buffers, line: LineMove): FusedPass {
  const { x, beta } = buffers;
  const n = x.n;
  const width = line.settings.length;
  const settings = new Float64Array(2 * width);
  const now = settings.subarray(width);
  const draws = lineDraws(n);
  const first = draws.subarray(0, n);
  const widths = Object.entries(line.ofBeta);
  const perBeta = new Float64Array(widths.length);
  const room = line.kicked && !line.polynomial ? kickRoom(n) : null;
  const text = lineText(buffers, line, { settings, draws, perBeta }, room);
  /** Functions that are not plain are asked by text. */
  const asked = (): AskedLoops => {
    const loop = (name: keyof AskedLoops) => () => void alone(text.loop(name, true), 0);
    return compileAsked(room!, line, settings, perBeta) ?? { depart: loop('depart'), pass: loop('pass'), stay: loop('stay') };
  };
  const kicks = room && kickedTicks(buffers, text.flow, room, asked);
  const fast = line.polynomial && polynomialStretch(buffers, line.polynomial);

  let rng: RandomStream;
  let [piled, carrying, looked, sound, uniform] = [false, false, true, true, true];
  const call = (name: Parameters<typeof text.loop>[0], row = 0): void => {
    if (alone(text.loop(name, uniform), row) !== 0) sound = false;
  };
  const settle = () => {
    fast?.settle();
    // U at the control of the last move.
    if (piled) call('close');
    [piled, looked] = [false, true];
  };
  /** Puts a control in; does it stand still? */
  const enter = (control: Float64Array): boolean => {
    for (let k = 0; k < width; k++) settings[k] = now[k];
    line.set(control, now);
    let still = true;
    // A model without a control has none that moves.
    for (let k = 0; k < width; k++) still &&= Object.is(settings[k], now[k]);
    return still;
  };
  const tick = (control: Float64Array, row: number) => {
    const still = enter(control);
    if (looked) {
      call('book', row);
      [looked, carrying] = [false, false];
      return;
    }
    if (still && !carrying) call('keep');
    call(still ? 'rest' : 'drive', row);
    [piled, carrying] = [true, still];
  };
  const stretch: Stretch = (ticks, from, to) => {
    if (fast) {
      if (!looked) settle();
      return fast.stretch(ticks, from, to);
    }
    for (let t = from; t < to; ) {
      const count = Math.min(draws.length / n, to - t);
      rng.fillNormalRows(draws.subarray(0, count * n));
      for (let row = 0; row < count; row++) {
        const { control } = ticks[t++];
        // The first after somebody has looked is booked by itself.
        if (!kicks || !uniform || looked) tick(control, row * n);
        else kicks.tick(row, enter(control), perBeta);
      }
    }
    if (kicks?.close()) [piled, carrying] = [true, false];
    return to;
  };
  return {
    begin(stream) {
      rng = stream;
      uniform = alike(beta);
      for (const [at, [name, of]] of widths.entries()) {
        perBeta[at] = of(beta[0]);
        if (!uniform) for (let i = 0; i < n; i++) text.ofBeta[`${name}s`][i] = of(beta[i]);
      }
      text.flow.fill(0);
      [piled, carrying, looked, sound] = [false, false, true, true];
      fast?.begin(stream);
      kicks?.begin();
    },
    move(control) {
      fast?.settle();
      rng.fillNormal(first);
      tick(control, 0);
    },
    settle,
    // The pile ends here: what is booked next starts from what is known now.
    disturbed: settle,
    sound() {
      if (sound) call('probe');
      return sound && (fast?.sound() ?? true);
    },
    together: (passes) => (Object.keys(passes).length === 1 ? stretch : undefined),
  };
}

/** Calls a loop. All are called from here, so that none is compiled in line with others, whose registers it would have to share. */
const alone = (loop: (row: number, zero: number) => number, row: number): number => loop(row, 0);
