import type { Buffers } from '@szilard/core';
import { specialise } from '../langevin/specialise.ts';
import type { Drawn, LineStep, Loop } from './line-pass.ts';

/** The loops of a pass, compiled for the arrays of its block. */
export function linePassText(
  { x, known, work, heat, logRatio }: Buffers,
  { captured, controls, constants, ofBeta, momentum, draws, carried, potential, kinetic, move, proposes }: LineStep,
  drawn: Drawn,
  perBeta: Float64Array,
) {
  const n = x.n;
  const column = () => new Float64Array(n);
  const flow = column();
  const [widths, kept] = [Object.keys(ofBeta), Object.keys(carried)];
  const arrays = Object.fromEntries([...widths, ...kept].map((name) => [`${name}s`, column()]));
  // Of proposals in doubt: how many, which, ln of their odds, and what to go back to.
  const [doubts, doubtful, gains] = [new Int32Array(1), new Int32Array(n), column()];
  const held = Object.fromEntries(['q', ...kept].map((name) => [`${name}Held`, column()]));
  const grains = { grain: 2 ** -26, underOne: 2 ** -26 - 1 };
  const all = { ...constants, ...(proposes && grains) };
  const [control, before] = [new Float64Array(controls.length), new Float64Array(controls.length)];
  const values: Record<string, unknown> = {
    ...captured,
    ...arrays,
    ...held,
    ...{ turnsDown, doubts, doubtful, gains, ratios: column() },
    ...{ data: x.data, known, work, heat, logRatio, flow, n, perBeta, control, before, ...drawn },
    constants: Float64Array.from(Object.values(all)),
  };
  // Numbers are read before the loop: a captured one is a constant, which the compiler loads anew at every use.
  const numbers = [
    ...controls.map((name, at) => `const ${name} = control[${at}]; const ${name}Before = before[${at}];`),
    ...widths.map((name, at) => `const ${name} = perBeta[${at}];`),
    ...Object.keys(all).map((name, at) => `const ${name} = constants[${at}];`),
  ].join(' ');
  const [first, taken] = [[] as string[], [] as string[]];
  const seen = { normal: 0, uniform: 0 };
  const count = (kind: 'normal' | 'uniform') => draws.filter((draw) => draw === kind).length;
  for (const [k, kind] of draws.entries()) {
    const start = `Math.imul(n, Math.imul(row, ${count(kind)}) + ${seen[kind]++})`;
    first.push(
      kind === 'normal' ? `const from${k} = ${start};` : `const from${k} = Math.imul(2, ${start}); const lower${k} = from${k} + n | 0;`,
    );
    if (kind === 'normal') taken.push(`const draw${k} = normals[from${k} + i];`);
    else taken.push(`const high${k} = words[from${k} + i] >>> 6;`);
  }
  const state = momentum ? 'const q = data[2 * i]; const p = data[2 * i + 1];' : 'const q = data[i];';
  const leave = momentum ? 'data[2 * i] = qNext; data[2 * i + 1] = pNext;' : 'data[i] = qNext;';
  const compile = (body: string, head = ''): Loop =>
    specialise(
      Object.keys(values),
      `return (zero, row) => { let lost = 0; let found = 0; ${numbers} ${head} for (let i = 0; i < n; i++) { ${body} } doubts[0] = found; return lost; };`,
      Object.values(values),
    ) as Loop;
  const each = (text: (name: string) => string) => kept.map(text).join(' ');
  const energy = (of: string) => `${potential(`q${of}`, '')}${momentum ? ` + ${kinetic(`p${of}`)}` : ''}`;
  const fresh = each((name) => `const ${name} = ${carried[name]('q')};`);
  const keep = each((name) => `${name}s[i] = ${name}Next;`);
  const look = `lost += ${momentum ? 'data[2 * i] * 0 + data[2 * i + 1] * 0' : 'data[i] * 0'} + flow[i] * 0 + logRatio[i] * 0;`;

  const names = ['q', ...kept];
  // What is hardly ever asked for is not read before.
  const low = 'const low1 = words[lower1 + i] >>> 6;';
  const surely = 'high1 * grain + underOne <= gain';
  // What is decided at once is decided by branches, which cost more than all else where it is almost always the same.
  const decide = proposes
    ? `${low} const taken = ${surely} || !turnsDown(high1, low1, gain); const ratio = taken ? ratioTo : 0;
      ${names.map((name) => `const ${name}Next = taken ? ${name}To : ${name};`).join(' ')}`
    : '';
  const doubt = proposes
    ? `const ratio = ratioTo; ${names.map((name) => `const ${name}Next = ${name}To;`).join(' ')}
      if (!(${surely})) {
        doubtful[found] = i; gains[found] = gain; ratios[found] = logRatio[i];
        ${names.map((name) => `${name}Held[found] = ${name};`).join(' ')} found++;
      }`
    : '';

  const loops = (uniform: boolean) => {
    const own = uniform ? '' : widths.map((name) => `const ${name} = ${name}s[i];`).join(' ');
    const pass = (start: string, accept: string, book: string, ratio = 'ratio') =>
      compile(
        `${state} ${own} ${taken.join(' ')} ${start} ${move} ${accept} ${book} logRatio[i] += ${ratio}; ${keep} ${leave}`,
        first.join(' '),
      );
    // An energy lost on the way would not show in those at both ends: 0 times it spoils the ratio for good.
    const spoilt = carried.level ? 'ratio' : `ratio + (${potential('qNext', '')}) * zero`;
    const last = carried.level ? 'levels[i]' : potential('q', 'Before');
    return {
      book: pass(
        `${fresh} const old = ${energy('')};`,
        decide,
        `const after = ${energy('Next')}; work[i] += old - known[i]; heat[i] += old - after; known[i] = after; lost += after * 0;`,
      ),
      drive: pass(`${fresh} flow[i] += ${carried.level ? 'level' : potential('q', '')} - ${last};`, doubt, '', spoilt),
      rest: pass(
        each((name) => `const ${name} = ${name}s[i];`),
        doubt,
        '',
        spoilt,
      ),
    };
  };
  const undo = (): Loop =>
    specialise(
      Object.keys(values),
      `return (zero, row) => { ${first.join(' ')}
        for (let k = 0; k < doubts[0]; k++) {
          const i = doubtful[k]; ${taken.slice(1).join(' ')} ${low}
          if (turnsDown(high1, low1, gains[k])) { data[i] = qHeld[k]; logRatio[i] = ratios[k]; ${each((name) => `${name}s[i] = ${name}Held[k];`)} }
        }
        doubts[0] = 0;
      };`,
      Object.values(values),
    ) as Loop;
  const compiled: { uniform?: ReturnType<typeof loops>; single?: ReturnType<typeof loops> } = {};
  return {
    flow,
    /** Arrays of what depends on β, where trajectories differ in it. */
    ofBeta: arrays,
    loops: (uniform: boolean) => (uniform ? (compiled.uniform ??= loops(true)) : (compiled.single ??= loops(false))),
    control,
    before,
    doubts,
    /** Decides what is in doubt, and goes back where it is turned down. */
    undo: proposes ? undo() : compile(''),
    probe: compile(look),
    /** The first law over a pile: Q = W − ΔU. */
    close: compile(`${look} ${state} const u = ${energy('')}; lost += u * 0;
      work[i] += flow[i]; heat[i] += flow[i] - (u - known[i]); known[i] = u; flow[i] = 0;`),
  };
}

/** Is a uniform draw, of which these are the upper bits of both words, at least e^gain? ln u ≤ u − 1 says no at once where that is below. */
const turnsDown = (high: number, low: number, gain: number): boolean =>
  Math.log((high * 67108864 + low + 0.5) * 2.220446049250313e-16) >= gain;
