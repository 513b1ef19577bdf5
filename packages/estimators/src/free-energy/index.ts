export { effectiveSamples } from './mbar.ts';
export { type MbarErrors, mbarErrors, overlapMatrix, reweightedMean } from './mbar-errors.ts';
export { type MbarSolution, solveMbar } from './mbar-solve.ts';
