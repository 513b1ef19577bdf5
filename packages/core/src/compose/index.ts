export * from './examine.ts';
export * from './lab.ts';
export * from './module.ts';
