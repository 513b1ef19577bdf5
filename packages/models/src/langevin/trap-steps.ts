import type { LineStep } from '../kernels/line-pass.ts';

const potential: LineStep['potential'] = (q, when) => `0.5 * stiffness * (${q} - centre${when}) * (${q} - centre${when})`;

/** `metropolis` in a trap whose control is [centre, stiffness], in a bath where ΔS_R = βq. */
export const trapWalk = (stride: number): LineStep => ({
  captured: {},
  controls: ['centre', 'stiffness'],
  constants: { stride },
  ofBeta: { beta: (beta) => beta },
  momentum: false,
  draws: ['normal', 'uniform'],
  carried: { level: (q) => potential(q, '') },
  potential: (q, when) => `0.5 * stiffness${when} * (${q} - centre${when}) * (${q} - centre${when})`,
  kinetic: () => '',
  proposes: true,
  move: `const qTo = q + stride * draw0;
    const levelTo = ${potential('qTo', '')};
    const gain = beta * (level - levelTo);
    const ratioTo = gain;`,
});

export interface TrapFlight {
  readonly stiffness: number;
  readonly mass: number;
  /** Of (q − centre, p) over one move; [2, 2] by rows. */
  readonly own: Float64Array;
  /** Lower factor of the covariance of its noise at β = 1; [2, 2] by rows. */
  readonly factor: Float64Array;
}

/** The exact move of [q, p] in a trap at the first control, and the noise that would undo it with the momenta turned. */
export const trapFlight = ({ stiffness, mass, own: [a, b, c, d], factor: [l, , m, n] }: TrapFlight): LineStep => ({
  captured: {},
  controls: ['centre'],
  constants: { stiffness, halfOverMass: 0.5 / mass, half: 0.5, a, b, c, d, l, m, overL: 1 / l, factor: n, overFactor: 1 / n, pull: 1 - a },
  ofBeta: { width: (beta) => 1 / Math.sqrt(beta), root: (beta) => Math.sqrt(beta) },
  momentum: true,
  draws: ['normal', 'normal'],
  carried: {},
  potential,
  kinetic: (p) => `halfOverMass * ${p} * ${p}`,
  proposes: false,
  move: `const rest = pull * centre;
    const push = -c * centre;
    const qNext = rest + a * q + b * p + width * (l * draw0);
    const pNext = push + c * q + d * p + width * (m * draw0 + factor * draw1);
    const back0 = overL * (root * (q - (rest + a * qNext - b * pNext)));
    const back1 = overFactor * (root * (-p - (push + c * qNext - d * pNext)) - m * back0);
    const ratio = half * (back0 * back0 + back1 * back1 - draw0 * draw0 - draw1 * draw1);`,
});
