/** Uniforms drawn ahead. */
export const DRAWS = 128;
/** Counts above this are not exact in a double. */
export const MOST = Number.MAX_SAFE_INTEGER;
/** A thinned rate may exceed its bound by rounding only. */
export const ROUNDING = 1 + 1e-12;

/** Why `advance` came back. */
export const Why = { reached: 0, check: 1, fault: 2, paused: 3 } as const;

/** What a stepper works on, trajectory after trajectory. */
export interface Bench {
  /** [places]. */
  readonly state: Float64Array;
  /** [reactions], 1/time. */
  readonly propensities: Float64Array;
  /** Now; time of the next firing, −1 before it is drawn; draws used; last reaction; firings so far. */
  readonly clock: Float64Array;
  /** [DRAWS] uniforms. */
  readonly draws: Float64Array;
  /** Puts new uniforms into `draws`. */
  refill(): void;
}

/** The direct method on a bench: fires reactions until `until`, at most `most` attempts. Answers one of `Why`. */
export type Advance = (until: number, most: number) => number;
