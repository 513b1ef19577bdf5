import { type Batch, batch, type Given, type Kernel, type KernelClaims, type Landscape, type Subsystem, SzilardError } from '@szilard/core';

type Field = (x: Batch, given: Given, out: Batch) => void;

/** −∂U/∂x + f; [n, dim]. Refuses a landscape without gradient, in the kernel's name. */
export function driftOf({ gradient, force, dim, values }: Landscape, kernel: string): Field {
  if (!gradient || values) {
    const got = values ? 'one of finitely many values' : 'one without';
    throw new SzilardError(
      'composition',
      `[${kernel}] expected a landscape with a gradient, got ${got}. Give it one, or take ${values ? 'monte-carlo/gibbs' : 'monte-carlo/metropolis'}.`,
    );
  }
  return (x, given, out) => {
    gradient(x, given, out);
    for (let at = 0; at < out.data.length; at++) out.data[at] = -out.data[at];
    if (!force) return;
    const push = batch(x.n, dim);
    force(x, given, push);
    for (let at = 0; at < out.data.length; at++) out.data[at] += push.data[at];
  };
}

/** W_nc = ½ (f + f′)·Δx, the Stratonovich work of the non-conservative force along from → to. Absent where there is none. */
export function workOf({ force, dim }: Landscape): Subsystem['work'] {
  if (!force) return undefined;
  return (from, to, given, out) => {
    const [here, there] = [batch(from.n, dim), batch(from.n, dim)];
    force(from, given, here);
    force(to, given, there);
    for (let i = 0; i < from.n; i++) {
      out[i] = 0;
      for (let at = i * dim; at < (i + 1) * dim; at++) out[i] += 0.5 * (here.data[at] + there.data[at]) * (to.data[at] - from.data[at]);
    }
  };
}

/** ΔS_R(W_nc − ΔU) of a move, by the reservoir's own word; [n], nats. */
export function worthOf(landscape: Landscape): (from: Batch, to: Batch, given: Given) => Float64Array {
  const work = workOf(landscape);
  return (from, to, given) => {
    const [heat, scratch] = [new Float64Array(from.n), new Float64Array(from.n)];
    landscape.energy(from, given, heat);
    landscape.energy(to, given, scratch);
    for (let i = 0; i < from.n; i++) heat[i] -= scratch[i];
    if (work) {
      work(from, to, given, scratch);
      for (let i = 0; i < from.n; i++) heat[i] += scratch[i];
    }
    given.bath.entropyGain(heat, scratch);
    return scratch;
  };
}

/** What a kernel may promise on this landscape: a driven one has no Boltzmann law. */
export const claimsOn = ({ force }: Landscape, claims: KernelClaims): KernelClaims =>
  force ? { invariance: 'none', detailedBalance: 'none' } : claims;

/** Refuses a bath whose noise is a tensor, in the kernel's name. */
export function mustBeIsotropic({ bath }: Given, kernel: string): void {
  if (bath.temperature)
    throw new SzilardError(
      'composition',
      `[${kernel}] expected a bath with one temperature, got one with a temperature tensor. Take overdamped/euler-maruyama.`,
    );
}

/** `logDensity` of a kernel whose transition density is an integral that is not done. */
export const noDensity =
  (kernel: string, why: string): Kernel['logDensity'] =>
  () => {
    throw new SzilardError('composition', `[${kernel}] has no transition density to evaluate: ${why}. Its path ratio comes from \`walk\`.`);
  };
