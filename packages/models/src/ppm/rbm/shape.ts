import { type Batch, SzilardError } from '@szilard/core';

export interface RbmShape {
  /** Visible units, 0 or 1 each. */
  readonly visible: number;
  /** Hidden units, 0 or 1 each. */
  readonly hidden: number;
}

/** Numbers that make a machine: weights W [visible, hidden] by rows, visible biases b, hidden biases c. */
export const parameterCount = ({ visible, hidden }: RbmShape): number => visible * hidden + visible + hidden;

export interface RbmTable {
  /** W; [visible][hidden], energy. */
  readonly weights: readonly (readonly number[])[];
  /** b; [visible]. */
  readonly visibleBiases: readonly number[];
  /** c; [hidden]. */
  readonly hiddenBiases: readonly number[];
}

export const shapeOf = ({ visibleBiases, hiddenBiases }: RbmTable): RbmShape => ({
  visible: visibleBiases.length,
  hidden: hiddenBiases.length,
});

/** θ = (W by rows, b, c) from tables of numbers, W multiplied by `scale`. */
export function rbmParameters({ weights, visibleBiases, hiddenBiases }: RbmTable, where: string, scale = 1): Float64Array {
  const [visible, hidden] = [visibleBiases.length, hiddenBiases.length];
  mustBeShape({ visible, hidden }, where);
  const wrong = weights.length === visible ? weights.findIndex((row) => row.length !== hidden) : -1;
  if (weights.length !== visible || wrong >= 0) {
    const got = wrong >= 0 ? `${weights[wrong].length} numbers in row ${wrong}` : `${weights.length} rows`;
    throw new SzilardError(
      'shape',
      `${where} weights: expected [${visible}, ${hidden}] to go with ${visible} visible and ${hidden} hidden biases, got ${got}.`,
    );
  }
  const theta = Float64Array.from([...weights.flat().map((w) => scale * w), ...visibleBiases, ...hiddenBiases]);
  mustBeTheta({ visible, hidden }, theta, where);
  return theta;
}

export function mustBeShape({ visible, hidden }: RbmShape, where: string): void {
  for (const [name, units] of [
    ['visible', visible],
    ['hidden', hidden],
  ] as const)
    if (!Number.isSafeInteger(units) || units < 1)
      throw new SzilardError('parameter', `${where} ${name}: expected a whole number of units, at least 1, got ${units}.`);
}

/** Above this a unit of energy decides for ever: weights that get here have run away. */
const MOST = 1e4;

/** Refuses parameters that are not those of `rows` machines of this shape, or that have exploded. */
export function mustBeTheta(shape: RbmShape, theta: Float64Array, where: string, rows = 1): void {
  const count = parameterCount(shape);
  if (theta.length !== rows * count)
    throw new SzilardError(
      'shape',
      `${where} theta: expected ${rows > 1 ? `${rows} × ` : ''}${count} = ${shape.visible} · ${shape.hidden} + ${shape.visible} + ${shape.hidden} numbers, got ${theta.length}.`,
    );
  const lost = theta.findIndex((value) => !(Math.abs(value) <= MOST));
  if (lost >= 0)
    throw new SzilardError(
      'non-finite',
      `${where} theta[${lost % count}]: expected a number between −${MOST} and ${MOST}, got ${theta[lost]}. The weights have exploded: lower the learning rate, or narrow the prior.`,
    );
}

/** Refuses what is not [n, width] zeros and ones. */
export function mustBeBits({ n, dim, data }: Batch, width: number, where: string): void {
  if (dim !== width || data.length !== n * dim)
    throw new SzilardError('shape', `${where}: expected rows of ${width} units, got [${n}, ${dim}] with ${data.length} numbers.`);
  const odd = data.findIndex((value) => value !== 0 && value !== 1);
  if (odd >= 0)
    throw new SzilardError(
      'input',
      `${where}: expected zeros and ones, got ${data[odd]} in row ${Math.floor(odd / dim)}, unit ${odd % dim}. Compare grey values with a threshold first.`,
    );
}
