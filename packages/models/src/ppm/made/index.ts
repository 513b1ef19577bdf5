export { type MadeLayer, type MadeLayout, type MadeShape, madeLayout } from './layout.ts';
export { type Made, made } from './made.ts';
export { type MadeModel, type MadeParams, madeModel } from './model.ts';
