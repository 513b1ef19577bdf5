export * from './join.ts';
export * from './piece.ts';
export * from './worker-threads.ts';
