import {
  affinityOf,
  batchOf,
  cycleAffinity,
  detailedFluctuation,
  type Experiment,
  entropyProduction,
  integralFluctuation,
  localDetailedBalance,
  type ModelPlugin,
  make,
  type Reservoir,
  randomStream,
  reverse,
  secondLaw,
  simulate,
} from '@szilard/core';
import { modelConformance } from '@szilard/core/testing';
import { draggedTrap, driftedParticle, drivenRing, eulerTrap, gaussianMean, metropolisTrap, twoLevel } from '@szilard/models';
import { finite, ideal } from '@szilard/reservoirs';
import { describe, expect, test } from 'vitest';

const touch = (model: ModelPlugin, overrides = {}, bath = make(ideal)): Experiment => ({
  ...make(model, overrides),
  reservoirs: { x: bath, theta: bath },
});
const run = (e: Experiment, trajectories: number, seed: number, ledger: 'moves' | 'totals' = 'totals') =>
  simulate(e, { trajectories, rng: randomStream(seed), ledger });
const pair = (e: Experiment, n = 20_000) => [entropyProduction(run(e, n, 1)), entropyProduction(run(reverse(e), n, 2))] as const;

describe('every check can say no', () => {
  test('local detailed balance: Euler-Maruyama misses by k dt/2, a finite bath called ideal by more', () => {
    const { holds, statistic } = localDetailedBalance(run(touch(eulerTrap), 200, 1, 'moves'));
    expect(holds).toBe('no');
    expect(statistic[0]).toBeCloseTo(0.05, 12);
    const real = run(touch(metropolisTrap, {}, make(finite, { capacity: 3 })), 300, 1, 'moves');
    expect(localDetailedBalance(real).holds).toBe('yes');
    expect(localDetailedBalance({ ledger: { ...real.ledger, bathEntropy: real.ledger.heat } }).holds).toBe('no');
  });

  test('detailed fluctuation theorem: σ ten percent too large; energy heat of an Euler scheme at a coarse step', () => {
    const [forward, backward] = pair(touch(draggedTrap));
    expect(detailedFluctuation(forward, backward).holds).toBe('yes');
    const swollen = (s: number) => 1.1 * s;
    expect(detailedFluctuation(forward.map(swollen), backward.map(swollen)).holds).toBe('no');
    const coarse = touch(eulerTrap, { dt: 0.5, ticks: 4 });
    const [f, b] = [run(coarse, 20_000, 1), run(reverse(coarse), 20_000, 2)];
    expect(detailedFluctuation(entropyProduction(f), entropyProduction(b)).holds).toBe('yes');
    expect(detailedFluctuation(entropyProduction(f, 'bathEntropy'), entropyProduction(b, 'bathEntropy')).holds).toBe('no');
  });

  test('detailed fluctuation theorem: a finite bath prepared sharply, not canonically', () => {
    const capacity = 3;
    const sharp: Reservoir = {
      open(n) {
        const energy = new Float64Array(n).fill(capacity);
        return {
          beta: new Float64Array(n).fill(1),
          entropyGain(q, out) {
            for (let i = 0; i < n; i++) out[i] = energy[i] + q[i] > 0 ? capacity * Math.log1p(q[i] / energy[i]) : Number.NEGATIVE_INFINITY;
          },
          absorb(q) {
            for (let i = 0; i < n; i++) energy[i] += q[i];
          },
        };
      },
    };
    const slope = (bath: Reservoir) => detailedFluctuation(...pair(touch(twoLevel, {}, bath)));
    expect(slope(make(finite, { capacity })).holds).toBe('yes');
    expect(slope(sharp).holds).toBe('no');
  });

  test('integral fluctuation theorem: a boundary law of the wrong width', () => {
    const e = touch(draggedTrap, { velocity: 0.5 });
    const [forward] = pair(e);
    expect(integralFluctuation(forward).holds).toBe('yes');
    const unnormalised = forward.map((s) => s + 0.1);
    expect(integralFluctuation(unnormalised).holds).toBe('no');
    const backward = entropyProduction(run(reverse(e), 20_000, 2));
    expect(integralFluctuation(forward, { backward }).holds).toBe('yes');
    expect(integralFluctuation(unnormalised, { backward }).holds).toBe('no');
  });

  test('second law: the sign of heat mistaken', () => {
    const [forward] = pair(touch(draggedTrap));
    expect(secondLaw(forward).holds).toBe('yes');
    expect(secondLaw(forward.map((s) => -s)).holds).toBe('no');
  });

  test('cycle affinity: a reservoir that overlooks the driving', () => {
    const e = touch(drivenRing);
    const cycle = { seat: 'x' as const, states: batchOf(Float64Array.of(0, 1, 2)), control: new Float64Array(0) };
    expect(affinityOf(e, cycle).dynamics).toBeCloseTo(1.5, 12);
    expect(cycleAffinity(e, [cycle]).holds).toBe('yes');
    const { work: _work, ...undriven } = e.subsystems.x;
    const blind = { ...e, subsystems: { ...e.subsystems, x: undriven } };
    expect(affinityOf(blind, cycle).reservoir).toBeCloseTo(0, 12);
    expect(cycleAffinity(blind, [cycle]).holds).toBe('no');
  });
});

describe('every check can say that it cannot tell', () => {
  test('NaN and infinite σ', () => {
    const good = Float64Array.from({ length: 1000 }, (_, i) => Math.sin(i));
    for (const bad of [Number.NaN, Number.POSITIVE_INFINITY]) {
      const sigma = Float64Array.from([...good, bad]);
      for (const verdict of [detailedFluctuation(sigma, good), integralFluctuation(sigma), secondLaw(sigma)])
        expect(verdict.holds).toBe('undecided');
    }
    const one = Float64Array.of(1);
    const ledger = { trajectories: 1, ticks: 1, moves: 1, work: one, heat: one, bathEntropy: one };
    for (const bad of [Number.NaN, Number.POSITIVE_INFINITY]) {
      const { holds, because } = localDetailedBalance({ ledger: { ...ledger, logRatio: Float64Array.of(bad) } });
      expect(holds).toBe('undecided');
      expect(because).toMatch(Number.isNaN(bad) ? /NaN/ : /cannot be undone/);
    }
  });

  test('a violent drag: no overlap, no effective sample', () => {
    const [forward, backward] = pair(touch(draggedTrap, { velocity: 6 }), 2000);
    expect(detailedFluctuation(forward, backward).because).toMatch(/hardly overlap/);
    expect(detailedFluctuation(forward, backward).holds).toBe('undecided');
    expect(integralFluctuation(forward).holds).toBe('undecided');
  });

  test.each([1, 2, 3])('seed %i: an average whose tail the forward sample has not seen is not held against a correct model', (seed) => {
    const bath = make(ideal);
    for (const [model, params] of [
      [driftedParticle, { spread: 0.5 }],
      [gaussianMean, { prior: 0.25, dataSpread: 1, width: 1 }],
      [gaussianMean, { prior: 0.5, dataSpread: 1, width: 1 }],
      [gaussianMean, { prior: 0.08, dataSpread: 0.5 }],
    ] as const) {
      const e: Experiment = { ...make(model as ModelPlugin, params), reservoirs: { x: bath, theta: bath } };
      const backward = entropyProduction(run(reverse(e), 20_000, 10 + seed));
      expect(integralFluctuation(entropyProduction(run(e, 20_000, seed)), { backward }).holds).not.toBe('no');
    }
  });

  test('overflow and too little data are not evidence either', () => {
    expect(secondLaw(Float64Array.from({ length: 100 }, (_, i) => (i % 2 === 0 ? 1e308 : -1e308))).holds).toBe('undecided');
    const wide = detailedFluctuation(
      Float64Array.from({ length: 100 }, (_, i) => 1e-4 * Math.sin(i)),
      Float64Array.from({ length: 100 }, (_, i) => 1e-4 * Math.cos(i)),
    );
    expect(wide.holds).toBe('undecided');
    expect(wide.because).toContain('could not tell 1 from 0');
  });

  test('rounding is not evidence: σ of a few 1e-16 breaks nothing', () => {
    const sigma = Float64Array.from({ length: 1000 }, (_, i) => -2e-16 + 1e-18 * Math.sin(i));
    for (const verdict of [detailedFluctuation(sigma, sigma), integralFluctuation(sigma), secondLaw(sigma)])
      expect(verdict.holds).toBe('yes');
  });

  test('one trajectory carries ⟨e^−2σ⟩', () => {
    const sigma = new Float64Array(1000);
    sigma[3] = -3.6;
    const { holds, because } = integralFluctuation(sigma);
    expect(holds).toBe('undecided');
    expect(because).toMatch(/mean may be infinite/);
  });
});

describe('a model that says wrong things of itself fails conformance', () => {
  const failures = async (plugin: ModelPlugin) => {
    const failed: string[] = [];
    for (const { name, run: check } of modelConformance({ plugin, build: () => make(plugin), reservoir: make(ideal) })) {
      try {
        await check();
      } catch {
        failed.push(name);
      }
    }
    return failed;
  };
  const plain: ModelPlugin = {
    ...draggedTrap,
    create(params) {
      const model = draggedTrap.create(params, {});
      const { fuse: _fuse, ...x } = model.subsystems.x;
      return { ...model, subsystems: { ...model.subsystems, x } };
    },
  };
  const withKernel = (change: (kernel: any) => object): ModelPlugin => ({
    ...plain,
    create(params) {
      const model = plain.create(params, {});
      const { x } = model.subsystems;
      return { ...model, subsystems: { ...model.subsystems, x: { ...x, kernel: { ...x.kernel, ...change(x.kernel) } } } };
    },
  });

  test('the honest one passes', async () => expect(await failures(plain)).toEqual([]));

  test('noise a tenth too wide', async () => {
    const noisy = withKernel(({ step }) => ({
      step(x: any, given: any, rng: any, next: any) {
        step(x, { ...given, bath: { ...given.bath, beta: given.bath.beta.map((b: number) => b / 1.21) } }, rng, next);
      },
    }));
    expect(await failures(noisy)).toContain('draws what its densities say');
  });

  test('an Euler step that claims to be exact', async () => {
    expect(await failures({ ...eulerTrap, claims: { ...eulerTrap.claims, localDetailedBalance: 'exact' } })).toContain(
      'keeps its claim of local detailed balance: exact',
    );
  });

  test('an exact step that claims to miss', async () => {
    expect(await failures({ ...plain, claims: { ...plain.claims, localDetailedBalance: 'order-1' } })).toContain(
      'keeps its claim of local detailed balance: order-1',
    );
  });

  test('a closed form that is five percent off, and one that nobody reads', async () => {
    const off = { ...plain, exact: { work: (p: any) => 1.05 * draggedTrap.exact!.work(p), beauty: () => 1 } };
    const failed = await failures(off);
    expect(failed).toContain('agrees with its closed form: work');
    expect(failed).toContain('agrees with its closed form: beauty');
  });

  test('a fused pass that books too much heat', async () => {
    const greedy: ModelPlugin = {
      ...draggedTrap,
      create(params) {
        const model = draggedTrap.create(params, {});
        const { x } = model.subsystems;
        const fuse: typeof x.fuse = (buffers) => {
          const pass = x.fuse!(buffers)!;
          return {
            begin: pass.begin,
            move(control) {
              pass.move(control);
              buffers.heat[0] += 1e-6;
            },
          };
        };
        return { ...model, subsystems: { ...model.subsystems, x: { ...x, fuse } } };
      },
    };
    expect(await failures(greedy)).toContain('has a fused pass, if any, that equals the plain contract');
  });

  test('chance that does not come from the stream', async () => {
    let calls = 0;
    const impure = withKernel(({ step }) => ({
      step(x: any, given: any, rng: any, next: any) {
        step(x, given, rng, next);
        next.data[0] += 1e-9 * calls++;
      },
    }));
    expect(await failures(impure)).toContain('gives the same bits for any block size and any split');
  });
});
