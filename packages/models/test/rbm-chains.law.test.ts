// The fast pass of half-steps: SIMD and its specification give the same bits, and both what the plain contract gives.
import {
  type Batch,
  type Boundary,
  batch,
  type Experiment,
  make,
  type RandomStream,
  type Run,
  randomStream,
  type Subsystem,
  simulate,
  simulateBlocks,
  type Tick,
  total,
} from '@szilard/core';
import { halfSteps, type RbmShape, rbm, scaledMachine, still } from '@szilard/models';
import { ideal } from '@szilard/reservoirs';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Chains, ChainsJob } from '../src/ppm/rbm/chains.ts';
import { fusedHalfSteps } from '../src/ppm/rbm/fused-half-steps.ts';
import { plainChains } from '../src/ppm/rbm/plain-chains.ts';
import { wasmChains } from '../src/ppm/rbm/wasm-chains.ts';

const bath = make(ideal);
const columns = ['work', 'heat', 'bathEntropy', 'logRatio'] as const;
const layer = (t: number, scale = 1) => Float64Array.of(scale, t % 2);
const coins = (rng: RandomStream, x: Batch) => {
  rng.fillUniform(x.data);
  for (let at = 0; at < x.data.length; at++) x.data[at] = x.data[at] < 0.5 ? 1 : 0;
};

function thetaOf(shape: RbmShape, width: number, seed: number): Float64Array {
  const theta = rbm(shape).initial(randomStream(seed), width);
  randomStream(seed)
    .fork('biases')
    .fillNormal(theta.subarray(shape.visible * shape.hidden));
  return theta;
}

/** A machine driven through `scales`, from fair coins to fair coins: by the fast pass on these chains, and by the plain contract. */
function driven(shape: RbmShape, theta: Float64Array, scales: readonly number[], open?: (job: ChainsJob) => Chains) {
  const machine = scaledMachine(shape, theta);
  const { fuse: _own, ...plain } = halfSteps({ shape, machine });
  const fast: Subsystem = {
    ...plain,
    fuse: (buffers) => fusedHalfSteps({ shape, labels: 0, machine, ...(open ? { open } : {}) }, buffers),
  };
  const ticks = scales.map((scale, t): Tick => ({ mover: 'x', control: layer(t, scale) }));
  const flat: Boundary = {
    control: layer(0, scales[0]),
    sample: coins,
    logDensity: (at, _theta, out) => void out.fill(-at.dim * Math.LN2),
  };
  const experiment = (x: Subsystem): Experiment => ({
    subsystems: { x, theta: still },
    ticks,
    start: flat,
    end: { ...flat, control: ticks[ticks.length - 1].control },
    reservoirs: { x: bath, theta: bath },
  });
  return { fast: experiment(fast), plain: experiment(plain) };
}

describe('SIMD and its specification: the same bits', () => {
  test('any shape, any number of chains, any temperature; whole layers one after the other', () => {
    fc.assert(
      fc.property(
        fc.record({ visible: fc.integer({ min: 1, max: 70 }), hidden: fc.integer({ min: 1, max: 40 }) }),
        fc.integer({ min: 1, max: 13 }),
        fc.integer({ min: 0, max: 2 }),
        fc.constantFrom(0.01, 1, 30),
        fc.integer({ min: 1, max: 1e6 }),
        (shape, n, labels, width, seed) => {
          const theta = thetaOf(shape, width, seed);
          const beta = Float64Array.from({ length: n }, (_, i) => 0.3 + i / 4);
          const [one, two] = [plainChains, wasmChains].map((open) => {
            const x = batch(n, labels + shape.visible + shape.hidden);
            coins(randomStream(seed).fork('x').trajectories(0, n), x);
            x.data.fill(7, 0, labels);
            const chains = open({ shape, x, labels, beta })!;
            const rng = randomStream(seed).trajectories(0, n);
            chains.load(theta);
            chains.read();
            const seen: number[] = [];
            for (const which of ['hidden', 'visible', 'visible', 'hidden'] as const) {
              const [before, after] = [new Float64Array(n), new Float64Array(n)];
              chains.draw(which, rng, before, after);
              chains.write(which);
              seen.push(...before, ...after, ...x.data);
            }
            return seen;
          });
          expect(two).toEqual(one);
        },
      ),
      { numRuns: 60, seed: 1 },
    );
  });

  test.each([1, 2, 3])('a driven machine of 40 × 9, seed %i: through the engine, in blocks of any size', (seed) => {
    const shape = { visible: 40, hidden: 9 };
    const theta = thetaOf(shape, 0.4, seed);
    const scales = [1, 1, 1.2, 1.2, 0.7, 0.7, 0.7, 1];
    const { fast, plain } = driven(shape, theta, scales);
    const run = (e: Experiment, block: number) => simulate(e, { trajectories: 50, rng: randomStream(seed), block });
    const [whole, small, twin, slow] = [
      run(fast, 256),
      run(fast, 7),
      run(driven(shape, theta, scales, plainChains).fast, 256),
      run(plain, 256),
    ];
    for (const column of columns) {
      expect(small.ledger[column]).toEqual(whole.ledger[column]);
      expect(twin.ledger[column]).toEqual(whole.ledger[column]);
      for (const [at, value] of slow.ledger[column].entries())
        expect(Math.abs(value - whole.ledger[column][at])).toBeLessThan(1e-12 * (40 + Math.abs(value)));
    }
    expect(whole.x.data).toEqual(slow.x.data);
    expect(twin.x.data).toEqual(whole.x.data);
  });

  test.each([plainChains, wasmChains])('a draw next to its chance, where single precision cannot tell: %o', (open) => {
    const shape = { visible: 37, hidden: 5 };
    const theta = new Float64Array(37 * 5 + 42);
    const biases = theta.subarray(37 * 5, 37 * 6);
    randomStream(1).fillNormal(biases);
    const chance = biases.map((b) => 1 / (1 + Math.exp(-b)));
    // The last of all uniform numbers below the chance, and the one after it.
    const below = chance.map((p) => Math.ceil(p * 2 ** 52 - 0.5) - 1);
    for (const [after, expected] of [
      [0, 1],
      [1, 0],
    ]) {
      const u = below.map((m) => (m + after + 0.5) / 2 ** 52);
      expect(u.every((value, k) => Math.fround(value) === Math.fround(chance[k]))).toBe(true);
      const x = batch(1, 42);
      const chains = open({ shape, x, labels: 0, beta: Float64Array.of(1) })!;
      chains.load(theta);
      chains.read();
      const dealt = {
        fillUniform: (out: Float64Array) => out.set(u),
        fillUniformWords: (out: Uint32Array) =>
          out.forEach((_, word) => {
            const m = below[word >> 1] + after;
            out[word] = (word & 1 ? m % 2 ** 26 : Math.floor(m / 2 ** 26)) * 64;
          }),
      } as Partial<RandomStream> as RandomStream;
      chains.draw('visible', dealt, new Float64Array(1), new Float64Array(1));
      chains.write('visible');
      expect(Array.from(x.data.subarray(0, 37))).toEqual(new Array(37).fill(expected));
    }
  });
});

test.each([1, 2, 3])('undriven, work is 0 to the last bit; driven, it closes the first law (seed %i)', (seed) => {
  const shape = { visible: 30, hidden: 12 };
  const theta = thetaOf(shape, 0.3, seed);
  const go = (scales: readonly number[]) =>
    simulate(driven(shape, theta, scales).fast, { trajectories: 20, rng: randomStream(seed), ledger: 'totals' });
  const rest = simulate(driven(shape, theta, [1, 1, 1, 1]).fast, { trajectories: 20, rng: randomStream(seed) });
  expect(rest.ledger.work.subarray(0, 3).every((w) => w === 0)).toBe(true);
  const { ledger, energy } = go([1, 1.5, 1.5, 0.5]);
  expect(total(ledger.work, 1).some((w) => Math.abs(w) > 1)).toBe(true);
  for (const [i, work] of ledger.work.entries())
    expect(Math.abs(work - ledger.heat[i] - (energy.end[i] - energy.start[i]))).toBeLessThan(1e-11);
});

test('units that are neither 0 nor 1 are for the plain contract', () => {
  const { fast } = driven({ visible: 3, hidden: 2 }, new Float64Array(11), [1, 1]);
  const half = { ...fast.start, sample: (_rng: RandomStream, x: Batch) => void x.data.fill(0.5) };
  const { ledger } = simulate({ ...fast, start: half }, { trajectories: 2, rng: randomStream(1) });
  expect(ledger.logRatio[0]).toBe(Number.POSITIVE_INFINITY);
});

test('machines of several sizes that take turns block by block do not see each other', () => {
  const machines = [
    { visible: 20, hidden: 6 },
    { visible: 6, hidden: 20 },
    { visible: 300, hidden: 90 },
  ].map((shape, seed) => driven(shape, thetaOf(shape, 0.2, seed), [1, 1, 1.1, 1.1]).fast);
  const options = { trajectories: 30, rng: randomStream(1), block: 7 };
  const alone = machines.map((machine) => simulate(machine, options));
  const running = machines.map((machine) => simulateBlocks(machine, options));
  const runs: Run[] = [];
  while (runs.length < machines.length)
    for (const blocks of running) {
      const { done, value } = blocks.next();
      if (done && value) runs.push(value);
    }
  expect(runs).toEqual(alone);
});
