/** Of a move on the ring, in the order of `assembly/ring.ts`: spread, lift of the potential · dt, drive · dt, 2π, π, Taylor's series of the sine. */
export const NUMBERS = 14;
const LENGTH = 2 * Math.PI;

/** −1/3!, 1/5!, … 1/19!: on [0, π/2] the rest is below 3e-16. */
const SINE = Array.from({ length: 9 }, (_, k) => {
  let factorial = 1;
  for (let m = 2; m <= 2 * k + 3; m++) factorial *= m;
  return (k % 2 === 0 ? -1 : 1) / factorial;
});

/** What a move works on; [n] each. */
export interface RingColumns {
  /** Place, in [0, 2π). */
  readonly x: Float64Array;
  /** Drift · dt at the end of the last move. */
  readonly push: Float64Array;
  /** Way gone since the stretch began, windings included. */
  readonly way: Float64Array;
  /** ((kick back)² − kick²) since then, in units of 4 dt at β = 1. */
  readonly ratio: Float64Array;
}

/** Numbers of the move by the force lift · sin x + drive; `spread`: √(2 dt), over √β where that is one for all. */
export const ringNumbers = (spread: number, lift: number, drive: number, dt: number): Float64Array =>
  Float64Array.of(spread, lift * dt, drive * dt, LENGTH, Math.PI, ...SINE);

/** sin x for x in [0, 2π), to 1e-15. */
function sineOf(x: number, [, , , , half, c1, c2, c3, c4, c5, c6, c7, c8, c9]: Float64Array): number {
  const s = x - half;
  const a = Math.abs(s);
  const r = Math.min(half - a, a);
  const z = r * r;
  const z2 = z * z;
  const z4 = z2 * z2;
  const high = c5 + c6 * z + (c7 + c8 * z) * z2 + c9 * z4;
  const sine = r + r * z * (c1 + c2 * z + (c3 + c4 * z) * z2 + high * z4);
  return s < 0 || Object.is(s, -0) ? sine : -sine;
}

/** Drift · dt at a place. */
export const ringDrift = (x: number, numbers: Float64Array): number => numbers[2] + numbers[1] * sineOf(x, numbers);

/** One tick of a move on the ring: the specification in plain TypeScript; `assembly/ring.ts` gives the same bits. `scale`: 1/√β, [n]. */
export function plainRingTick({ x, push, way, ratio }: RingColumns, numbers: Float64Array, draws: Float64Array, scale: Float64Array): void {
  const [spread, , , length] = numbers;
  for (let i = 0; i < x.length; i++) {
    const kick = spread * scale[i] * draws[i];
    const step = push[i] + kick;
    const gone = x[i] + step;
    const wrapped = gone - length * Math.floor(gone / length);
    x[i] = wrapped >= length ? 0 : wrapped;
    way[i] += step;
    const back = ringDrift(x[i], numbers);
    const far = back + (step + kick);
    ratio[i] += (push[i] + back) * far;
    push[i] = back;
  }
}
