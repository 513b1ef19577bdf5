/** Rows in order of time, trajectory after trajectory, cut into pieces that pass for independent of each other. */
export interface Blocks {
  readonly count: number;
  /** Which block a row belongs to; [rows]. */
  readonly of: Int32Array;
}

/** From so many trajectories on, each is left whole. */
const ENOUGH = 30;
/** More blocks make the error no better known than to 7 %, and shorter blocks forget less. */
const MOST = 100;

/**
 * Blocks of `length` rows a trajectory: whole trajectories where there are thirty, else √rows pieces of time, at most a hundred.
 * `wanted` above 0 asks for about so many, two at least. No block spans two trajectories unless it holds both whole.
 */
export function blocksOf(trajectories: number, length: number, wanted = 0): Blocks {
  const rows = trajectories * length;
  const of = new Int32Array(rows);
  const asked = wanted > 0 ? Math.max(2, wanted) : 0;
  if (trajectories >= (asked || ENOUGH)) {
    const count = Math.min(trajectories, asked || MOST);
    for (let row = 0; row < rows; row++) of[row] = Math.floor((Math.floor(row / length) * count) / trajectories);
    return { count, of };
  }
  const aim = asked || Math.max(2, Math.min(MOST, Math.floor(Math.sqrt(rows))));
  const each = Math.max(1, Math.min(length, Math.round(aim / trajectories)));
  for (let row = 0; row < rows; row++) of[row] = Math.floor(row / length) * each + Math.floor(((row % length) * each) / length);
  return { count: trajectories * each, of };
}
