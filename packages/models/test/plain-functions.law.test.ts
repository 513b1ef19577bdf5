import { type Experiment, make, type Run, randomStream, simulate, type Tick } from '@szilard/core';
import { type LangevinChainOptions, langevinChain, still } from '@szilard/models';
import { gradient, ideal } from '@szilard/reservoirs';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { compileMove } from '../src/langevin/chain-compiled.ts';
import { functionMove } from '../src/langevin/chain-moves.ts';
import { chainRoom } from '../src/langevin/chain-room.ts';
import { reader } from '../src/langevin/plain-functions.ts';
import { evaluate, graph } from '../src/langevin/plain-graph.ts';
import { signed, unsigned } from '../src/langevin/wasm-code.ts';

const two = 2;
const names = ['a', 'b', 'c', 'd'];
const read = (plain: (...args: number[]) => number) => {
  const nodes = graph();
  const written = reader(nodes).function(plain);
  return (
    written &&
    ((...args: number[]) => evaluate(written(...names.map(nodes.name)), Object.fromEntries(names.map((name, k) => [name, args[k]]))))
  );
};

test.each<[string, (...args: number[]) => number]>([
  ['a sum', (a, b) => a - b - 2 + a * (b - 1.5e-3)],
  ['signs', (a, b) => -a * -b - -(a / +b)],
  ['a quotient of quotients', (a, b, c) => a / b / c - a / (b / c)],
  ['a root', (a, b) => Math.sqrt(a * a + b * b) - Math.abs(a)],
  ['constants', (a, b) => { const y = a * a - 1, z = y * b; const w = z - y; return 2 * w * y - z; }], // biome-ignore format: as users write it
  ['comments', (a) => /* one */ a * 2], // two
  ['one argument', (a) => a * a],
  ['no argument', () => 0],
  ['a function with a name', function well(a, b) { return a * a * 0.25 - b; }], // biome-ignore format: as users write it
])('reads %s and computes the same bits', (_name, plain) => {
  const found = read(plain)!;
  expect(found).not.toBeNull();
  for (const args of [
    [0.3, -2, 7, 1],
    [-0, 0, 1e-300, 5],
    [1e200, -1e200, 3, 4],
  ])
    expect(found(...args)).toBe(plain(...args));
});

describe('goes by the function itself', () => {
  const made = (...text: string[]) => new Function(...text) as (...args: number[]) => number;
  test.each<[string, (...args: number[]) => number]>([
    ['what uses a number from outside', (a) => two * a],
    ['what calls a function from outside', (a) => read.length + a],
    ['powers', (a) => a ** 2],
    ['branches', (a) => (a > 0 ? a : -a)],
    ['other functions', (a) => Math.sin(a)],
    ['what assigns', (a) => { let b = a; b = 2 * b; return b; }], // biome-ignore format: as users write it
    ['what returns nothing', made('a', 'return\n a')],
    ['octal numbers', made('a', 'return a * 010')],
    ['numbers in bits', made('a', 'return a * 0x10')],
    ['a Math of its own', made('a', 'Math', 'return Math.sqrt(a)')],
    ['defaults', made('a', 'b = 2', 'return a')],
    ['more than four arguments', made('a', 'b', 'c', 'd', 'e', 'return e')],
    ['what has no text', Math.hypot],
    ['what has another text', Object.assign((a: number) => a, { toString: () => '(a) => 2 * a' })],
    ['what is bound', ((a: number) => a).bind(null)],
  ])('%s', (_name, plain) => {
    const found = read(plain);
    // What says another text of itself is read by its own.
    if (_name === 'what has another text') expect(found!(3)).toBe(3);
    else expect(found).toBeNull();
  });

  test('what does not compute what it says', () => {
    const [text, other] = ['(a) => 2 * a', (a: number) => 3 * a];
    const original = Function.prototype.toString;
    Function.prototype.toString = function (this: unknown) {
      return this === other ? text : original.call(this);
    };
    try {
      expect(read(other)).toBeNull();
    } finally {
      Function.prototype.toString = original;
    }
  });
});

test('numbers in groups of seven bits', () => {
  expect(unsigned(624_485)).toEqual([0xe5, 0x8e, 0x26]);
  expect(unsigned(127)).toEqual([127]);
  expect(signed(-123_456)).toEqual([0xc0, 0xbb, 0x78]);
  expect([signed(63), signed(64), signed(-64), signed(256)]).toEqual([[63], [0xc0, 0], [0x40], [0x80, 2]]);
});

const at0 = {
  control: Float64Array.of(0, 0),
  sample: () => {},
  logDensity: (_x: unknown, _theta: unknown, out: Float64Array) => void out.fill(0),
};
const bath = make(gradient, { from: 2, to: 0.5 });
const run = (options: LangevinChainOptions, lambda: number, block: number, trajectories: number): Run => {
  const ticks = Array.from(
    { length: 12 * options.beads },
    (_, t): Tick => ({ mover: 'x', control: Float64Array.of((t * 7) % options.beads, lambda) }),
  );
  const subsystems = { x: langevinChain(options), theta: still };
  const e: Experiment = { subsystems, ticks, start: at0, end: at0, reservoirs: { x: bath, theta: make(ideal) } };
  return simulate(e, { trajectories, rng: randomStream(5), ledger: 'totals', block });
};
const bits = ({ ledger, x }: Run) => [ledger.work, ledger.heat, ledger.bathEntropy, ledger.logRatio, x.data].map((all) => Array.from(all));

test.each<[string, Omit<LangevinChainOptions, 'beads' | 'dt'>]>([
  [
    'springs',
    { bond: (left, right) => 0.5 * (right - left) * (right - left), site: () => 0, force: (left, x, right) => left + right - 2 * x },
  ],
  [
    'wells, pushed',
    {
      bond: (left, right) => 0.5 * (right - left) * (right - left),
      site: (x, lambda) => (x * x * x * x) / 4 - lambda * x,
      force: (left, x, right, lambda) => left + right - 2 * x - x * x * x + lambda,
    },
  ],
  [
    'cables',
    {
      bond: (left, right) => Math.sqrt(1 + (right - left) * (right - left)),
      site: (x) => Math.abs(x) * x * x,
      force: (left, x, right) => {
        const [before, beyond] = [x - left, right - x];
        return beyond / Math.sqrt(1 + beyond * beyond) - before / Math.sqrt(1 + before * before) - 3 * Math.abs(x) * x;
      },
    },
  ],
])('a chain of plain functions has the same bits compiled, and by its functions: %s', (name, functions) => {
  const room = chainRoom()!;
  const options = { beads: 5, dt: 0.01, ...functions };
  // Square brackets are no plain function.
  expect(compileMove(room, functionMove(options, 0.01)) === null).toBe(name === 'cables');
  // A block that has no room goes by the functions.
  expect(bits(run(options, 0.4, 64, room.lanes + 6))).toEqual(bits(run(options, 0.4, room.lanes + 6, room.lanes + 6)));
});

test('so has a chain of any plain functions', () => {
  const literal = fc.double({ min: -2, max: 2, noNaN: true }).map((value) => `${Math.abs(value)}`);
  const { sum } = fc.letrec<{ sum: string; leaf: string }>((tie) => ({
    leaf: fc.oneof(literal, fc.constantFrom('left', 'x', 'right', 'lambda')),
    sum: fc.oneof(
      { maxDepth: 4 },
      tie('leaf'),
      fc.tuple(fc.constantFrom('+', '-', '*', '/'), tie('sum'), tie('sum')).map(([sign, a, b]) => `(${a} ${sign} ${b})`),
      tie('sum').map((a) => `-${a}`.replace('--', '- -')),
      fc.tuple(fc.constantFrom('Math.sqrt', 'Math.abs'), tie('sum')).map(([f, a]) => `${f}(${a})`),
    ),
  }));
  let compiled = 0;
  fc.assert(
    fc.property(sum, sum, (force, bond) => {
      const of = (text: string, ...args: string[]) => new Function(...args, `return ${text};`) as (...args: number[]) => number;
      const within = (text: string, left: string, right: string) =>
        text.replaceAll('left', left).replaceAll('right', right).replaceAll(/\bx\b/g, '1').replaceAll('lambda', '2');
      const options = {
        beads: 3,
        dt: 0.01,
        force: of(force, 'left', 'x', 'right', 'lambda'),
        bond: of(within(bond, 'p', 'q'), 'p', 'q'),
        site: of(within(bond, 'x', 'lambda'), 'x', 'lambda'),
      };
      if (compileMove(chainRoom()!, functionMove(options, 0.01))) compiled++;
      const attempt = (block: number) => {
        try {
          return bits(run(options, 0.4, block, 1030));
        } catch (error) {
          return (error as Error).message;
        }
      };
      const [small, large] = [attempt(103), attempt(1030)];
      if (typeof small === 'string') expect(typeof large).toBe('string');
      else expect(small).toEqual(large);
    }),
    { numRuns: 25, seed: 1 },
  );
  expect(compiled).toBeGreaterThan(20);
});
