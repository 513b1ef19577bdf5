/** How fine normal deviates are: `single` ends at |z| = 6.7, `double` at 8.6 and is less than half as fast. */
export type NormalQuality = 'single' | 'double';

/** Kinds of draws of which each lane may take its own number: uniform on (0, 1), standard exponential −ln u; both of 53 bits. */
export type RaggedDraw = 'uniform' | 'exponential';

/**
 * A named source of chance: every number is a function of (seed, path, trajectory, how many were drawn before).
 * A stream has `lanes` independent lanes in lockstep, one per trajectory; a plain stream has one.
 */
export interface RandomStream {
  /** Where this stream sits in the tree, e.g. `7/forward/x`. */
  readonly path: string;
  /** Independent lanes; 1 for a plain stream. */
  readonly lanes: number;
  /** Quality of its normal deviates. Absent: whatever it is made of. */
  readonly normals?: NormalQuality;
  /** Uniform on the open interval (0, 1), 53 bits. Lane 0. */
  uniform(): number;
  /** Standard normal. Lane 0. */
  normal(): number;
  /** Uniforms on (0, 1); [lanes, k]: row i comes from lane i. On a plain stream any length. */
  fillUniform(out: Float64Array): void;
  /**
   * What k calls of `fillUniform` for one number a lane would be made of; [k, 2, lanes]: a row of high words, then one of low words, of
   * which the upper 26 bits count. u = ((high >>> 6) 2²⁶ + (low >>> 6) + ½) 2⁻⁵².
   */
  fillUniformWords(out: Uint32Array): void;
  /** Standard normals; [lanes, k]: row i comes from lane i. On a plain stream any length. Box-Muller in the stream's quality. */
  fillNormal(out: Float64Array): void;
  /** What k calls of `fillNormal` for one number a lane give; [k, lanes]: a row for every call. On a plain stream any length. */
  fillNormalRows(out: Float64Array): void;
  /**
   * Draws for some of the lanes, `chosen` rising, while the others stand where they are; [k, chosen]: column j comes from lane chosen[j].
   * A sequence of its own for every lane and kind: what a lane gets depends on no other lane, and not on the bulk draws above.
   */
  fillSome(kind: RaggedDraw, chosen: Int32Array, out: Float64Array): void;
  /** Lane i as a plain stream that goes on where the lane stands: for draws whose number differs between trajectories. */
  lane(i: number): RandomStream;
  /** A child stream: depends on path and label only, never on draws already made. */
  fork(label: string | number): RandomStream;
  /** The same path for trajectories first … first + count − 1, one lane each. */
  trajectories(first: number, count: number): RandomStream;
  /** Everything that the next draw depends on; hand it to `restore` for the same draws again. */
  state(): Uint32Array;
  restore(state: Uint32Array): void;
}
