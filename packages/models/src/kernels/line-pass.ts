import { type Buffers, type FusedPass, noise, type RandomStream, type Stretch } from '@szilard/core';
import { linePassText } from './line-pass-text.ts';

/** A move of q, or of [q, p], as text: declarations of constants in `q`, `p` and the names below. */
export interface LineStep {
  /** Functions that the text uses, by name. */
  readonly captured: Readonly<Record<string, unknown>>;
  /** Names of the first numbers of a control; where it has fewer they are 0. Those of the control before have `Before` behind their names. */
  readonly controls: readonly string[];
  /** Numbers that the text uses, by name. */
  readonly constants: Readonly<Record<string, number>>;
  /** Numbers that depend on β alone, by name. */
  readonly ofBeta: Readonly<Record<string, (beta: number) => number>>;
  /** Has the state a momentum p beside q? */
  readonly momentum: boolean;
  /** What a move draws, in order; in the text `draw0`, …, and for a uniform the upper bits of its two words, `high1` and `low1`. */
  readonly draws: readonly Draw[];
  /**
   * What the move needs to know of its start and learns of its end, by name: kept while the control stands still. Where one is `level`,
   * the potential, a level that is no number must spoil the ratio.
   */
  readonly carried: Readonly<Record<string, (q: string) => string>>;
  /** U of the position alone, now or in the control before. */
  readonly potential: (q: string, when: '' | 'Before') => string;
  /** Energy of the momentum. */
  readonly kinetic: (p: string) => string;
  /** Declares `qNext`, `pNext` where there is a momentum, `ratio`, and every carried name of the end with `Next` behind it. */
  readonly move: string;
  /**
   * True: what is made is a proposal, and declared with `To` behind it, also `ratioTo`; beside it `gain`, ln of the odds that it is accepted,
   * which draw 1 decides, a uniform. NaN is taken, not turned down: it must reach the engine, which names it.
   */
  readonly proposes: boolean;
}

export type Draw = 'normal' | 'uniform';
/** Draws of several ticks: rows of normals, and of high and low words. */
export interface Drawn {
  readonly normals: Float64Array;
  readonly words: Uint32Array;
}
/** One move of all trajectories, whose draws stand in these rows; 0 but where a number was lost. */
export type Loop = (zero: number, row: number) => number;

/** Ticks whose draws are made at once. */
const AHEAD = 16;

/**
 * Step and bookkeeping of a move on the line in one pass. Moves that are looked at one by one are booked; of moves that pile up only the
 * work of λ and the ratio are added up, and heat is what the first law leaves.
 */
export function linePass(buffers: Buffers, step: LineStep): FusedPass {
  const { x, beta } = buffers;
  const n = x.n;
  const rows = (kind: Draw) => step.draws.filter((draw) => draw === kind).length;
  const drawn = roomFor(AHEAD * n * rows('normal'), 2 * AHEAD * n * rows('uniform'));
  const perBeta = new Float64Array(Object.keys(step.ofBeta).length);
  const text = linePassText(buffers, step, drawn, perBeta);
  let loops: ReturnType<typeof text.loops>;
  let rng: RandomStream;
  /** Until somebody looks at the books moves pile up, and what they carry holds. */
  let [piled, looked, sound] = [false, true, true];
  const call = (loop: Loop, row: number): void => {
    if (loop(0, row) !== 0) sound = false;
    if (text.doubts[0] > 0) text.undo(0, row);
  };
  const settle = () => {
    if (piled) call(text.close, 0);
    [piled, looked] = [false, true];
  };
  /** Takes a control over. True: it is the same. */
  const enter = (control: Float64Array): boolean => {
    let still = true;
    for (let k = 0; k < text.control.length; k++) {
      text.before[k] = text.control[k];
      text.control[k] = k < control.length ? control[k] : 0;
      still &&= text.control[k] === text.before[k];
    }
    return still;
  };
  const draw = (count: number) => {
    if (rows('normal') > 0) rng.fillNormalRows(drawn.normals.subarray(0, count * n * rows('normal')));
    if (rows('uniform') > 0) rng.fillUniformWords(drawn.words.subarray(0, 2 * count * n * rows('uniform')));
  };
  const one = (control: Float64Array, row: number) => {
    const still = enter(control);
    call(looked ? loops.book : still ? loops.rest : loops.drive, row);
    piled ||= !looked;
    looked = false;
  };
  const stretch: Stretch = (ticks, from, to) => {
    for (let t = from; t < to; ) {
      const count = Math.min(AHEAD, to - t);
      draw(count);
      for (let row = 0; row < count; row++, t++) one(ticks[t].control, row);
    }
    return to;
  };
  return {
    begin(stream) {
      rng = stream;
      const uniform = beta.every((b) => b === beta[0]);
      for (const [at, [name, of]] of Object.entries(step.ofBeta).entries()) {
        perBeta[at] = of(beta[0]);
        if (!uniform) for (let i = 0; i < n; i++) text.ofBeta[`${name}s`][i] = of(beta[i]);
      }
      loops = text.loops(uniform);
      text.flow.fill(0);
      [piled, looked, sound] = [false, true, true];
    },
    move(control) {
      draw(1);
      one(control, 0);
    },
    settle,
    disturbed: settle,
    sound() {
      if (sound) call(text.probe, 0);
      return sound;
    },
    together: (passes) => (Object.keys(passes).length === 1 ? stretch : undefined),
  };
}

/** Room for draws where they are made; it is used only within a call. */
function roomFor(normals: number, words: number): Drawn {
  if (!noise.room || 8 * normals + 4 * words + 128 > noise.room.bytes)
    return { normals: new Float64Array(normals), words: new Uint32Array(words) };
  const { memory, from } = noise.room;
  return { normals: new Float64Array(memory.buffer, from, normals), words: new Uint32Array(memory.buffer, from + 8 * normals + 64, words) };
}
