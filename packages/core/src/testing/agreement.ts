/** What a statistical assertion needs. */
export interface Agreement {
  readonly z: number;
  readonly agrees: boolean;
  readonly text: string;
}

/** Does an estimate agree with a truth within `sigmas` standard errors? */
export function agreement(estimate: { readonly value: number; readonly stderr: number }, truth: number, sigmas = 4): Agreement {
  const z = (estimate.value - truth) / estimate.stderr;
  return {
    z,
    agrees: Math.abs(z) <= sigmas,
    text: `${estimate.value} ± ${estimate.stderr} against ${truth}: z = ${z.toFixed(2)}, allowed ${sigmas}`,
  };
}
