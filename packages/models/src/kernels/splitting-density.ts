import { type Batch, batch, type Given, type Kernel } from '@szilard/core';
import { mustBeIsotropic, noDensity } from './forces.ts';
import type { SubMove } from './splitting-order.ts';
import type { Flow, Phase } from './sub-moves.ts';
import { split } from './underdamped.ts';

/** Positions that agree to this, relative to their own size and that of the flight between them, are the same. */
const ROUNDING = 1e-10;

interface Thermostat {
  readonly masses: Float64Array;
  readonly friction: number;
}

/**
 * ln K([q,p]′|[q,p]) of a splitting. One O: x′ lies on a manifold; the density is that of the momentum that O drew, −∞ off the
 * manifold. Two O with one R between them: the ends fix both draws; a density in the whole space. Otherwise it is an integral.
 */
export function splittingDensity(moves: readonly SubMove[], flow: Flow, thermostat: Thermostat): Kernel['logDensity'] {
  const os = moves.flatMap(({ kind }, at) => (kind === 'O' ? [at] : []));
  const between = os.length === 2 ? moves.slice(os[0] + 1, os[1]) : [];
  const flights = between.filter(({ kind }) => kind === 'R').length;
  if (moves.some(({ kind }) => kind === '{')) return noDensity('splitting', 'a move that is turned down has a mass of its own');
  if (os.length > 2 || (os.length === 2 && flights !== 1))
    return noDensity('splitting', 'it is an integral over draws that the two ends do not fix');
  const run = (at: Phase, given: Given, part: readonly SubMove[], sign: 1 | -1) => {
    for (const { kind, span } of part) kind === 'R' ? flow.fly(at, sign * span) : flow.kick(at, given, sign * span);
  };
  return (from, to, given, out) => {
    mustBeIsotropic(given, 'splitting');
    const before = phaseOf(from);
    run(before, given, moves.slice(0, os[0]), 1);
    const after = phaseOf(to);
    run(after, given, moves.slice(os[os.length - 1] + 1).reverse(), -1);
    out.fill(0);
    if (os.length === 1) return oneDraw(before, after, given, moves[os[0]].span, thermostat, out);
    // The flight from q to q′ fixes the momentum in the middle; kicks lead from there to both draws.
    const at = between.findIndex(({ kind }) => kind === 'R');
    const { span } = between[at];
    const middle = batch(from.n, thermostat.masses.length);
    for (let k = 0; k < middle.data.length; k++) {
      const mass = thermostat.masses[k % middle.dim];
      middle.data[k] = (mass * (after.q.data[k] - before.q.data[k])) / span;
      out[Math.floor(k / middle.dim)] += Math.log(mass / span);
    }
    const drawn = { q: before.q, p: { ...middle, data: middle.data.slice() } };
    run(drawn, given, between.slice(0, at).reverse(), -1);
    addDraw(before.p, drawn.p, given, moves[os[0]].span, thermostat, out);
    const led = { q: after.q, p: middle };
    run(led, given, between.slice(at + 1), 1);
    addDraw(led.p, after.p, given, moves[os[1]].span, thermostat, out);
  };
}

function phaseOf(x: Batch): Phase {
  const at = { q: batch(x.n, x.dim / 2), p: batch(x.n, x.dim / 2) };
  split(x, at.q, at.p);
  return at;
}

/** Adds ln N(p′; c p, (1 − c²) m/β). */
function addDraw(p: Batch, drawn: Batch, { bath }: Given, span: number, { masses, friction }: Thermostat, out: Float64Array): void {
  const [keep, spread] = [Math.exp(-friction * span), -Math.expm1(-2 * friction * span)];
  for (let at = 0; at < p.data.length; at++) {
    const i = Math.floor(at / p.dim);
    const variance = (spread * masses[at % p.dim]) / bath.beta[i];
    out[i] -= 0.5 * (Math.log(2 * Math.PI * variance) + (drawn.data[at] - keep * p.data[at]) ** 2 / variance);
  }
}

function oneDraw(before: Phase, after: Phase, given: Given, span: number, thermostat: Thermostat, out: Float64Array): void {
  addDraw(before.p, after.p, given, span, thermostat, out);
  for (let at = 0; at < before.q.data.length; at++) {
    const scale = 1 + Math.abs(before.q.data[at]) + Math.abs(before.p.data[at]) + Math.abs(after.p.data[at]);
    if (Math.abs(before.q.data[at] - after.q.data[at]) > ROUNDING * scale) out[Math.floor(at / before.q.dim)] = Number.NEGATIVE_INFINITY;
  }
}
