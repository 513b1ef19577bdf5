export * from './agreement.ts';
export * from './conform-model.ts';
export * from './conform-reservoir.ts';
export { type Conformance, promise, sameNumbers } from './conformance.ts';
