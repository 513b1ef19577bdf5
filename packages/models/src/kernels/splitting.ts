import {
  type Batch,
  batch,
  type Given,
  type Kernel,
  type KernelClaims,
  type Landscape,
  type Passage,
  type RandomStream,
  SzilardError,
} from '@szilard/core';
import { claimsOn, mustBeIsotropic } from './forces.ts';
import { splittingStep } from './line-steps.ts';
import { onLine, sayingOf } from './on-line.ts';
import { splittingDensity } from './splitting-density.ts';
import { isBalanced, isMetropolised, isSymmetric, parseOrder, reversedOrder, type SubMove } from './splitting-order.ts';
import { flowOn, type Phase } from './sub-moves.ts';
import { join, split } from './underdamped.ts';

export interface SplittingOptions {
  /** Sub-moves in order, e.g. 'O V R V O' or 'B A O A B'; 'O { V R V } O' accepts or undoes what stands between braces. */
  readonly order: string;
  readonly dt: number;
  /** γ: momenta forget as e^−γt; 1/time. */
  readonly friction: number;
}

const NAME = 'splitting';

/**
 * Underdamped Langevin motion of [q, p] by sub-moves: R flight q += h p/m, V kick p −= h ∇U, O thermostat
 * p ← c p + √((1 − c²) m/β) ξ, c = e^−γh. Only O has chance, so the path ratio is −βΔK of the O sub-moves; what V and R change of
 * the energy is shadow work [Sivak2013]. Between braces the change is accepted with min(1, e^−βΔH), else undone with −p
 * [Horowitz1991]. An order that is no palindrome is reversed by its mirror image.
 */
export function splitting({ order, dt, friction }: SplittingOptions): (landscape: Landscape) => Kernel {
  const moves = parseOrder(order, dt);
  return (landscape) => {
    const there = splittingKernel(landscape, moves, friction);
    if (isSymmetric(moves)) return there;
    const back = splittingKernel(landscape, reversedOrder(moves), friction);
    return sayingOf(there, { ...there, reversed: { ...back, reversed: there } });
  };
}

function splittingKernel(landscape: Landscape, moves: readonly SubMove[], friction: number): Kernel {
  if (!landscape.phase)
    throw new SzilardError(
      'composition',
      `[${NAME}] expected a landscape of [q, p], got one of ${landscape.dim} positions. Wrap it: underdamped(landscape, { mass }).`,
    );
  const { positions, masses } = landscape.phase;
  const d = positions.dim;
  const flow = flowOn(positions, masses, NAME);

  /** O: the passage gets ½(ξ_back² − ξ²), ξ_back the noise that would undo it. */
  const thermostat = ({ p }: Phase, { bath }: Given, span: number, rng: RandomStream, passage: Passage) => {
    const keep = Math.exp(-friction * span);
    const spread = -Math.expm1(-2 * friction * span);
    const noise = new Float64Array(p.data.length);
    rng.fillNormal(noise);
    for (let i = 0, at = 0; i < p.n; i++) {
      for (let k = 0; k < d; k++, at++) {
        const width = Math.sqrt((spread * masses[k]) / bath.beta[i]);
        const old = p.data[at];
        p.data[at] = keep * old + width * noise[at];
        const undone = (old - keep * p.data[at]) / width;
        passage.logRatio[i] += 0.5 * (undone - noise[at]) * (undone + noise[at]);
      }
    }
  };

  const go = (x: Batch, given: Given, rng: RandomStream, next: Batch, passage: Passage): void => {
    mustBeIsotropic(given, NAME);
    const at: Phase = { q: batch(x.n, d), p: batch(x.n, d) };
    split(x, at.q, at.p);
    let door: Door | undefined;
    for (const { kind, span } of moves) {
      if (kind === 'R') flow.fly(at, span);
      else if (kind === 'V') flow.kick(at, given, span, passage.work);
      else if (kind === 'O') thermostat(at, given, span, rng, passage);
      else if (kind === '{') door = open(at, given, passage);
      else close(door!, at, given, rng, passage);
    }
    join(at.q, at.p, next);
  };

  const open = (at: Phase, given: Given, { work }: Passage): Door => {
    const energy = new Float64Array(at.q.n);
    flow.energy(at, given, energy);
    return { q: at.q.data.slice(), p: at.p.data.slice(), energy, work: work.slice() };
  };
  const close = (door: Door, at: Phase, given: Given, rng: RandomStream, { logRatio, work }: Passage) => {
    const { n } = at.q;
    const [after, chance] = [new Float64Array(n), new Float64Array(n)];
    flow.energy(at, given, after);
    rng.fillUniform(chance);
    for (let i = 0; i < n; i++) {
      const worth = -given.bath.beta[i] * (after[i] - door.energy[i] - (work[i] - door.work[i]));
      // Written so that NaN is taken, not turned down: it must reach the engine, which names it.
      if (!(Math.log(chance[i]) >= worth)) logRatio[i] += Math.min(0, worth) - Math.min(0, -worth);
      else {
        work[i] = door.work[i];
        for (let k = i * d; k < (i + 1) * d; k++) {
          at.q.data[k] = door.q[k];
          at.p.data[k] = -door.p[k];
        }
      }
    }
  };

  const kernel: Kernel = {
    parity: Int8Array.from({ length: 2 * d }, (_, k) => (k < d ? 1 : -1)),
    claims: claimsOn(landscape, claimsOf(moves)),
    step: (x, given, rng, next) => go(x, given, rng, next, { logRatio: new Float64Array(x.n), work: new Float64Array(x.n) }),
    walk: go,
    logDensity: splittingDensity(moves, flow, { masses, friction }),
  };
  const plain = moves.every(({ kind }) => kind !== '{');
  return onLine(kernel, landscape, (functions) => (plain ? splittingStep(functions, moves, masses[0], friction) : undefined));
}

/** The state, energy and work on entering a brace. */
interface Door {
  readonly q: Float64Array;
  readonly p: Float64Array;
  readonly energy: Float64Array;
  readonly work: Float64Array;
}

function claimsOf(moves: readonly SubMove[]): KernelClaims {
  if (isMetropolised(moves)) return { invariance: 'exact', detailedBalance: 'exact' };
  if (moves.some(({ kind }) => kind === '{')) return { invariance: 'none', detailedBalance: 'none' };
  const symmetric = isSymmetric(moves);
  return { invariance: symmetric ? 'order-2' : 'order-1', detailedBalance: symmetric && isBalanced(moves) ? 'order-2' : 'order-1' };
}
