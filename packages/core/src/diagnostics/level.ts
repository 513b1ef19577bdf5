/** Chance of a false `no`: four standard errors. */
export const LEVEL = 6.3e-5;

/** Independent trajectories for each number that a test looks at; with fewer it is no test. */
export const ROWS = 20;

/** One number a trajectory; [trajectories]. */
export const perTrajectory = (n: number, f: (i: number) => number): Float64Array => Float64Array.from({ length: n }, (_, i) => f(i));
