export * from './account.ts';
export * from './benchmark.ts';
export * from './examine.ts';
export * from './experiment.ts';
export * from './lab.ts';
export * from './module.ts';
