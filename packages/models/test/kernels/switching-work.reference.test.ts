// Acceptance rules of openmmtools: work of a switching by underdamped splittings, shadow work included, by BAR.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  type Experiment,
  type Kernel,
  type Landscape,
  make,
  moments,
  randomStream,
  recordState,
  reverse,
  shadowWork,
  simulate,
  total,
} from '@szilard/core';
import { landscape, splitting, system, thermal, underdamped } from '@szilard/models';
import { ideal } from '@szilard/reservoirs';
import { describe, expect, test } from 'vitest';
import { describeReference } from '../../../../test/reference.ts';

describeReference('sde_integrators', (folder) => {
  const truth: number = JSON.parse(readFileSync(join(folder, 'cases.json'), 'utf8')).openmmtools_noneq_switch.true_delta_f;
  describe('a harmonic well moved by two widths and raised by 1 kT', () => {
    const [dt, friction] = [1 / 20, 1];
    const bath = make(ideal);
    const well = underdamped(
      landscape({
        dim: 1,
        energy: ([x], [l]) => 0.5 * (x - 2 * l) ** 2 + l,
        gradient: ([x], out, [l]) => out.fill(x - 2 * l),
        stiffness: () => Float64Array.of(1),
      }),
    );
    // `thermal` centres by the gradient; the level of the well is no part of a normalised law.
    const rest = (l: number) => thermal(well, { beta: 1, control: Float64Array.of(l) });
    const whole = (order: string, span = dt) => splitting({ order, dt: span, friction });
    /** A kernel whose second control says which of several it is. */
    const oneOf =
      (...makers: readonly ((on: Landscape) => Kernel)[]) =>
      (on: Landscape): Kernel => {
        const kernels = makers.map((maker) => maker(on));
        const choose = (parts: readonly Kernel[]): Kernel => ({
          parity: parts[0].parity!,
          step: (x, given, rng, next) => parts[given.control[1]].step(x, given, rng, next),
          walk: (x, given, rng, next, passage) => parts[given.control[1]].walk!(x, given, rng, next, passage),
          logDensity: (from, to, given, out) => parts[given.control[1]].logDensity(from, to, given, out),
        });
        return { ...choose(kernels), reversed: choose(kernels.map((kernel) => kernel.reversed ?? kernel)) };
      };
    const experiment = (kernel: (on: Landscape) => Kernel, controls: readonly (readonly number[])[]): Experiment => ({
      ...system({ landscape: well, kernel, controls: controls.map((c) => Float64Array.from(c)), start: rest(0), end: rest(1) }),
      reservoirs: { x: bath, theta: bath },
    });
    const steps = (n: number) => Array.from({ length: n }, (_, k) => k);
    /** The Hamiltonian changes H of each splitting stand between ticks. */
    const splittings: Readonly<Record<string, (n: number) => Experiment>> = {
      'H O V R V O': (n) =>
        experiment(
          whole('O V R V O'),
          steps(n).map((k) => [(k + 1) / n]),
        ),
      'O V R H R V O': (n) =>
        experiment(oneOf(whole('O V R', dt / 2), whole('R V O O V R'), whole('R V O', dt / 2)), [
          [0, 0],
          ...steps(n - 1).map((k) => [(k + 1) / n, 1]),
          [1, 2],
        ]),
      'H R V O V R H': (n) =>
        experiment(
          whole('R V O V R'),
          steps(n).map((k) => [(k + 0.5) / n]),
        ),
      'H O { V R V } O': (n) =>
        experiment(
          whole('O { V R V } O'),
          steps(n).map((k) => [(k + 1) / n]),
        ),
    };
    const run = (e: Experiment, seed: number) => simulate(e, { trajectories: 2000, rng: randomStream(seed) });
    /** Protocol work and shadow work; with no steps at all, the jump alone. */
    const totalWork = (r: ReturnType<typeof run>, n: number) => {
      const [work, shadow] = [total(r.ledger.work, r.ledger.ticks), shadowWork(r)];
      return n === 0 ? work : work.map((w, i) => w + shadow[i]);
    };

    describe.each(Object.entries(splittings))('%s', (name, build) => {
      test.each([0, 1, 10])('%i steps: BAR of the total work is 1 within six errors', (n) => {
        const e = n === 0 ? experiment(whole('O V R V O'), [[1]]) : build(n);
        const back = n === 0 ? experimentBack(e) : reverse(e);
        for (const seed of [1, 2, 3]) {
          const { value, stderr } = bar(totalWork(run(e, seed), n), totalWork(run(back, 10 + seed), n));
          expect({ value, stderr }).toAgreeWith(truth, 6);
          expect(stderr).toBeLessThan(0.15);
        }
      });
      const exact = name.includes('{');
      test(`shadow work is ${exact ? '0 to rounding' : '0 at the start and not after 25 steps'}; heat is booked`, () => {
        const r = run(build(25), 1);
        const most = Math.max(...shadowWork(r).map(Math.abs));
        exact ? expect(most).toBeLessThan(1e-9) : expect(most).toBeGreaterThan(1e-4);
        expect(Math.max(...total(r.ledger.heat, r.ledger.ticks).map(Math.abs))).toBeGreaterThan(0.1);
      });
    });

    /** No dynamics: from the end's equilibrium the well jumps back. */
    const experimentBack = (e: Experiment): Experiment => ({
      ...e,
      start: e.end,
      end: e.start,
      ticks: [{ mover: 'x', control: e.start.control }],
    });

    test('a coarse scheme in a stiffening well: total work gives ½ ln 3, protocol work alone does not', () => {
      const stiffening = underdamped(
        landscape({
          dim: 1,
          energy: ([x], [k]) => 0.5 * k * x * x,
          gradient: ([x], out, [k]) => out.fill(k * x),
          stiffness: ([k]) => Float64Array.of(k),
        }),
      );
      const at = (k: number) => thermal(stiffening, { beta: 1, control: Float64Array.of(k) });
      const controls = steps(10).map((k) => Float64Array.of(1.2 + 0.2 * k));
      const e: Experiment = {
        ...system({
          landscape: stiffening,
          kernel: splitting({ order: 'O V R V O', dt: 0.8, friction }),
          controls,
          start: at(1),
          end: at(3),
        }),
        reservoirs: { x: bath, theta: bath },
      };
      for (const seed of [1, 2, 3]) {
        const [there, home] = [run(e, seed), run(reverse(e), 10 + seed)];
        expect(bar(totalWork(there, 10), totalWork(home, 10))).toAgreeWith(0.5 * Math.log(3), 6);
        const protocol = bar(total(there.ledger.work, 10), total(home.ledger.work, 10));
        expect(Math.abs(protocol.value - 0.5 * Math.log(3)) / protocol.stderr).toBeGreaterThan(6);
      }
    });

    test('work summed outside, from recorded states, is the ledger’s', () => {
      const e = splittings['H O V R V O'](10);
      const r = simulate(e, { trajectories: 50, rng: randomStream(1), record: { x: recordState('x', 2) } });
      const outside = Float64Array.from({ length: 50 }, (_, i) => {
        let sum = 0;
        for (let k = 0; k < 10; k++) {
          const q = r.records.x.data[(i * 11 + k) * 2];
          const u = (l: number) => 0.5 * (q - 2 * l) ** 2 + l;
          sum += u((k + 1) / 10) - u(k / 10);
        }
        return sum;
      });
      for (const [i, w] of total(r.ledger.work, 10).entries()) expect(w).toBeCloseTo(outside[i], 10);
    });
  });
});

/** Bennett's acceptance ratio for equally many forward and backward works, by bisection [Bennett1976]. */
function bar(forward: Float64Array, backward: Float64Array): { value: number; stderr: number } {
  const chances = (f: number) => [forward.map((w) => 1 / (1 + Math.exp(w - f))), backward.map((w) => 1 / (1 + Math.exp(w + f)))];
  let [low, high] = [-50, 50];
  for (let pass = 0; pass < 60; pass++) {
    const middle = (low + high) / 2;
    const [f, b] = chances(middle).map((c) => moments(c).mean);
    if (f < b) low = middle;
    else high = middle;
  }
  const value = (low + high) / 2;
  const spread = chances(value).map((c) => moments(c).variance / moments(c).mean ** 2 / c.length);
  return { value, stderr: Math.sqrt(spread[0] + spread[1]) };
}
