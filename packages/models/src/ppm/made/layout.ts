import { SzilardError } from '@szilard/core';

export interface MadeShape {
  /** Pixels, 0 or 1 each, in the order in which they are drawn. */
  readonly pixels: number;
  /** Units of every hidden layer; none: every pixel sees those before it directly, a chain of logistic regressions. */
  readonly hidden: readonly number[];
}

/** One layer of a network in which a unit sees the first few units of the layer before, and no others. */
export interface MadeLayer {
  readonly units: number;
  /** Units of the layer before that each sees; [units], rising. */
  readonly sees: Int32Array;
  /** Where each one's weights begin in θ; its bias comes last; [units]. */
  readonly first: Int32Array;
  /** Units that are known as soon as the pixels before `pixel` are; [pixels]. */
  readonly ready: Int32Array;
}

export interface MadeLayout {
  readonly pixels: number;
  /** Hidden layers, then the output. */
  readonly layers: readonly MadeLayer[];
  /** Numbers that make θ: only weights that there are. */
  readonly parameters: number;
}

const MOST = 2 ** 26;

/**
 * Who sees whom [Germain2015, docs/theory.md 21]: hidden unit k of K has the degree 1 + ⌊k (D − 1)/K⌋ and sees what depends on the
 * pixels before that one alone; output o sees degrees up to o. Units stand in the order of their degrees, so what one sees are the
 * first of the layer before, and a weight that a mask would delete is no parameter at all.
 */
export function madeLayout({ pixels, hidden }: MadeShape, where = '[made]'): MadeLayout {
  if (!Number.isSafeInteger(pixels) || pixels < 2)
    throw new SzilardError('parameter', `${where} pixels: expected a whole number of at least 2, got ${pixels}.`);
  for (const units of hidden)
    if (!Number.isSafeInteger(units) || units < 1)
      throw new SzilardError(
        'parameter',
        `${where} hidden: expected whole numbers of units, at least 1 each, got ${hidden.join(', ')}. For no hidden layer give none.`,
      );
  const widest = hidden.find((units) => units > MOST);
  if (widest !== undefined)
    throw new SzilardError('parameter', `${where} hidden: expected at most ${MOST} units a layer, got ${widest}. Take fewer units.`);
  let parameters = 0;
  // Pixel j is known to degrees above j: before[d] is how much of the layer before a unit of degree d may see.
  let before = Int32Array.from({ length: pixels }, (_, degree) => degree);
  const layer = (degrees: Int32Array): MadeLayer => {
    const units = degrees.length;
    const sees = degrees.map((degree) => before[degree]);
    const first = new Int32Array(units);
    for (let k = 0; k < units; k++) {
      first[k] = parameters;
      parameters += sees[k] + 1;
    }
    const ready = Int32Array.from({ length: pixels }, (_, pixel) => degrees.findIndex((degree) => degree > pixel)).map((k) =>
      k < 0 ? units : k,
    );
    before = ready;
    return { units, sees, first, ready };
  };
  const layers = hidden.map((units) => layer(Int32Array.from({ length: units }, (_, k) => 1 + Math.floor((k * (pixels - 1)) / units))));
  layers.push(layer(Int32Array.from({ length: pixels }, (_, pixel) => pixel)));
  if (parameters > MOST)
    throw new SzilardError('parameter', `${where} hidden: expected at most ${MOST} parameters, got ${parameters}. Take fewer units.`);
  return { pixels, layers, parameters };
}
