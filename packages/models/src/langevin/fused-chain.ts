import type { Buffers, FusedPass, RandomStream, Stretch } from '@szilard/core';
import type { BeadMove } from './chain-moves.ts';
import { chainStretch } from './chain-stretch.ts';
import { specialise } from './specialise.ts';

/** The chain that a move is made in. */
export interface Chain {
  /** The bead that a control moves; refuses what names none. */
  readonly component: (control: Float64Array) => number;
  /** U of all; [n], energy. */
  readonly total: (lambda: number, out: Float64Array) => void;
}

type Loop = (...args: number[]) => number;

/** One bead a tick, the one that the first control names, in its own bath, with its bookkeeping; between walls at 0. */
export function fusedChain(buffers: Buffers, move: BeadMove, { component, total }: Chain): FusedPass | undefined {
  const { x, known, work, logRatio, parts } = buffers;
  // Somebody has put another kernel in, which moves all beads at once.
  if (!parts) return undefined;
  const { n, dim, data } = x;
  const { beta, heat } = parts;
  const noise = new Float64Array(n);
  const columns = new Float64Array(dim * n);
  const names = Object.keys(move.ofBeta);
  const settings = Float64Array.from(Object.values(move.settings));
  const arrays = Object.fromEntries(names.map((name) => [`${name}s`, new Float64Array(dim * n)]));
  const values: Record<string, unknown> = { ...move.captured, ...arrays, x: data, columns, heat, logRatio, noise, n };
  const scalars = ['k', 'wall', 'lambda', ...names, ...Object.keys(move.settings)].join(', ');
  /** Loops over [n, dim] as it is, or over a copy by columns. Baths may have a β for each trajectory. */
  const compile = (k: number, columns: boolean, alike: boolean): Loop => {
    const [of, step] = columns ? ['columns', n] : ['x', 1];
    const own = alike ? '' : names.map((name) => `const ${name} = ${name}s[row];`).join(' ');
    return specialise(
      Object.keys(values),
      `return (${scalars}) => {
        for (let i = 0, row = Math.imul(k, n), place = ${columns ? 'row' : 'k | 0'}; i < n; i++, row++, place += ${columns ? 1 : dim}) {
          const left = ${k === 0 ? 'wall' : `${of}[place - ${step}]`}; const at = ${of}[place]; const right = ${k === dim - 1 ? 'wall' : `${of}[place + ${step}]`};
          const xi = noise[i];
          ${own} ${move.bond ? 'const bondLeft = bond(left, at); const bondRight = bond(at, right);' : ''} ${move.draw}
          heat[row] += lost;
          logRatio[i] += ratio;
          ${of}[place] = next;
        }
      };`,
      Object.values(values),
    ) as Loop;
  };
  const loops = new Map<string, Loop>();
  const loopOf = (k: number, columns: boolean): Loop => {
    const kind = `${k === 0} ${k === dim - 1} ${uniform[k]} ${columns}`;
    let loop = loops.get(kind);
    if (!loop) loops.set(kind, (loop = compile(k, columns, uniform[k] === 1)));
    return loop;
  };
  const call = compileCall(names.length, settings.length);
  /** Loops of this block's baths, by bead. */
  let chosen: { rows: Loop[]; columns: Loop[] };

  const uniform = new Uint8Array(dim);
  let alike = false;
  const perBeta = new Float64Array(4 * dim);
  const before = new Float64Array(n);
  let rng: RandomStream;
  let lambda = Number.NaN;
  let [piled, fresh, sound] = [false, true, true];
  const look = (of: Float64Array) => {
    let lost = 0;
    for (let at = 0; at < of.length; at++) lost += of[at] * 0;
    if (lost !== 0) sound = false;
  };
  const settle = () => {
    if (!piled) return;
    look(heat);
    // No bead works on another: U has changed by the heat alone, and is had from the state without its rounding.
    total(lambda, known);
    look(known);
    piled = false;
  };
  const lambdaOf = (control: Float64Array) => (control.length > 1 ? control[1] : 0);
  /** Work of λ, or of whoever moved meanwhile. */
  const meet = (control: Float64Array) => {
    const next = lambdaOf(control);
    if (!fresh && next === lambda) return;
    settle();
    lambda = next;
    total(lambda, before);
    for (let i = 0; i < n; i++) {
      work[i] += before[i] - known[i];
      known[i] = before[i];
    }
    fresh = false;
  };
  const tick = (k: number, of: readonly Loop[]) => {
    rng.fillNormal(noise);
    call(of[k], k, lambda, perBeta, settings);
    piled = true;
  };
  const simd = chainStretch(buffers, move);
  /** By columns, as long as λ stands still for more than a few rounds. */
  const stretch: Stretch = (ticks, from, to) => {
    const still = lambdaOf(ticks[from].control);
    let end = from;
    while (end < to && lambdaOf(ticks[end].control) === still) end++;
    meet(ticks[from].control);
    if (end - from < 4 * dim) {
      for (let t = from; t < end; t++) tick(component(ticks[t].control), chosen.rows);
    } else if (simd && alike) {
      simd({ ticks, from, to: end, component, lambda, ofBead: perBeta, rng });
      piled = true;
    } else {
      for (let k = 0; k < dim; k++) for (let i = 0, at = k; i < n; i++, at += dim) columns[k * n + i] = data[at];
      for (let t = from; t < end; t++) tick(component(ticks[t].control), chosen.columns);
      for (let k = 0; k < dim; k++) for (let i = 0, at = k; i < n; i++, at += dim) data[at] = columns[k * n + i];
    }
    settle();
    return end;
  };
  return {
    byPart: true,
    begin(stream) {
      rng = stream;
      for (let k = 0; k < dim; k++) {
        const own = beta.subarray(k * n, (k + 1) * n);
        uniform[k] = own.every((b) => b === own[0]) ? 1 : 0;
        for (const [at, name] of names.entries()) {
          perBeta[4 * k + at] = move.ofBeta[name](own[0]);
          if (!uniform[k]) for (let i = 0; i < n; i++) arrays[`${name}s`][k * n + i] = move.ofBeta[name](own[i]);
        }
      }
      alike = uniform.every((flag) => flag === 1);
      const all = (columns: boolean) => Array.from({ length: dim }, (_, k) => loopOf(k, columns));
      chosen = { rows: all(false), columns: all(true) };
      [piled, fresh, sound] = [false, true, true];
    },
    move(control) {
      meet(control);
      tick(component(control), chosen.rows);
    },
    together: (passes) => (Object.keys(passes).length === 1 ? stretch : undefined),
    settle,
    disturbed() {
      settle();
      fresh = true;
    },
    sound() {
      look(data);
      look(heat);
      return sound;
    },
  };
}

/** Hands a bead's numbers of β and the settings to its loop. */
function compileCall(ofBeta: number, settings: number) {
  const list = (count: number, text: (k: number) => string) => Array.from({ length: count }, (_, k) => `, ${text(k)}`).join('');
  return specialise(
    [],
    `return (loop, k, lambda, ofBeta, settings) => loop(k, 0, lambda${list(ofBeta, (at) => `ofBeta[4 * k + ${at}]`)}${list(settings, (at) => `settings[${at}]`)});`,
    [],
  ) as unknown as (loop: Loop, k: number, lambda: number, ofBeta: Float64Array, settings: Float64Array) => void;
}
