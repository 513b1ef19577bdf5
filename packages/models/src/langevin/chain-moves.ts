import type { MadeKernel } from './chain-room.ts';
import { isConstant, type Plain } from './plain-functions.ts';

/** A move of one bead as text: declarations of constants in `left`, `at`, `right`, the noise `xi`, and the names below. */
export interface BeadMove {
  /** Functions that the text uses, by name. */
  readonly captured: Readonly<Record<string, Plain>>;
  /** λ, the second control, by the name `lambda`; and these. */
  readonly settings: Readonly<Record<string, number>>;
  /** Numbers that depend on β alone, at most three, by name. */
  readonly ofBeta: Readonly<Record<string, (beta: number) => number>>;
  /**
   * Energy of a bond between two places. Then `bondLeft` and `bondRight` are those where the bead stands, and the text declares
   * `bondLeftNext` and `bondRightNext`: a bond that one move leaves the next need not ask for again. Absent: the text needs none.
   */
  readonly bond?: Plain;
  /** Declares `next`, the `lost` energy U(at) − U(next), and `ratio`, ln K(next|at)/K(at|next). */
  readonly draw: string;
  /** The same operations in `assembly/chain.ts`, by λ, with settings and numbers of β in this order. Absent: they are compiled where they can be. */
  readonly kernel?: (lambda: number) => MadeKernel;
}

export interface LinearMove {
  /** k of each of the two bonds: U = k (x − c)², c the middle between the neighbours, and λ/2k beyond where λ pushes. */
  readonly stiffness: number;
  /** Of x − c in a move. */
  readonly decay: number;
  /** Variance of its noise at β = 1. */
  readonly variance: number;
  readonly pushed: boolean;
}

/**
 * x − c → decay (x − c) + √variance ξ. Both densities have the same width, so that with d = x − x′ the ratio is
 * d (1 + decay) ((1 + decay) d + 2 √variance ξ)/(2 variance).
 */
export const linearMove = ({ stiffness, decay, variance, pushed }: LinearMove): BeadMove => ({
  captured: {},
  settings: { stiffness, decay, gain: (1 - decay) / 2, compliance: pushed ? 1 / stiffness : 0 },
  ofBeta: {
    width: (beta) => Math.sqrt(variance / beta),
    weight: (beta) => (beta * (1 + decay) * (1 + decay)) / (2 * variance),
    cross: (beta) => (1 + decay) * Math.sqrt(beta / variance),
  },
  draw: `const around = left + right + lambda * compliance;
    const next = decay * at + gain * around + width * xi;
    const back = at - next;
    const lost = stiffness * back * (at + next - around);
    const ratio = back * (weight * back + cross * xi);`,
  kernel: (lambda) => (pushed && lambda !== 0 ? 'linearPushed' : 'linearFree'),
});

export interface QuarticMove {
  /** Of bonds, k r²/2 + c r⁴/4 in the difference r between neighbours. */
  readonly k: number;
  readonly c: number;
  /** Of a bead on its own, a x²/2 + b x⁴/4 − λ x. */
  readonly a: number;
  readonly b: number;
  readonly dt: number;
}

/** Width of the noise, and β/4dt: with the noise as it adds to the place, there and on the way back, the ratio is that by the difference of squares. */
const eulerMaruyama = (dt: number): BeadMove['ofBeta'] => ({
  width: (beta) => Math.sqrt((2 * dt) / beta),
  weight: (beta) => beta / (4 * dt),
});

/** Euler-Maruyama. What bonds and site have of second order in x is taken together: A x²/2 − (k (left + right) + λ) x, A = 2k + a. */
export const quarticMove = ({ k, c, a, b, dt }: QuarticMove): BeadMove => {
  const all = 2 * k + a;
  const bonds = { quartic: c, quarterQuartic: c / 4 };
  const cubes = (at: string) =>
    `(right - ${at}) * ((right - ${at}) * (right - ${at})) - (${at} - left) * ((${at} - left) * (${at} - left))`;
  const squares = (neighbour: string) => `
    const ${neighbour}Here = (at - ${neighbour}) * (at - ${neighbour});
    const ${neighbour}There = (next - ${neighbour}) * (next - ${neighbour});`;
  return {
    captured: {},
    settings: { stiffness: k, dt, all, b, halfAll: all / 2, quarterB: b / 4, ...(c !== 0 && bonds) },
    ofBeta: eulerMaruyama(dt),
    draw: `const pull = stiffness * (left + right) + lambda;
      const kick = width * xi;
      const square = at * at;
      const push = pull - at * (all + b * square)${c === 0 ? '' : ` + quartic * (${cubes('at')})`};
      const move = dt * push + kick;
      const next = at + move;
      const squareNext = next * next;
      const pushNext = pull - next * (all + b * squareNext)${c === 0 ? '' : ` + quartic * (${cubes('next')})`};
      const back = move + dt * pushNext;
      ${c === 0 ? '' : squares('left') + squares('right')}
      const lost = (square - squareNext) * (halfAll + quarterB * (square + squareNext)) + pull * move${
        c === 0
          ? ''
          : ' + quarterQuartic * ((leftHere - leftThere) * (leftHere + leftThere) + (rightHere - rightThere) * (rightHere + rightThere))'
      };
      const ratio = weight * (back * back - kick * kick);`,
    kernel: () => (c === 0 ? 'sites' : 'bonds'),
  };
};

/** Euler-Maruyama by plain functions: bond(left, right), site(x, λ), force(left, x, right, λ). A site that is a constant costs nothing. */
export const functionMove = ({ bond, site, force }: Readonly<Record<'bond' | 'site' | 'force', Plain>>, dt: number): BeadMove => {
  const flat = isConstant(site);
  const more = (at: string) => (flat ? '' : ` + site(${at}, lambda)`);
  return {
    captured: { bond, force, ...(!flat && { site }) },
    settings: { dt },
    ofBeta: eulerMaruyama(dt),
    bond,
    draw: `const kick = width * xi;
      const move = dt * force(left, at, right, lambda) + kick;
      const next = at + move;
      const back = move + dt * force(left, next, right, lambda);
      const bondLeftNext = bond(left, next);
      const bondRightNext = bond(next, right);
      const lost = bondLeft + bondRight${more('at')} - (bondLeftNext + bondRightNext${more('next')});
      const ratio = weight * (back * back - kick * kick);`,
  };
};
