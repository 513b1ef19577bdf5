// Where things lie in the memory that is shared with the noise of @szilard/core, whose own part ends at FIRST. Addresses are constants,
// not arguments: those would fill all registers.

/** Trajectories of a block at most. */
export const LANES: usize = 1024;
/** Rows of draws. */
export const ROWS: usize = 32;

/** Waiting times, or the words of x. */
export const FIRST: usize = 1 << 20;
/** Choices, or the words of theta. */
export const SECOND: usize = FIRST + 8 * LANES * ROWS;
/** By place among those that go on: lane, row [8 bytes each], time left, (log-ratio, work) so far. */
export const LANE: usize = SECOND + 8 * LANES * ROWS + 256;
export const ROW: usize = LANE + 4 * LANES;
export const LEFT: usize = ROW + 8 * LANES;
export const WORTH: usize = LEFT + 8 * LANES;
/** By lane, of those that are done. */
export const ROW_END: usize = WORTH + 16 * LANES;
export const WORTH_END: usize = ROW_END + 4 * LANES;
/** Discrete time: states, movers, moves made, how often each came. */
export const X: usize = WORTH_END + 16 * LANES;
export const THETA: usize = X + LANES;
export const WHO: usize = THETA + LANES;
export const LOG_X: usize = WHO + 2 * ROWS;
export const LOG_THETA: usize = LOG_X + LANES * ROWS;
export const COUNTS_X: usize = LOG_THETA + LANES * ROWS;
export const COUNTS_THETA: usize = COUNTS_X + 4 * LANES * 64;
export const TABLE_X: usize = COUNTS_THETA + 4 * LANES * 64;
export const TABLE_THETA: usize = TABLE_X + 704;
export const SCRATCH: usize = TABLE_THETA + 704;
/** Continuous time: a move table; see jumps.ts. */
export const TABLE: usize = SCRATCH + 64;
export const TABLE_BYTES: usize = 1 << 21;
