import { type Environment, SzilardError } from '@szilard/core';
import { type BinaryDigitOptions, binaryDigits } from '../pictures/binary-digits.ts';
import { type PictureLearner, type PictureParams, pictureLearner } from '../pictures/learner.ts';
import { type Made, made as madeOf } from './made.ts';

export interface MadeParams extends BinaryDigitOptions, PictureParams {
  /** Units of every hidden layer. */
  readonly hidden: readonly number[];
}

export interface MadeModel extends PictureLearner {
  readonly made: Made;
}

const id = 'ppm/made';

/** Pictures of digits learnt by an autoregressive model; docs/theory.md 21. */
export function madeModel(params: MadeParams, { digits }: Partial<Environment>): MadeModel {
  if (!digits)
    throw new SzilardError(
      'composition',
      `[${id}] expected the service digits, got none. Build it by a lab that binds them, or pass them to make.`,
    );
  const [train, test] = [binaryDigits(id, digits, params)].flatMap((halves) => [halves.train.pictures, halves.test.pictures]);
  const made = madeOf({ pixels: train.dim, hidden: params.hidden }, `[${id}]`);
  return { ...pictureLearner({ where: id, model: made, train, test, params }), made };
}
