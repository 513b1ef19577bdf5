import { nearest, SzilardError } from '@szilard/core';
import { call, constant, type Expression, time } from './expression.ts';
import { functionNames, operationCalled, operations } from './operations.ts';

const LONGEST = 10_000;
const DEEPEST = 200;
const token = /\s*(?:((?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?)|([\p{L}_][\p{L}\p{N}_]*)|(\*\*|<=|>=|==|!=|<>|&&|\|\||[-+*/^()<>?:,!]))/uy;

/** How tightly a sign between two operands binds. Comparisons share one level and do not chain. */
const levels: Readonly<Record<string, number>> = {
  '?': 1,
  or: 2,
  xor: 2,
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
  '^': 9,
};
const UNARY = 8;
const words: Readonly<Record<string, Expression>> = { t: time, time, true: constant(1), false: constant(0) };
const joining = ['and', 'or', 'xor'];

interface Token {
  readonly kind: 'number' | 'word' | 'sign' | 'end';
  readonly text: string;
  readonly at: number;
}

/**
 * Reads `k * X * (X - 1) / 2`, `X > 3 and t >= 25`, `X > 0 ? 1 : 2`, `max(0, Y)`. Powers bind from the right and tighter than
 * signs: −x^2 = −(x^2). Nothing is executed: an expression can only be numbers, names, and the operations of `operations.ts`.
 */
export function parseExpression(text: string, where: string): Expression {
  const refuse = (at: number, expected: string, got: string, hint = ''): never => {
    throw new SzilardError(
      'input',
      `[${where}] "${shorten(text)}", character ${at + 1}: expected ${expected}, got ${got}.${hint && ` ${hint}`}`,
    );
  };
  if (text.length > LONGEST) refuse(LONGEST, `at most ${LONGEST} characters`, String(text.length), 'Split it into rules.');
  const tokens = tokensOf(text, refuse);
  let next = 0;
  let depth = 0;
  const peek = () => tokens[next];
  const shown = ({ kind, text: word }: Token) => (kind === 'end' ? 'the end' : `"${word}"`);
  const eat = (sign: string) => {
    const found = peek();
    if (found.kind !== 'sign' || found.text !== sign) refuse(found.at, `"${sign}"`, shown(found));
    next++;
  };

  function expression(least: number): Expression {
    if (++depth > DEEPEST) refuse(peek().at, `brackets at most ${DEEPEST} deep`, 'more', 'Split it into rules.');
    let left = operand();
    let compared = 0;
    for (;;) {
      const found = peek();
      const infix = found.kind === 'sign' || (found.kind === 'word' && joining.includes(found.text));
      const sign = operationCalled(found.text);
      const level = infix && Object.hasOwn(levels, sign) ? levels[sign] : 0;
      if (level < least || level === 0) break;
      next++;
      if (sign === '?') {
        const yes = expression(1);
        eat(':');
        left = call('if', left, yes, expression(1));
        continue;
      }
      if ((level === 4 || level === 5) && compared === level)
        refuse(found.at, '"and" between two comparisons', shown(found), 'Write 1 < x and x < 3.');
      compared = level;
      left = call(sign, left, expression(sign === '^' ? UNARY : level + 1));
    }
    depth--;
    return left;
  }

  function operand(): Expression {
    const found = peek();
    next++;
    if (found.kind === 'number') return constant(Number(found.text));
    if (found.kind === 'word') return word(found);
    if (found.text === '(') {
      const inside = expression(1);
      eat(')');
      return inside;
    }
    if (found.text === '-') return call('negate', expression(UNARY));
    if (found.text === '+') return expression(UNARY);
    if (found.text === '!') return call('not', expression(UNARY));
    return refuse(found.at, 'a number, a name or "("', shown(found));
  }

  function word({ text: name, at }: Token): Expression {
    if (peek().text === '(') {
      const operation = operationCalled(name);
      const known = operations.get(operation);
      if (!known || !functionNames.includes(name)) {
        const near = nearest(name, functionNames);
        return refuse(at, 'a known function', `"${name}"`, near ? `Did you mean "${near}"?` : `Known: ${functionNames.join(', ')}.`);
      }
      eat('(');
      const args: Expression[] = [];
      if (peek().text !== ')') args.push(expression(1));
      while (peek().text === ',') {
        next++;
        args.push(expression(1));
      }
      eat(')');
      const { least, most } = known;
      if (args.length < least || args.length > most)
        refuse(at, `${least === most ? least : `at least ${least}`} arguments of ${name}`, String(args.length));
      return call(operation, ...args);
    }
    // A word binds as loosely as it reads: `not X > 3` is not (X > 3).
    if (name === 'not') return call('not', expression(4));
    if (joining.includes(name)) return refuse(at, 'something before', `"${name}"`);
    return Object.hasOwn(words, name) ? words[name] : { kind: 'name', name, at };
  }

  const whole = expression(1);
  const rest = peek();
  if (rest.kind !== 'end')
    refuse(rest.at, 'an operator or the end', shown(rest), rest.kind === 'word' || rest.text === '(' ? 'Products are written with *.' : '');
  return whole;
}

function tokensOf(text: string, refuse: (at: number, expected: string, got: string) => never): Token[] {
  const tokens: Token[] = [];
  token.lastIndex = 0;
  const end = text.trimEnd().length;
  while (token.lastIndex < end) {
    const from = token.lastIndex;
    const found = token.exec(text);
    if (!found) {
      const at = from + /^\s*/.exec(text.slice(from))![0].length;
      refuse(at, 'a number, a name or an operator', `"${text[at]}"`);
    }
    const [all, number, name, sign] = found!;
    const value = number ?? name ?? sign;
    tokens.push({
      kind: number !== undefined ? 'number' : name !== undefined ? 'word' : 'sign',
      text: value,
      at: from + all.length - value.length,
    });
  }
  return [...tokens, { kind: 'end', text: '', at: end }];
}

export const shorten = (text: string): string => (text.length <= 60 ? text : `${text.slice(0, 57)}…`);
/** Words that mean something in every expression, and so name nothing else. */
export const reservedWords: readonly string[] = [...Object.keys(words), ...joining, 'not'];
