/** What may be done to numbers. Truth is a number: 1 or 0, and everything but 0 is true. */
export interface Operation {
  readonly least: number;
  readonly most: number;
  readonly apply: (...args: number[]) => number;
  /** The same in JavaScript's own notation; absent: a call of `apply`. Same bits either way. */
  readonly text?: (...args: string[]) => string;
}

const infix = (sign: string, apply: (a: number, b: number) => number): Operation => ({
  least: 2,
  most: 2,
  apply,
  text: (a, b) => `(${a} ${sign} ${b})`,
});
const compare = (sign: string, apply: (a: number, b: number) => boolean): Operation => ({
  least: 2,
  most: 2,
  apply: (a, b) => (apply(a, b) ? 1 : 0),
  text: (a, b) => `(${a} ${sign} ${b} ? 1 : 0)`,
});
const math = (name: keyof Math & string, count = 1): Operation => ({
  least: count,
  most: count,
  apply: Math[name] as (...args: number[]) => number,
  text: (...args) => `Math.${name}(${args.join(', ')})`,
});
const many = (apply: (...args: number[]) => number, text?: Operation['text']): Operation => ({
  least: 1,
  most: 255,
  apply,
  ...(text ? { text } : {}),
});

const table: Record<string, Operation> = {
  '+': infix('+', (a, b) => a + b),
  '-': infix('-', (a, b) => a - b),
  '*': infix('*', (a, b) => a * b),
  '/': infix('/', (a, b) => a / b),
  '^': math('pow', 2),
  negate: { least: 1, most: 1, apply: (a) => -a, text: (a) => `(-${a})` },
  '<': compare('<', (a, b) => a < b),
  '<=': compare('<=', (a, b) => a <= b),
  '>': compare('>', (a, b) => a > b),
  '>=': compare('>=', (a, b) => a >= b),
  '==': compare('===', (a, b) => a === b),
  '!=': compare('!==', (a, b) => a !== b),
  not: { least: 1, most: 1, apply: (a) => (a === 0 ? 1 : 0), text: (a) => `(${a} === 0 ? 1 : 0)` },
  and: many(
    (...args) => (args.every((a) => a !== 0) ? 1 : 0),
    (...args) => `(${args.map((a) => `${a} !== 0`).join(' && ')} ? 1 : 0)`,
  ),
  or: many(
    (...args) => (args.some((a) => a !== 0) ? 1 : 0),
    (...args) => `(${args.map((a) => `${a} !== 0`).join(' || ')} ? 1 : 0)`,
  ),
  xor: many((...args) => args.reduce((odd, a) => (a !== 0 ? 1 - odd : odd), 0)),
  if: { least: 3, most: 3, apply: (when, a, b) => (when !== 0 ? a : b), text: (when, a, b) => `(${when} !== 0 ? ${a} : ${b})` },
  // piecewise(value, condition, value, condition, …, otherwise): without an otherwise it may have no value.
  piecewise: many((...args) => {
    for (let k = 0; k + 1 < args.length; k += 2) if (args[k + 1] !== 0) return args[k];
    return args.length % 2 === 1 ? args[args.length - 1] : Number.NaN;
  }),
  exp: math('exp'),
  log: math('log'),
  log10: math('log10'),
  log2: math('log2'),
  sqrt: math('sqrt'),
  abs: math('abs'),
  floor: math('floor'),
  ceil: math('ceil'),
  sign: math('sign'),
  sin: math('sin'),
  cos: math('cos'),
  tan: math('tan'),
  asin: math('asin'),
  acos: math('acos'),
  atan: math('atan'),
  sinh: math('sinh'),
  cosh: math('cosh'),
  tanh: math('tanh'),
  min: many(
    (...args) => Math.min(...args),
    (...args) => `Math.min(${args.join(', ')})`,
  ),
  max: many(
    (...args) => Math.max(...args),
    (...args) => `Math.max(${args.join(', ')})`,
  ),
  factorial: {
    least: 1,
    most: 1,
    apply: (n) => {
      if (!(n >= 0) || !Number.isInteger(n)) return Number.NaN;
      let product = 1;
      for (let k = Math.min(n, 171); k > 1; k--) product *= k;
      return product;
    },
  },
};

/** Other spellings in use, the prefix ones of SBML among them. */
const spellings: Readonly<Record<string, string>> = {
  '**': '^',
  '<>': '!=',
  '&&': 'and',
  '||': 'or',
  '!': 'not',
  pow: '^',
  power: '^',
  ln: 'log',
  ceiling: 'ceil',
  gt: '>',
  geq: '>=',
  lt: '<',
  leq: '<=',
  eq: '==',
  neq: '!=',
};

export const operations: ReadonlyMap<string, Operation> = new Map(Object.entries(table));
export const operationCalled = (word: string): string => (Object.hasOwn(spellings, word) ? spellings[word] : word);
/** Words that stand before a bracket. */
export const functionNames: readonly string[] = [...Object.keys(table), ...Object.keys(spellings)].filter((word) => /^[a-z]/.test(word));
export const comparisons: ReadonlySet<string> = new Set(['<', '<=', '>', '>=', '==', '!=']);
