// Exact entropy production and covariances of bead-spring chains of up to 128 beads [Kim2020].
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { linearLangevin } from '@szilard/core';
import { expect, test } from 'vitest';
import { describeReference } from '../../../test/reference.ts';

interface Chain {
  readonly n: number;
  readonly Tc: number;
  readonly Th: number;
  readonly epr_lyapunov: number;
  readonly cov?: number[][];
}

describeReference('neep', (path) => {
  const chains: Chain[] = JSON.parse(readFileSync(join(path, 'bead_spring_exact.json'), 'utf8'));
  test('there are chains', () => expect(chains.length).toBeGreaterThan(10));
  test.each(chains.map((chain) => [chain.n, chain.Tc, chain.Th, chain] as const))('%i beads, %f to %f', (n, cold, hot, chain) => {
    const each = <T>(f: (i: number) => T) => Array.from({ length: n }, (_, i) => f(i));
    const { covariance, entropyProductionRate } = linearLangevin({
      drift: each((i) => each((j) => (i === j ? 2 : Math.abs(i - j) === 1 ? -1 : 0))),
      diffusion: each((i) => each((j) => (i === j ? cold + ((hot - cold) * i) / (n - 1) : 0))),
    });
    expect(Math.abs(entropyProductionRate - chain.epr_lyapunov)).toBeLessThan(1e-9);
    for (const [i, row] of (chain.cov ?? []).entries())
      for (const [j, value] of row.entries()) expect(Math.abs(covariance[i][j] - value)).toBeLessThan(1e-9);
  });
});
