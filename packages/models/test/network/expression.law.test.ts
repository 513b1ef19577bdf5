// Expressions against a printer and an evaluator of their own.
import { SzilardError } from '@szilard/core';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { compileExpression, textOfExpression } from '../../src/network/compile-expression.ts';
import { variable } from '../../src/network/expression.ts';
import { operations } from '../../src/network/operations.ts';
import { parseExpression } from '../../src/network/parse-expression.ts';
import { resolveExpression } from '../../src/network/resolve-expression.ts';

type Name = 'X' | 'Y' | 't';
type Tree = number | Name | Branch;
interface Branch {
  readonly operation: string;
  readonly parts: readonly Tree[];
}

const values = { X: 7, Y: 0.25, t: 3.5 };
const levels: Record<string, number> = {
  or: 2,
  and: 3,
  '==': 4,
  '!=': 4,
  '<': 5,
  '<=': 5,
  '>': 5,
  '>=': 5,
  '+': 6,
  '-': 6,
  '*': 7,
  '/': 7,
  minus: 8,
  '^': 9,
};
const levelOf = (tree: Tree): number => (typeof tree === 'object' ? (tree.operation === '?' ? 1 : (levels[tree.operation] ?? 10)) : 10);

/** With no more brackets than precedence needs. */
function print(tree: Tree): string {
  if (typeof tree !== 'object') return String(tree);
  const { operation, parts } = tree;
  const [a, b, c] = parts;
  const inside = (part: Tree, least: number) => (levelOf(part) >= least ? print(part) : `(${print(part)})`);
  if (operation === '?') return `${inside(a, 2)} ? ${print(b)} : ${print(c)}`;
  if (operation === 'minus') return `-${inside(a, 8)}`;
  if (operation === '^') return `${inside(a, 10)} ^ ${inside(b, 8)}`;
  const level = levels[operation];
  if (level === undefined) return `${operation}(${parts.map(print).join(', ')})`;
  // Comparisons do not chain, all others associate to the left.
  return `${inside(a, level === 4 || level === 5 ? level + 1 : level)} ${operation} ${inside(b, level + 1)}`;
}

function evaluate(tree: Tree): number {
  if (typeof tree === 'number') return tree;
  if (typeof tree === 'string') return values[tree];
  const { operation, parts } = tree;
  const [a, b, c] = parts.map(evaluate);
  switch (operation) {
    case '+':
      return a + b;
    case '-':
      return a - b;
    case '*':
      return a * b;
    case '/':
      return a / b;
    case '^':
      return a ** b;
    case 'minus':
      return -a;
    case '<':
      return Number(a < b);
    case '<=':
      return Number(a <= b);
    case '>':
      return Number(a > b);
    case '>=':
      return Number(a >= b);
    case '==':
      return Number(a === b);
    case '!=':
      return Number(a !== b);
    case 'and':
      return Number(a !== 0 && b !== 0);
    case 'or':
      return Number(a !== 0 || b !== 0);
    case '?':
      return a !== 0 ? b : c;
    case 'exp':
      return Math.exp(a);
    case 'sqrt':
      return Math.sqrt(a);
    case 'min':
      return Math.min(a, b);
    case 'max':
      return Math.max(a, b);
    case 'pow':
      return a ** b;
    case 'piecewise':
      return b !== 0 ? a : c;
    default:
      throw new Error(operation);
  }
}

const { tree } = fc.letrec<{ tree: Tree }>((tie) => {
  const branch = (operation: string, parts: number) =>
    fc.tuple(...Array.from({ length: parts }, () => tie('tree'))).map((all): Tree => ({ operation, parts: all as Tree[] }));
  return {
    tree: fc.oneof(
      { maxDepth: 5, withCrossShrink: true },
      fc.constantFrom<Tree>('X', 'Y', 't', 0, 1, 2, 0.5, 1e-3, 25),
      ...['+', '-', '*', '/', '^', '<', '<=', '>', '>=', '==', '!=', 'and', 'or', 'min', 'max', 'pow'].map((operation) =>
        branch(operation, 2),
      ),
      ...['minus', 'exp', 'sqrt'].map((operation) => branch(operation, 1)),
      ...['?', 'piecewise'].map((operation) => branch(operation, 3)),
    ),
  };
});

const places = new Map([
  ['X', variable(0)],
  ['Y', variable(1)],
]);
const read = (text: string) =>
  resolveExpression(
    parseExpression(text, 'test'),
    (name) => places.get(name),
    () => ['X', 'Y'],
    'test',
    text,
  );
const state = Float64Array.of(values.X, values.Y);
const value = (text: string) => compileExpression(read(text))(state, values.t);

describe('expressions', () => {
  test('evaluate as their trees do', () => {
    fc.assert(
      fc.property(tree, (one) => {
        expect(value(print(one))).toBe(evaluate(one));
      }),
      { seed: 1, numRuns: 2000 },
    );
  });

  test('have the same bits as closures and as generated text', () => {
    const helpers = [...operations].map(([name, { apply }]) => [`call_${name}`, apply] as const).filter(([name]) => /^\w+$/.test(name));
    fc.assert(
      fc.property(tree, (one) => {
        const text = textOfExpression(read(print(one)), (index) => `x${index}`);
        const made = new Function('x0', 'x1', 't', ...helpers.map(([name]) => name), `return ${text}`);
        expect(made(values.X, values.Y, values.t, ...helpers.map(([, apply]) => apply))).toBe(value(print(one)));
      }),
      { seed: 2, numRuns: 1000 },
    );
  });

  test('end any text with a value or with one clear line', () => {
    const letters = fc.string({ unit: fc.constantFrom(...'XYt01.5e+-*/^()<>=!&|?:, andorot$"{}\\\n') });
    fc.assert(
      fc.property(fc.oneof(letters, fc.string()), (text) => {
        try {
          expect(typeof value(text)).toBe('number');
        } catch (error) {
          expect(error).toBeInstanceOf(SzilardError);
          expect((error as Error).message).toMatch(/^\[test\] /);
        }
      }),
      { seed: 3, numRuns: 3000 },
    );
  });
});

describe('precedence and spellings', () => {
  test.each([
    ['-2^2', -4],
    ['2^-1', 0.5],
    ['2^3^2', 512],
    ['2**3', 8],
    ['7-2-1', 4],
    ['8/4/2', 1],
    ['not X > 30', 1],
    ['!(X > 3)', 0],
    ['X > 3 and Y < 1 or false', 1],
    ['and(gt(X, 3), lt(Y, 1), true)', 1],
    ['X > 3 ? 1 : X > 2 ? 2 : 3', 1],
    ['piecewise(1, X < 0, 2, X > 5, 3)', 2],
    ['xor(true, true, true)', 1],
    ['ln(exp(2))', 2],
    ['log10(1000)', Math.log10(1000)],
    ['factorial(5)', 120],
    ['ceil(Y) + floor(Y) + ceiling(Y)', 2],
    ['time + t', 7],
    ['pi', Math.PI],
    ['.5e1 + 1.', 6],
  ])('%s', (text, truth) => expect(value(text)).toBe(truth));

  test.each([
    ['1 < X < 3', /"and" between two comparisons.*1 < x and x < 3/],
    ['2 X', /an operator or the end, got "X"\. Products are written with \*/],
    ['X(3)', /a known function, got "X"/],
    ['exp(1, 2)', /expected 1 arguments of exp, got 2/],
    ['sqr(4)', /Did you mean "sqrt"/],
    ['constructor', /got "constructor"\. Known: X, Y\./],
    ['X.constructor', /an operator|a number/],
    ['', /a number, a name or "\(", got the end/],
    ['(X', /expected "\)", got the end/],
    ['X = 3', /character 3/],
  ])('refused: %j', (text, words) => expect(() => value(text)).toThrow(words));

  test('refused: what is too deep or too long', () => {
    expect(() => value(`${'('.repeat(210)}X${')'.repeat(210)}`)).toThrow(/at most 200 deep/);
    expect(() => value('X+'.repeat(6000))).toThrow(/at most 10000 characters/);
  });
});
