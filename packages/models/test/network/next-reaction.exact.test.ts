// The next-reaction method against closed forms, the master equation and the direct method, and what wrong ones give away; seeds 1, 2, 3.
import { moments, randomStream } from '@szilard/core';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { compileExpression } from '../../src/network/compile-expression.ts';
import { dueHeap } from '../../src/network/due-heap.ts';
import { flatRates } from '../../src/network/flat-rates.ts';
import { nextReactionStepper } from '../../src/network/next-reaction.ts';
import { type Plan, planOf } from '../../src/network/plan.ts';
import { type Bench, DRAWS, Why } from '../../src/network/stepper.ts';
import { binding, everything } from './networks.ts';
import { frames, meanAt, network, simulated } from './simulation.ts';

const method = 'next-reaction';
const N = 3000;

/** `count` species that are born at rates 5, 5.2, … and each die at rates 0.5, 0.52, …, from 8 of each. */
const crowd = (count: number) => ({
  initial: Object.fromEntries(Array.from({ length: count }, (_, k) => [`S${k}`, 8])),
  reactions: Array.from({ length: count }, (_, k) => [
    [`0 -> S${k}`, 5 + 0.2 * k],
    [`S${k} -> 0`, 0.5 + 0.02 * k],
  ]).flat(),
});
/** All start in the first of so many and go on at rate 2, one by one. */
const cascade = (count: number, start: number) => ({
  initial: Object.fromEntries(Array.from({ length: count }, (_, k) => [`S${k}`, k === 0 ? start : 0])),
  reactions: Array.from({ length: count - 1 }, (_, k) => [`S${k} -> S${k + 1}`, 2]),
});
/** Column c of frames with one time; [trajectories]. */
const column = (all: Float64Array, width: number, c: number) =>
  Float64Array.from({ length: all.length / width }, (_, i) => all[i * width + c]);
const mean = (values: Float64Array) => ({ value: moments(values).mean, stderr: moments(values).stderr });
const about = (values: Float64Array, centre: number, power = 2) => mean(values.map((v) => (v - centre) ** power));

describe.each([1, 2, 3])('seed %i', (seed) => {
  test('forty independent channels: mean, variance and no correlation', () => {
    const [time, count] = [0.7, 20];
    const all = frames(crowd(count), { times: [time], trajectories: N, seed });
    let before: Float64Array | undefined;
    for (let k = 0; k < count; k++) {
      const [birth, death] = [5 + 0.2 * k, 0.5 + 0.02 * k];
      const stay = Math.exp(-death * time);
      const born = (birth / death) * (1 - stay);
      const truth = 8 * stay + born;
      const values = column(all, count, k);
      expect(mean(values)).toAgreeWith(truth);
      expect(about(values, truth)).toAgreeWith(8 * stay * (1 - stay) + born);
      const off = values.map((v) => v - truth);
      if (before) expect(mean(off.map((v, i) => v * before![i]))).toAgreeWith(0);
      before = off;
    }
  });

  test('a long cascade: Poisson times, shared among those that set out', () => {
    const [time, count, start] = [3, 30, 25];
    const all = frames(cascade(count, start), { times: [time], trajectories: N, seed });
    let p = Math.exp(-2 * time);
    for (let k = 0; k < 12; p *= (2 * time) / ++k) {
      const values = column(all, count, k);
      expect(mean(values)).toAgreeWith(start * p);
      expect(about(values, start * p)).toAgreeWith(start * p * (1 - p));
    }
  });

  test('few channels, rates that depend on one another: binding as by the direct method, mean and spread', () => {
    for (const document of [binding, everything]) {
      const times = [1, 3.3, 6];
      const options = { times, trajectories: 2000 };
      const [a, b] = [
        simulated(document, { ...options, seed, method }),
        simulated(document, { ...options, seed: seed + 10, method: 'direct' }),
      ];
      for (const name of a.columns)
        for (let k = 0; k < times.length; k++) {
          const [here, there] = [meanAt(a, name, k), meanAt(b, name, k)];
          if (here.stderr === 0) expect(here).toEqual(there);
          else expect({ value: here.value - there.value, stderr: Math.hypot(here.stderr, there.stderr) }).toAgreeWith(0);
          const at = k * a.columns.length + a.columns.indexOf(name);
          // Standard errors of a standard deviation for tails up to those of a Laplace law.
          if (a.sd[at] > 0) expect({ value: a.sd[at] - b.sd[at], stderr: a.sd[at] * Math.sqrt(2.5 / a.trajectories) }).toAgreeWith(0);
        }
    }
  });

  test('a reaction that was as good as off, due at no time that is a number, starts when its rate does', () => {
    const document = {
      initial: { X: 0, Y: 0 },
      reactions: [
        { products: { X: 1 }, rate: '1' },
        { products: { Y: 1 }, rate: 'X + 1e-320' },
      ],
    };
    expect(meanAt(simulated(document, { times: [2], seed, method }), 'Y', 0)).toAgreeWith(2);
  });

  test('negative control: whoever is not told of a change goes by its old rate, and the law says so', () => {
    const made = network(cascade(20, 25));
    const plan = planOf(made);
    const truth = 25 * 6 * Math.exp(-6);
    const after = (dependents: Plan['dependents']) => mean(occupations({ ...plan, dependents }, 1, 3, seed));
    expect(after(plan.dependents)).toAgreeWith(truth);
    const deaf = plan.dependents.map((list, who) => list.filter((j) => j === who));
    const { value, stderr } = after(deaf);
    expect(Math.abs(value - truth) / stderr).toBeGreaterThan(10);
  });
});

/** Counts of one species at a time, by the stepper alone; [1500]. */
function occupations(plan: Plan, place: number, time: number, seed: number): Float64Array {
  let lane = randomStream(seed);
  const bench: Bench = {
    state: new Float64Array(plan.network.variables.length),
    propensities: new Float64Array(plan.propensities.length),
    clock: new Float64Array(5),
    draws: new Float64Array(DRAWS),
    refill: () => lane.fillUniform(bench.draws),
  };
  const advance = nextReactionStepper(plan, bench);
  const rates = plan.propensities.map(compileExpression);
  return Float64Array.from({ length: 1500 }, (_, i) => {
    lane = randomStream(seed).fork(i);
    bench.state.set(plan.network.initial);
    for (const [j, rate] of rates.entries()) bench.propensities[j] = rate(bench.state, 0);
    bench.clock.set([0, -1, DRAWS, -1, 0]);
    expect(advance(time, 1e6)).toBe(Why.reached);
    return bench.state[place];
  });
}

test('which method it is depends on the number of reactions alone', () => {
  const options = { times: [0.5, 1], trajectories: 10 };
  const as = (count: number, wanted?: 'direct' | 'next-reaction') =>
    frames(cascade(count + 1, 20), { ...options, ...(wanted ? { method: wanted } : {}) });
  expect(as(16)).toEqual(as(16, 'direct'));
  expect(as(17)).toEqual(as(17, 'next-reaction'));
  expect(as(16)).not.toEqual(as(16, 'next-reaction'));
  expect(as(17)).not.toEqual(as(17, 'direct'));
});

test('numbers do not depend on where anybody looks, nor on the range', () => {
  const whole = frames(crowd(12), { times: [0.5, 1, 1.5, 2], trajectories: 70 });
  const coarse = frames(crowd(12), { times: [1, 2], trajectories: 70 });
  expect([...coarse]).toEqual([...whole].filter((_, at) => at % 48 >= 36 || (at % 48 >= 12 && at % 48 < 24)));
  expect(frames(crowd(12), { times: [0.5, 1, 1.5, 2], trajectories: 20, first: 50 })).toEqual(whole.slice(50 * 48));
});

test('a firing changes those propensities that depend on what it changed', () => {
  expect(planOf(network(cascade(5, 3))).dependents).toEqual([[0, 1], [1, 2], [2, 3], [3]]);
  expect(planOf(network(crowd(2))).dependents).toEqual([[1], [1], [3], [3]]);
});

test('heap: the least is first, whatever is changed', () => {
  const time = fc.oneof(fc.double({ min: 0, max: 10, noNaN: true }), fc.constant(Infinity));
  fc.assert(
    fc.property(
      fc.array(time, { minLength: 1, maxLength: 40 }),
      fc.array(fc.tuple(fc.nat(), time), { maxLength: 100 }),
      (first, changes) => {
        const heap = dueHeap(first.length);
        heap.due.set(first);
        heap.order();
        for (const [who, to] of [...changes, [0, 0] as const]) {
          expect(heap.due[heap.next()]).toBe(Math.min(...heap.due));
          heap.change(who % first.length, to);
          expect(heap.due[who % first.length]).toBe(to);
        }
        expect(heap.due[heap.next()]).toBe(0);
      },
    ),
  );
});

test('rates from tables have the bits of the expressions', () => {
  const rates = ['A -> 0', 'A + B -> 0', '2A -> B', '0 -> A', '2A + B -> 0', '3A -> 0', 'A + B + C -> 0'].map((equation) => [
    equation,
    0.3,
  ]);
  const made = network({
    initial: { A: 1, B: 2, C: 3 },
    parameters: { k: 0.1 },
    reactions: [...rates, ...['k*A*B/3', 'A*B', 'k*(A - 1)', 'A', 'exp(-A)'].map((rate) => ({ products: { A: 1 }, rate }))],
  });
  const roots = made.reactions.map(({ rate }) => rate);
  const rateOf = flatRates(roots);
  fc.assert(
    fc.property(fc.array(fc.nat(1e6), { minLength: 3, maxLength: 3 }), (counts) => {
      const state = Float64Array.from({ length: made.variables.length }, (_, k) => counts[k] ?? made.initial[k]);
      for (const [j, root] of roots.entries()) expect(rateOf(j, state, 0)).toBe(compileExpression(root)(state, 0));
    }),
  );
});

test.each([
  ['a rate that turns negative', { initial: { X: 3 }, reactions: [{ name: 'R', products: { X: 1 }, rate: '4.5 - X' }] }],
  ['counts that run out', { initial: { X: 1 }, reactions: [{ name: 'R', reactants: { X: 1 }, rate: '2' }] }],
  ['a rate above its bound', { initial: { X: 3 }, reactions: [{ name: 'R', products: { X: 1 }, rate: 'X', bound: '5' }] }],
  ['a rate without end', { initial: { X: 3 }, reactions: [{ name: 'R', products: { X: 1 }, rate: '1/(6 - X)' }] }],
  ['endless growth', { initial: { X: 3 }, reactions: [{ name: 'R', products: { X: 1 }, rate: 'X*X' }] }],
])('%s is told as by the direct method', (_name, document) => {
  const said = (wanted: 'direct' | 'next-reaction') => {
    try {
      simulated(document, { times: [50], trajectories: 1, method: wanted, mostFirings: 1e5 });
      return 'nothing';
    } catch (fault) {
      return (fault as Error).message.replace(/time [\d.e+-]+/, 'time').replace(/State:.*/, '');
    }
  };
  expect(said('next-reaction')).toBe(said('direct'));
  expect(said('next-reaction')).toMatch(/reaction/);
});
