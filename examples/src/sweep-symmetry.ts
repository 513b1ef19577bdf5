import { batch, type Kernel, type Verdict } from '@szilard/core';
import { gibbsSweep, landscape, thermal } from '@szilard/models';
import type { Findings } from './example.ts';

const bit = Float64Array.of(0, 1);
/** Two visible bits and two hidden ones, docs/theory.md 8. */
const machine = landscape({
  dim: 4,
  energy: ([v1, v2, h1, h2]) => -(v1 * h1 - 0.5 * v1 * h2 + 0.5 * v2 * h1 + 1.5 * v2 * h2) - 0.1 * v1 + 0.2 * v2 + 0.3 * h1 - 0.2 * h2,
  values: [bit, bit, bit, bit],
});
/** Every pair of states, from and to. */
const pairs = [batch(256, 4), batch(256, 4)] as const;
for (let e = 0; e < 256; e++) for (let k = 0; k < 8; k++) pairs[k >> 2].data[4 * e + (k & 3)] = (e >> k) & 1;
const given = {
  partner: batch(256, 0),
  control: new Float64Array(0),
  bath: { beta: new Float64Array(256).fill(1), entropyGain: (q: Float64Array, out: Float64Array) => out.set(q), absorb() {} },
};

/** P(Q) of one move from equilibrium at β = ½ in a bath at 1, Q the heat into the bath. */
function exchange(kernel: Kernel): Map<number, number> {
  const [start, move, before, after] = [0, 1, 2, 3].map(() => new Float64Array(256));
  thermal(machine, { beta: 0.5 }).logDensity(pairs[0], given.partner, start);
  kernel.logDensity(...pairs, given, move);
  machine.energy(pairs[0], given, before);
  machine.energy(pairs[1], given, after);
  const law = new Map<number, number>();
  // Energies are whole tenths: equal heats are equal keys.
  const key = (e: number) => Math.round(10 * (before[e] - after[e])) / 10 + 0;
  start.forEach((p, e) => void law.set(key(e), (law.get(key(e)) ?? 0) + Math.exp(p + move[e])));
  return law;
}

/** A systematic sweep: ⟨e^−S⟩ = 1 for S = Q/2, but P(S)/P̃(−S) = e^S only where it is sent back in opposite order. */
export function sweepSymmetry(): Pick<Findings, 'notes' | 'broken'> {
  const sweep = gibbsSweep(machine, [2, 3, 0, 1]);
  const there = exchange(sweep);
  const integral = [...there].reduce((sum, [q, p]) => sum + p * Math.exp(-q / 2), 0);
  const miss = (back: Kernel) => {
    const home = exchange(back);
    return Math.max(...[...there].map(([q, p]) => Math.abs(Math.log(p / home.get(-q + 0)!) - q / 2)));
  };
  const [same, opposite] = [miss(sweep), miss(sweep.reversed!)];
  const right = (holds: Verdict['holds'], expected: Verdict['holds'], what: string) =>
    holds === expected ? [] : [`a Gibbs sweep: ${what} ${holds}, expected ${expected}`];
  const exactly = (miss: number): Verdict['holds'] => (miss < 1e-9 ? 'yes' : 'no');
  return {
    notes: [
      `a systematic Gibbs sweep, every state counted: ⟨e^−Q/2⟩ − 1 = ${(integral - 1).toExponential(0)}, the integral theorem holds; P(Q)/P̃(−Q) is off by ${same.toFixed(3)} nats at worst if sent back in the same order, by ${opposite.toExponential(0)} in the opposite one`,
    ],
    broken: [
      ...right(exactly(Math.abs(integral - 1)), 'yes', 'integral theorem'),
      ...right(exactly(same), 'no', 'detailed theorem, sent back in the same order,'),
      ...right(exactly(opposite), 'yes', 'detailed theorem, sent back in the opposite order,'),
    ],
  };
}
