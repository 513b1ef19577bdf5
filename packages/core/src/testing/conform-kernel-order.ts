import { batch } from '../arrays/batch.ts';
import type { Kernel } from '../contracts/kernel.ts';
import type { Landscape } from '../contracts/landscape.ts';
import { sum } from '../numerics/sum.ts';
import { givenAt, type KernelCase } from './conform-kernel-cases.ts';
import { energiesOf, monomial, moveWith, residuals } from './conform-kernel-moves.ts';
import { scriptedStream } from './scripted-stream.ts';

/** What one step of a kernel does to equilibrium and how far its ratio is from −βΔU: sums over nodes, no chance in them. */
export interface Miss {
  /** Root of the summed squares of ⟨f(x′)⟩ − ⟨f(x)⟩ over the case's moments f: O(dt^{n+1}) where e^−βU is kept to order n. */
  readonly invariance: number;
  /** Root mean square of ln K/K̃ + βΔU: O(dt^{n+½}) at least where detailed balance is kept to order n. */
  readonly balance: number;
  /** Mean of the same. */
  readonly meanBalance: number;
}

/** Trapezoid nodes of a standard normal, ±7.2: the error for smooth functions is below 1e-10. */
const SPACING = 0.9;
const normalNodes = Float64Array.from({ length: 17 }, (_, j) => SPACING * (j - 8));
const logNormal = (z: number) => -0.5 * z * z + Math.log(SPACING / Math.sqrt(2 * Math.PI));

/** For one position, with its momentum or without: product quadrature over the state and every normal that a step draws. */
export function missOf(make: (landscape: Landscape) => Kernel, { landscape, beta, moments }: KernelCase): Miss {
  const kernel = make(landscape);
  const { dim } = landscape;
  const states = equilibriumNodes(landscape, beta);
  const draws = drawsOf(kernel, dim, beta);
  const each = normalNodes.length ** draws;
  const n = states.weights.length * each;
  const x = batch(n, dim);
  for (let i = 0; i < n; i++) for (let k = 0; k < dim; k++) x.data[i * dim + k] = states.data[Math.floor(i / each) * dim + k];
  const node = (i: number, draw: number) => normalNodes[Math.floor((i % each) / normalNodes.length ** draw) % normalNodes.length];
  const given = givenAt(beta, n);
  const moved = moveWith(kernel, x, given, scriptedStream({ normal: (_path, i, draw) => node(i, draw) }).trajectories(0, n));
  const weights = Float64Array.from({ length: n }, (_, i) => {
    let log = 0;
    for (let draw = 0; draw < draws; draw++) log += logNormal(node(i, draw));
    return states.weights[Math.floor(i / each)] * Math.exp(log);
  });
  const mean = (of: (i: number) => number) => sum(weights.map((w, i) => w * of(i)));
  const off = residuals(landscape.energy, beta, x, moved, given);
  return {
    invariance: Math.hypot(...moments.map(({ of }) => mean((i) => monomial(moved.next, i, of) - monomial(x, i, of)))),
    balance: Math.sqrt(mean((i) => off[i] ** 2)),
    meanBalance: mean((i) => off[i]),
  };
}

/** Nodes and weights of e^−βU/Z in the first position, times a normal for its momentum. */
function equilibriumNodes(landscape: Landscape, beta: number): { readonly data: Float64Array; readonly weights: Float64Array } {
  const { dim, phase } = landscape;
  const { energy } = phase?.positions ?? landscape;
  const places = Float64Array.from({ length: 49 }, (_, j) => (2 * (j - 24)) / 9);
  const law = energiesOf(energy, { n: places.length, dim: 1, data: places }, givenAt(beta, places.length)).map((u) => Math.exp(-beta * u));
  const Z = sum(law);
  if (!phase) return { data: places, weights: law.map((w) => w / Z) };
  const width = Math.sqrt(phase.masses[0] / beta);
  const count = places.length * normalNodes.length;
  const [data, weights] = [new Float64Array(count * dim), new Float64Array(count)];
  for (let s = 0; s < count; s++) {
    const [j, z] = [Math.floor(s / normalNodes.length), normalNodes[s % normalNodes.length]];
    data.set([places[j], width * z], 2 * s);
    weights[s] = (law[j] / Z) * Math.exp(logNormal(z));
  }
  return { data, weights };
}

/** How many normals one step takes per state. */
function drawsOf(kernel: Kernel, dim: number, beta: number): number {
  let most = 0;
  const counting = scriptedStream({
    normal(_path, _i, draw) {
      most = Math.max(most, draw + 1);
      return 0;
    },
  });
  kernel.step(batch(1, dim), givenAt(beta, 1), counting.trajectories(0, 1), batch(1, dim));
  return most;
}
