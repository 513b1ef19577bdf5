import type { RandomStream } from '@szilard/core';

/** Jumps drawn for at once, round by round: few where a tick is short, more where it goes on. Part of the definition of the numbers. */
const SIZES = [2, 4, 8, 16];
export const LARGEST = Math.max(...SIZES);

/** Draws for jumps in continuous time, whose number differs between trajectories. */
export interface JumpDraws {
  /** Trajectories that still have time left, rising; those of a round come first. */
  readonly lanes: Int32Array;
  /** Standard exponentials; [size, active]: column j belongs to lanes[j]. */
  readonly waiting: Float64Array;
  /** Uniforms; as above. */
  readonly choice: Float64Array;
  /**
   * One tick: rounds of draws until `advance`, which is told how many are active and the size of the round, answers that none is. It
   * keeps in `lanes` those that go on. What is left of a round when a trajectory ends its tick is never used: a trajectory's numbers
   * depend on no other's.
   */
  run(rng: RandomStream, advance: (active: number, size: number) => number): void;
}

export function jumpDraws(
  n: number,
  {
    lanes = new Int32Array(n),
    waiting = new Float64Array(LARGEST * n),
    choice = new Float64Array(LARGEST * n),
  }: Partial<Omit<JumpDraws, 'run'>> = {},
): JumpDraws {
  const single = Int32Array.of(0);
  // Most rounds of a long tick are of all: their views are made once.
  const views = (active: number, size: number) => ({
    chosen: lanes.subarray(0, active),
    exponentials: waiting.subarray(0, size * active),
    uniforms: choice.subarray(0, size * active),
  });
  const all = new Map(SIZES.map((size) => [size, views(n, size)]));
  const rounds = (rng: RandomStream, from: number, advance: (active: number, size: number) => number, own: boolean) => {
    for (let round = 0, active = from; active > 0; round++) {
      const size = SIZES[Math.min(round, SIZES.length - 1)];
      const { chosen, exponentials, uniforms } = active === n ? all.get(size)! : views(active, size);
      rng.fillSome('exponential', own ? chosen : single, exponentials);
      rng.fillSome('uniform', own ? chosen : single, uniforms);
      active = advance(active, size);
    }
  };
  return {
    lanes,
    waiting,
    choice,
    run(rng, advance) {
      if (rng.lanes === n) {
        for (let i = 0; i < n; i++) lanes[i] = i;
        rounds(rng, n, advance, true);
        return;
      }
      // One lane for all: they draw in turn.
      for (let i = 0; i < n; i++) {
        lanes[0] = i;
        rounds(rng, 1, advance, false);
      }
    },
  };
}
