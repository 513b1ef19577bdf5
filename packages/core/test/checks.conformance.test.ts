// Every check of the catalogue: documented fields, the same answer twice, evidence unchanged, null only where it has nothing to say.
import { type CheckPlugin, checks, type Evidence, type ModelPlugin, make, randomStream, reverse, simulate } from '@szilard/core';
import { draggedTrap, drivenRing, eulerTrap, twoLevel } from '@szilard/models';
import { finite, ideal } from '@szilard/reservoirs';
import { describe, expect, test } from 'vitest';

function evidence(plugin: ModelPlugin, bath = make(ideal), trajectories = 500): Evidence {
  const experiment = { ...make(plugin), reservoirs: { x: bath, theta: bath } };
  const moves = simulate(experiment, { trajectories, rng: randomStream(1) });
  const backward = simulate(reverse(experiment), { trajectories, rng: randomStream(2), ledger: 'totals' });
  const cycles = plugin.cycles?.(plugin.defaults);
  return { experiment, moves, forward: moves, backward, ...(cycles ? { cycles } : {}) };
}
const cases = [
  evidence(draggedTrap),
  evidence(eulerTrap),
  evidence(twoLevel, make(finite)),
  evidence(drivenRing),
  evidence(draggedTrap, make(ideal), 1),
];

describe.each((checks as readonly CheckPlugin[]).map((plugin) => [plugin.id, plugin] as const))('%s', (_id, plugin) => {
  const check = make(plugin);
  test('gives whole verdicts, twice the same, and leaves the evidence alone', () => {
    for (const given of cases) {
      const before = given.moves.ledger.logRatio.slice();
      const verdict = check(given);
      expect(check(given)).toEqual(verdict);
      expect(given.moves.ledger.logRatio).toEqual(before);
      if (verdict === null) continue;
      expect(verdict.law).toBe(plugin.law);
      expect(['yes', 'no', 'undecided']).toContain(verdict.holds);
      expect(verdict.n).toBeGreaterThan(0);
      expect(verdict.because).not.toBe('');
      expect(verdict.because).not.toContain('\n');
      if (verdict.holds !== 'undecided') {
        expect(verdict.statistic.every(Number.isFinite)).toBe(true);
        expect(Number.isFinite(verdict.resolution)).toBe(true);
      }
      if (verdict.p !== undefined) expect(verdict.p >= 0 && verdict.p <= 1).toBe(true);
    }
  });
  test('has something to say of some system', () => expect(cases.some((given) => check(given) !== null)).toBe(true));
});
