export * from './catalog.ts';
export * from './example.ts';
export * from './lab.ts';
export * from './run-examples.ts';
export * from './run-pieces.ts';
export * from './system.ts';
