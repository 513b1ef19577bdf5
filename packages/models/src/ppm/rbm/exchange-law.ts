import { SzilardError, sum } from '@szilard/core';
import type { Layer } from './fields.ts';
import { jointLaw } from './joint.ts';
import { listedLaws } from './listed-laws.ts';
import { type RbmTable, rbmParameters, shapeOf } from './shape.ts';

export interface RbmHeatExchange extends RbmTable {
  /** β of the equilibrium that it starts from, and that the process sent back starts from. */
  readonly startBeta: number;
  /** Half-steps in order, a letter each: h, the hidden layer given the visible one; v, the visible layer given the hidden one. */
  readonly moves: string;
}

const where = '[ppm/rbm-heat-exchange]';

/** `hvh` → hidden, visible, hidden. */
export function layersOf(moves: string): Layer[] {
  if (!/^[hv]+$/.test(moves))
    throw new SzilardError('parameter', `${where} moves: expected letters h and v, as in hvh, got ${JSON.stringify(moves)}.`);
  return [...moves].map((letter) => (letter === 'h' ? 'hidden' : 'visible'));
}

/** The law of the heat into the bath, every pair of states counted. */
export interface HeatExchange {
  /** Values of Q, ascending; energy, positive into the bath. */
  readonly heat: Float64Array;
  /** P(Q). */
  readonly chance: Float64Array;
  /** ⟨Q⟩. */
  readonly mean: number;
  /** ⟨e^−(β₂ − β₁)Q⟩, 1 by the integral theorem. */
  readonly integral: number;
  /** Largest |ln P(Q)/P̃(−Q) − (β₂ − β₁)Q| over values of Q; P̃: sent back by the same moves in the order `back`. Nats. */
  readonly worstHeat: number;
  /** Largest miss of the same of single pairs of states. Nats. */
  readonly worstPair: number;
}

/** Values of Q closer than this are one. */
const SAME = 1e-9;

/** P(Q) of a machine from equilibrium at `startBeta` in a bath at `bathBeta`; `back`: moves of the process sent back, absent: in opposite order. */
export function exchangeOf(params: RbmHeatExchange, bathBeta: number, back?: string): HeatExchange {
  const { startBeta, moves } = params;
  const theta = rbmParameters(params, where);
  const shape = shapeOf(params);
  const laws = listedLaws(shape);
  const { energy, law } = jointLaw(shape, theta, startBeta, where);
  const n = law.length;
  const tables = { hidden: laws.table(theta, 'hidden', bathBeta), visible: laws.table(theta, 'visible', bathBeta) };
  const along = (order: readonly Layer[]) => order.map((layer) => tables[layer]).reduce((a, b) => product(a, b, n));
  const there = along(layersOf(moves));
  const backward = along(back === undefined ? layersOf(moves).reverse() : layersOf(back));
  const force = bathBeta - startBeta;

  const pairs = Array.from({ length: n * n }, (_, e) => e).filter((e) => there[e] > 0);
  const q = (e: number) => energy[Math.floor(e / n)] - energy[e % n];
  const weight = (table: Float64Array) => (e: number) => law[Math.floor(e / n)] * table[e];
  const [go, come] = [heatLaw(pairs, q, weight(there)), heatLaw(pairs, q, weight(backward))];
  let [worstHeat, worstPair] = [0, 0];
  for (let k = 0; k < go.heat.length; k++) {
    const mirrored = come.heat.findIndex((value) => Math.abs(value + go.heat[k]) < SAME);
    const undone = mirrored < 0 ? 0 : come.chance[mirrored];
    worstHeat = Math.max(worstHeat, Math.abs(Math.log(go.chance[k] / undone) - force * go.heat[k]));
  }
  for (const e of pairs) {
    const undone = (e % n) * n + Math.floor(e / n);
    worstPair = Math.max(worstPair, Math.abs(Math.log(weight(there)(e) / weight(backward)(undone)) - force * q(e)));
  }
  // Over pairs: what was gathered under one value of Q differs by rounding.
  const over = (f: (heat: number) => number) => sum(pairs.map((e) => weight(there)(e) * f(q(e))));
  return {
    ...go,
    mean: over((heat) => heat),
    integral: over((heat) => Math.exp(-force * heat)),
    worstHeat,
    worstPair,
  };
}

/** a, then b; [n, n] by rows. */
function product(a: Float64Array, b: Float64Array, n: number): Float64Array {
  const out = new Float64Array(n * n);
  for (let i = 0; i < n; i++)
    for (let k = 0; k < n; k++) {
      const w = a[i * n + k];
      if (w === 0) continue;
      for (let j = 0; j < n; j++) out[i * n + j] += w * b[k * n + j];
    }
  return out;
}

/** Pairs of states gathered by their heat. */
function heatLaw(pairs: readonly number[], q: (e: number) => number, weight: (e: number) => number) {
  const sorted = pairs.toSorted((a, b) => q(a) - q(b));
  const [heat, chance]: [number[], number[]] = [[], []];
  for (const e of sorted) {
    if (heat.length === 0 || q(e) - heat[heat.length - 1] > SAME) {
      heat.push(q(e));
      chance.push(0);
    }
    chance[chance.length - 1] += weight(e);
  }
  return { heat: Float64Array.from(heat), chance: Float64Array.from(chance) };
}
