import type { Experiment, Seat, Tick } from '../contracts/dynamics.ts';
import type { Bath } from '../contracts/reservoir.ts';
import { SzilardError } from '../errors.ts';

const SEATS = ['x', 'theta'] as const satisfies readonly Seat[];

/** Refuses what is not an experiment, before any draw: shapes are asserted here once, and nowhere in the loops. */
export function mustBeExperiment(experiment: Experiment): void {
  const { subsystems, reservoirs, ticks } = experiment;
  for (const seat of SEATS) {
    const subsystem = subsystems?.[seat];
    need(subsystem !== undefined, `subsystems.${seat}`, 'a subsystem', 'none', 'Use `still` for an empty seat');
    const { dim, kernel } = subsystem;
    need(Number.isSafeInteger(dim) && dim >= 0, `subsystems.${seat}.dim`, 'a whole number of at least 0', dim);
    method(subsystem, 'energy', `subsystems.${seat}`);
    need(kernel !== undefined, `subsystems.${seat}.kernel`, 'a kernel', 'none');
    method(kernel, 'step', `subsystems.${seat}.kernel`);
    method(kernel, 'logDensity', `subsystems.${seat}.kernel`);
    const { parity } = kernel;
    need(
      !parity || (parity.length === dim && parity.every((p) => p === 1 || p === -1)),
      `subsystems.${seat}.kernel.parity`,
      `${dim} entries of 1 or -1`,
      parity,
    );
    method(reservoirs?.[seat], 'open', `reservoirs.${seat}`);
  }
  for (const end of ['start', 'end'] as const) {
    const boundary = experiment[end];
    method(boundary, 'sample', end);
    method(boundary, 'logDensity', end);
    need(boundary.control instanceof Float64Array, `${end}.control`, 'a Float64Array', boundary.control);
  }
  need(
    Array.isArray(ticks) && ticks.length > 0,
    'ticks',
    'at least one tick',
    Array.isArray(ticks) ? 'none' : ticks,
    'Give the model some dynamics',
  );
  // Models repeat a few ticks many times: each is looked at once.
  const seen = new Set<Tick>();
  for (const [at, tick] of ticks.entries()) {
    if (seen.has(tick)) continue;
    seen.add(tick);
    mustBeTick(tick, at, subsystems);
  }
}

/** A bath as it was opened: one positive β per trajectory, and the functions of the contract. */
export function mustBeBath(bath: Bath, n: number, seat: Seat): Bath {
  const where = `reservoirs.${seat}.open()`;
  need(typeof bath === 'object' && bath !== null, where, 'a bath', bath);
  method(bath, 'entropyGain', where);
  method(bath, 'absorb', where);
  const { beta } = bath;
  need(
    beta instanceof Float64Array && beta.length === n,
    `${where}.beta`,
    `a Float64Array of ${n}`,
    beta instanceof Float64Array ? beta.length : typeof beta,
  );
  let bad = -1;
  for (let i = 0; i < n && bad < 0; i++) if (!(beta[i] > 0)) bad = i;
  need(bad < 0, `${where}.beta`, 'inverse temperatures above 0', `${beta[bad]} for trajectory ${bad} of the block`);
  return bath;
}

function mustBeTick({ mover, slowShare, control }: Tick, at: number, subsystems: Experiment['subsystems']): void {
  const where = `ticks[${at}]`;
  need(mover === 'x' || mover === 'theta' || mover === 'random', `${where}.mover`, "'x', 'theta' or 'random'", mover);
  need(mover === 'random' || subsystems[mover].dim > 0, `${where}.mover`, 'a seat that has components', `the empty seat ${mover}`);
  need(slowShare === undefined || (slowShare >= 0 && slowShare <= 1), `${where}.slowShare`, 'a probability', slowShare);
  need(control instanceof Float64Array, `${where}.control`, 'a Float64Array', control);
}

function method(owner: object | undefined, name: string, where: string): void {
  const found = (owner as Record<string, unknown> | undefined)?.[name];
  need(typeof found === 'function', `${where}.${name}`, 'a function', found === undefined ? 'none' : typeof found);
}

function need(met: boolean, where: string, expected: string, got: unknown, advice = 'See docs/add-a-plugin.md'): asserts met {
  if (!met) throw new SzilardError('composition', `[simulate] ${where}: expected ${expected}, got ${String(got)}. ${advice}.`);
}
