export { type BinaryDigitOptions, type BinaryDigits, binaryDigits, mustBeBinary } from './binary-digits.ts';
export { type PictureLearner, type PictureLearnerOptions, type PictureParams, pictureLearner } from './learner.ts';
export type { PictureModel } from './picture-model.ts';
export { pictureSeat, type Sampler, samplers } from './picture-seat.ts';
export { rbmPictures } from './rbm-pictures.ts';
