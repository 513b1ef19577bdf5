import type { LineOptions } from './line.ts';
import type { LineStep } from './line-pass.ts';
import type { SubMove } from './splitting-order.ts';

const functionsOn = ({ energy, gradient }: LineOptions): Pick<LineStep, 'captured' | 'controls' | 'potential' | 'kinetic'> => ({
  captured: { energy, gradient },
  controls: ['lambda'],
  potential: (q, when) => `energy(${q}, lambda${when})`,
  kinetic: (p) => `halfOverMass * ${p} * ${p}`,
});
const slope = (q: string) => `gradient(${q}, lambda)`;
const level = (q: string) => `energy(${q}, lambda)`;

/** A random walk of width `stride`, accepted with min(1, e^−βΔU). */
export const walkStep = (of: LineOptions, stride: number): LineStep => ({
  ...functionsOn(of),
  constants: { stride },
  ofBeta: { beta: (beta) => beta },
  momentum: false,
  draws: ['normal', 'uniform'],
  carried: { level },
  proposes: true,
  move: `const qTo = q + stride * draw0;
    const levelTo = energy(qTo, lambda);
    const gain = beta * (level - levelTo);
    const ratioTo = gain;`,
});

/** Euler-Maruyama as a proposal: of its density there and back only the squares of the noise differ. Operations in the order of the plain kernel. */
export const malaStep = (of: LineOptions, dt: number): LineStep => ({
  ...functionsOn(of),
  constants: { dt },
  ofBeta: { beta: (beta) => beta, width: (beta) => Math.sqrt((2 * dt) / beta), weight: (beta) => beta / (4 * dt) },
  momentum: false,
  draws: ['normal', 'uniform'],
  carried: { slope, level },
  proposes: true,
  move: `const kick = width * draw0;
    const drift = dt * slope;
    const qTo = q - drift + kick;
    const slopeTo = gradient(qTo, lambda);
    const levelTo = energy(qTo, lambda);
    const back = dt * slopeTo + drift - kick;
    const proposed = weight * (back * back - kick * kick);
    const gain = beta * (level - levelTo) - proposed;
    const ratioTo = gain + proposed;`,
});

/** Sub-moves of [q, p] without braces. A slope is known where the last flight went, and carried on where the first kick comes before a flight. */
export function splittingStep(of: LineOptions, moves: readonly SubMove[], mass: number, friction: number): LineStep {
  const constants: Record<string, number> = { halfOverMass: 0.5 / mass, half: 0.5 };
  const ofBeta: Record<string, (beta: number) => number> = {};
  const carries = moves.find(({ kind }) => kind !== 'O')?.kind === 'V';
  const lines: string[] = [];
  const ratio: string[] = [];
  let [q, p, known, draws] = ['q', 'p', carries ? 'slope' : '', 0];
  const slopeAt = (k: number | string) => {
    if (known === '') lines.push(`const slope${k} = ${slope(q)};`);
    return known === '' ? `slope${k}` : known;
  };
  for (const [k, { kind, span }] of moves.entries()) {
    if (kind === 'R') {
      constants[`flight${k}`] = span / mass;
      lines.push(`const q${k} = ${q} + flight${k} * ${p};`);
      [q, known] = [`q${k}`, ''];
    } else if (kind === 'V') {
      constants[`span${k}`] = span;
      known = slopeAt(k);
      lines.push(`const p${k} = ${p} - span${k} * ${known};`);
      p = `p${k}`;
    } else {
      const spread = -Math.expm1(-2 * friction * span) * mass;
      constants[`keep${k}`] = Math.exp(-friction * span);
      ofBeta[`width${k}`] = (beta) => Math.sqrt(spread / beta);
      ofBeta[`narrow${k}`] = (beta) => Math.sqrt(beta / spread);
      lines.push(`const p${k} = keep${k} * ${p} + width${k} * draw${draws}; const undone${k} = narrow${k} * (${p} - keep${k} * p${k});`);
      ratio.push(`(undone${k} * undone${k} - draw${draws} * draw${draws})`);
      draws++;
      p = `p${k}`;
    }
  }
  if (carries) {
    const last = slopeAt('Last');
    lines.push(`const slopeNext = ${last};`);
  }
  return {
    ...functionsOn(of),
    constants,
    ofBeta,
    momentum: true,
    proposes: false,
    draws: Array.from({ length: draws }, () => 'normal' as const),
    carried: carries ? { slope } : {},
    move: `${lines.join('\n')} const qNext = ${q}; const pNext = ${p}; const ratio = half * (${ratio.join(' + ')});`,
  };
}
