/** One promise of a contract, as a test that throws where it is broken. Any test runner can loop over a list of them. */
export interface Conformance {
  readonly name: string;
  run(): Promise<void> | void;
}

/** Throws with the promise's own words. */
export function promise(kept: boolean, words: string): void {
  if (!kept) throw new Error(words);
}

/** Two columns agree to `tolerance` of their largest entry, and are finite together. */
export function sameNumbers(a: Float64Array, b: Float64Array, tolerance: number, what: string): void {
  promise(a.length === b.length, `${what}: ${a.length} numbers beside ${b.length}`);
  let scale = 1;
  for (const v of a) if (Number.isFinite(v)) scale = Math.max(scale, Math.abs(v));
  for (let i = 0; i < a.length; i++) {
    if (a[i] === b[i]) continue;
    promise(Math.abs(a[i] - b[i]) <= tolerance * scale, `${what}: entry ${i} is ${a[i]} beside ${b[i]}`);
  }
}
