// Orders of sub-moves beyond those of the catalogue: their claims, their densities, and where there is none.
import { batch, type Exactness, type KernelPlugin, randomStream } from '@szilard/core';
import { givenAt, kernelCases, kernelConformance, moveWith } from '@szilard/core/testing';
import { baoabKernel, splitting } from '@szilard/models';
import { describe, expect, test } from 'vitest';

const plugin = (order: string, invariance: Exactness, detailedBalance: Exactness, density: boolean): KernelPlugin => {
  const { density: _density, ...rest }: KernelPlugin = baoabKernel;
  return {
    ...rest,
    claims: { invariance, detailedBalance },
    ...(density ? {} : { density: false }),
    create: ({ dt, friction }) => splitting({ order, dt, friction }),
  };
};

describe.each([
  ['A B O B A', 'order-2', 'order-2', true],
  ['O R V R O', 'order-2', 'order-2', false],
  // A draw stands between kick and flight: the law is kept to second order, the energy of a move only to first.
  ['V O R O V', 'order-2', 'order-1', true],
  ['V R O', 'order-1', 'order-1', true],
  ['O V O R', 'order-1', 'order-1', false],
  ['{ R V R } O', 'exact', 'exact', false],
  ['R { V } O', 'none', 'none', false],
] as const)('%s: invariance %s, detailed balance %s', (order, invariance, balance, density) => {
  for (const { name, run } of kernelConformance({ plugin: plugin(order, invariance, balance, density), trajectories: 2000 }))
    test(name, run);
});

const [, planar] = kernelCases['phase-space'];
const n = 20;
const states = () => {
  const x = batch(n, 4);
  planar.sample(randomStream(1).trajectories(0, n), x);
  return x;
};

test('off its manifold a move of BAOAB is impossible; two draws reach everywhere', () => {
  const x = states();
  const given = givenAt(planar.beta, n);
  for (const [order, everywhere] of [
    ['B A O A B', false],
    ['O V R V O', true],
  ] as const) {
    const kernel = splitting({ order, dt: 0.2, friction: 1 })(planar.landscape);
    const { next } = moveWith(kernel, x, given, randomStream(2).trajectories(0, n));
    const out = new Float64Array(n);
    kernel.logDensity(x, next, given, out);
    expect(out.every(Number.isFinite)).toBe(true);
    next.data[0] += 1e-6;
    kernel.logDensity(x, next, given, out);
    expect(Number.isFinite(out[0])).toBe(everywhere);
    expect(out[0] === Number.NEGATIVE_INFINITY).toBe(!everywhere);
    expect(Number.isFinite(out[1])).toBe(true);
  }
});

test('a density in the whole phase space is normalised', () => {
  // One position: ∫ K([q, p]′|[q, p]) over a grid about the mean of the move.
  const [line] = kernelCases['phase-space'];
  const kernel = splitting({ order: 'O V R V O', dt: 0.5, friction: 1 })(line.landscape);
  const side = 161;
  const grid = batch(side * side, 2);
  for (let j = 0; j < grid.n; j++) grid.data.set([((j % side) - 80) * 0.05 + 0.3, (Math.floor(j / side) - 80) * 0.1], 2 * j);
  const from = { ...grid, data: grid.data.map((_, at) => (at % 2 === 0 ? 0.4 : -0.5)) };
  const out = new Float64Array(grid.n);
  kernel.logDensity(from, grid, givenAt(line.beta, grid.n), out);
  expect(out.reduce((sum, v) => sum + Math.exp(v) * 0.005, 0)).toBeCloseTo(1, 8);
});

test('an order without a density says why', () => {
  const given = givenAt(planar.beta, n);
  for (const [order, why] of [
    ['O R V R O', 'draws that the two ends do not fix'],
    ['O { V R V } O', 'turned down'],
  ] as const)
    expect(() =>
      splitting({ order, dt: 0.2, friction: 1 })(planar.landscape).logDensity(states(), states(), given, new Float64Array(n)),
    ).toThrow(why);
});
