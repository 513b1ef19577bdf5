import { type Experiment, localDetailedBalance, make, type Run, randomStream, type Subsystem, simulate, type Tick } from '@szilard/core';
import { beadChain, jointGaussianBoundary, langevinChain, still } from '@szilard/models';
import { gradient, ideal } from '@szilard/reservoirs';
import { Matrix } from 'ml-matrix';
import { expect, test } from 'vitest';

const columns = ['work', 'heat', 'bathEntropy', 'logRatio'] as const;
const beads = 4;
const chain = (dt: number, more: Partial<Parameters<typeof langevinChain>[0]> = {}): Subsystem =>
  langevinChain({
    beads,
    bond: (left, right) => 0.5 * (right - left) * (right - left),
    site: (x, lambda) => 0.25 * x * x * x * x - lambda * x,
    force: (left, x, right, lambda) => left + right - 2 * x - x * x * x + lambda,
    dt,
    ...more,
  });
const law = jointGaussianBoundary({ covariance: Matrix.eye(beads, beads, 0.4), control: Float64Array.of(0, 0) });
const ticks = (sweeps: number, lambda?: (sweep: number) => number): Tick[] =>
  Array.from({ length: sweeps * beads }, (_, t) => ({
    mover: 'x',
    control: Float64Array.from(lambda ? [t % beads, lambda(Math.floor(t / beads))] : [t % beads]),
  }));
const baths = { gradient: make(gradient, { from: 2, to: 0.5 }), ideal: make(ideal) };
const experiment = (x: Subsystem, of: readonly Tick[], bath = baths.gradient): Experiment => ({
  subsystems: { x, theta: still },
  ticks: of,
  start: law,
  end: law,
  reservoirs: { x: bath, theta: baths.ideal },
});
const plainly = (e: Experiment): Experiment => {
  const { fuse: _fuse, ...x } = e.subsystems.x;
  return { ...e, subsystems: { ...e.subsystems, x } };
};
const go = (e: Experiment, ledger: 'moves' | 'totals', block = 256, trajectories = 50): Run =>
  simulate(e, { trajectories, rng: randomStream(2), ledger, block });

const cases: Record<string, Experiment> = {
  'in baths of their own': experiment(chain(0.05), ticks(12)),
  'in one bath': experiment(chain(0.05), ticks(12), baths.ideal),
  'pushed by λ': experiment(
    chain(0.05),
    ticks(12, (sweep) => Math.sin(sweep / 3)),
  ),
  'with a control that changes between beads': experiment(
    chain(0.05),
    ticks(12).map(({ mover, control: [k] }, t) => ({ mover, control: Float64Array.of(k, t / 20) })),
  ),
  'one alone': {
    ...experiment(
      chain(0.05, { beads: 1 }),
      Array.from({ length: 40 }, () => ({ mover: 'x', control: Float64Array.of(0) }) as Tick),
    ),
    start: jointGaussianBoundary({ covariance: Matrix.eye(1, 1), control: Float64Array.of(0) }),
    end: jointGaussianBoundary({ covariance: Matrix.eye(1, 1), control: Float64Array.of(0) }),
  },
  'of the exact model': { ...make(beadChain, { beads: 5 }), reservoirs: { x: make(gradient, { from: 2, to: 1 }), theta: baths.ideal } },
};

test.each(Object.entries(cases))('beads book in one pass what the plain contract does: %s', (_name, e) => {
  for (const ledger of ['moves', 'totals'] as const) {
    const [slow, fast] = [go(plainly(e), ledger), go(e, ledger)];
    for (const column of columns)
      for (let at = 0; at < slow.ledger[column].length; at++) {
        const [a, b] = [slow.ledger[column][at], fast.ledger[column][at]];
        expect(Math.abs(a - b) / Math.max(1, Math.abs(a)), `${ledger} ${column} ${at}: ${a} beside ${b}`).toBeLessThan(1e-12);
      }
    for (let at = 0; at < slow.x.data.length; at++) expect(fast.x.data[at]).toBeCloseTo(slow.x.data[at], 12);
  }
});

test.each(Object.entries(cases))('and the same bits in any block: %s', (_name, e) => {
  const [whole, small] = [go(e, 'totals'), go(e, 'totals', 7)];
  for (const column of columns) expect(Array.from(small.ledger[column])).toEqual(Array.from(whole.ledger[column]));
});

test('no work is done where λ stands still, and every heat is paid at the temperature of its bead', () => {
  const e = experiment(chain(0.02), ticks(10));
  const { ledger, energy } = go(e, 'moves');
  for (let i = 0; i < ledger.trajectories; i++) {
    let heat = 0;
    for (let t = 0; t < ledger.moves; t++) {
      const at = i * ledger.moves + t;
      const temperature = 2 - (1.5 * (t % beads)) / (beads - 1);
      expect(ledger.bathEntropy[at]).toBeCloseTo(ledger.heat[at] / temperature, 12);
      heat += ledger.heat[at];
    }
    expect(heat).toBeCloseTo(energy.start[i] - energy.end[i], 11);
  }
  expect(ledger.work.every((w) => w === 0)).toBe(true);
});

test('the miss of local detailed balance shrinks with dt, and a force that is not that of the bonds is found out', () => {
  const miss = (x: Subsystem) => Math.abs(localDetailedBalance(go(experiment(x, ticks(10)), 'moves', 256, 200)).statistic[0]);
  expect(miss(chain(0.001))).toBeLessThan(0.1 * miss(chain(0.03)));
  expect(miss(chain(0.001, { force: (left, x, right) => left + right - 2 * x }))).toBeGreaterThan(10 * miss(chain(0.001)));
});

test('names tick and trajectory where a bead leaves the numbers, as the plain contract does', () => {
  const lost = (e: Experiment, ledger: 'moves' | 'totals'): string => {
    try {
      go(e, ledger, 16, 300);
    } catch (error) {
      return (error as Error).message;
    }
    return 'no fault';
  };
  for (const more of [
    { force: () => 1e200 },
    { site: (x: number) => (x > 4 ? Number.NaN : 0), force: (_l: number, x: number) => (x > 3.5 ? -40 * x : 0) },
  ]) {
    const e = experiment(chain(0.2, more), ticks(40));
    const said = lost(plainly(e), 'moves');
    expect(said).toMatch(/^\[simulate\] tick \d+ of 160, trajectory \d+, seat x: expected a finite state and energy/);
    for (const ledger of ['moves', 'totals'] as const) expect(lost(e, ledger)).toBe(said);
  }
});

test.each([
  ['beads', { beads: 0 }, /beads: expected a whole number of at least 1, got 0/],
  ['dt', { dt: -1 }, /dt: expected a number above 0, got -1/],
])('refuses bad %s', (_name, more, message) => expect(() => chain(0.1, more)).toThrow(message));

test('refuses a control that names no bead', () => {
  const e = experiment(chain(0.1), [{ mover: 'x', control: Float64Array.of(beads) }]);
  for (const one of [e, plainly(e)]) expect(() => go(one, 'totals')).toThrow(/expected a bead from 0 to 3 as the first control, got 4/);
});
