import { describe, expect, test } from 'vitest';
import { systemPlots } from '../src/index.ts';
import { trapEvidence } from './fixture/trap.ts';

describe.each([1, 2, 3])('a dragged trap, seed %i', (seed) => {
  const evidence = trapEvidence({ seed });
  const plots = systemPlots(evidence);

  test('σ lies on the line of slope one', () => {
    expect(plots.symmetry.length).toBeGreaterThan(10);
    for (const { sigma, ...estimate } of plots.symmetry) expect(estimate).toAgreeWith(sigma);
  });

  test('the last ledger point is the change of energy', () => {
    const { start, end } = evidence.moves.energy;
    const change = end.reduce((total, u, i) => total + u - start[i], 0) / end.length;
    expect(plots.ledger.at(-1)!.energy).toBeCloseTo(change, 9);
    for (const { work, heat, energy } of plots.ledger) expect(energy).toBe(work - heat);
  });

  test('exact moves lie on the line, Euler moves do not', () => {
    const worst = (moves: readonly { bathEntropy: number; logRatio: number }[]) =>
      Math.max(...moves.map((m) => Math.abs(m.logRatio - m.bathEntropy)));
    expect(worst(plots.moves)).toBeLessThan(1e-12);
    expect(worst(systemPlots(trapEvidence({ seed, euler: true })).moves)).toBeGreaterThan(0.01);
  });
});

describe('moves', () => {
  test('at most 400, of many trajectories and every tick, each at most once', () => {
    const { experiment, ...rest } = trapEvidence({ ticks: 50, trajectories: 1000 });
    rest.moves.ledger.logRatio.forEach((_, at, column) => {
      column[at] = at;
    });
    const { moves } = systemPlots({ experiment, ...rest });
    const places = moves.map(({ logRatio }) => logRatio);
    expect(moves).toHaveLength(400);
    expect(new Set(places).size).toBe(400);
    expect(new Set(places.map((at) => at % 50)).size).toBe(50);
    expect(new Set(places.map((at) => Math.floor(at / 50))).size).toBeGreaterThan(250);
    expect(moves.every(({ seat }) => seat === 'x')).toBe(true);
  });

  test('all of a small ledger, with the mover of each tick', () => {
    const { moves } = systemPlots(trapEvidence({ slow: true, ticks: 4, trajectories: 10 }));
    expect(moves.map(({ seat }) => seat)).toEqual(Array.from({ length: 40 }, (_, at) => (at % 4 === 0 ? 'theta' : 'x')));
  });

  test('a move that cannot be undone is left out', () => {
    const evidence = trapEvidence({ ticks: 2, trajectories: 20 });
    evidence.moves.ledger.logRatio.fill(Number.POSITIVE_INFINITY, 0, 13);
    expect(systemPlots(evidence).moves).toHaveLength(27);
  });

  test('totals and random movers name no seat', () => {
    const { forward, experiment, backward } = trapEvidence({ ticks: 5, trajectories: 30 });
    expect(systemPlots({ experiment, forward, backward, moves: forward }).moves.every((move) => !('seat' in move))).toBe(true);
    const random = { ...experiment, ticks: experiment.ticks.map((tick) => ({ ...tick, mover: 'random' as const })) };
    expect(
      systemPlots({ experiment: random, forward, backward, moves: trapEvidence({ ticks: 5, trajectories: 30 }).moves }).moves.every(
        (move) => !('seat' in move),
      ),
    ).toBe(true);
  });
});

describe('ledger', () => {
  test('at most 100 points, from no move to the last', () => {
    const { ledger } = systemPlots(trapEvidence({ ticks: 730, trajectories: 20 }));
    expect(ledger).toHaveLength(100);
    expect(ledger[0]).toEqual({ move: 0, work: 0, heat: 0, energy: 0 });
    expect(ledger.at(-1)!.move).toBe(730);
  });

  test('a single tick is a start and an end', () => {
    expect(systemPlots(trapEvidence({ ticks: 1, trajectories: 20 })).ledger.map(({ move }) => move)).toEqual([0, 1]);
  });

  test('totals are a start and an end at their last move', () => {
    const { forward, ...rest } = trapEvidence({ ticks: 5, trajectories: 20 });
    expect(systemPlots({ ...rest, forward, moves: forward }).ledger.map(({ move }) => move)).toEqual([0, 5]);
  });
});

test('the same evidence gives the same plots', () => expect(systemPlots(trapEvidence())).toEqual(systemPlots(trapEvidence())));

test('senseless options are refused', () => {
  expect(() => systemPlots(trapEvidence({ trajectories: 20 }), { bins: 0 })).toThrow(
    '[plots] bins: expected a whole number of at least 1, got 0.',
  );
});
