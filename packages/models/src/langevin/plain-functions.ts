import { evaluate, type Graph, graph, type Node, operations } from './plain-graph.ts';

type Names = Readonly<Record<string, Node>>;
/** A function as a graph of its arguments. */
export type Written = (...args: Node[]) => Node;

export type Plain = (...args: number[]) => number;

const NOT_PLAIN = Symbol('not plain');
const refuse = (): never => {
  throw NOT_PLAIN;
};

/**
 * Reads functions and lists of constants that are written in nothing but numbers, names, + − * /, `Math.sqrt` and `Math.abs`. Null for
 * all others: those that branch, loop, raise to powers, or use what stands outside of them.
 */
export function reader(nodes: Graph) {
  const attempt = <T>(read: () => T): T | null => {
    try {
      return read();
    } catch (cause) {
      if (cause === NOT_PLAIN) return null;
      throw cause;
    }
  };
  /** What the tokens say, given what names and functions mean. */
  function sentences(tokens: readonly string[], called: Readonly<Record<string, Written>>) {
    let next = 0;
    const is = (text: string) => tokens[next] === text && next++ >= 0;
    const need = (text: string) => void (is(text) || refuse());
    const word = (): string => (isName(tokens[next]) ? tokens[next++] : refuse());
    const sum = (names: Names): Node => {
      let left = product(names);
      for (;;) {
        if (is('+')) left = nodes.call('+', left, product(names));
        else if (is('-')) left = nodes.call('-', left, product(names));
        else return left;
      }
    };
    const product = (names: Names): Node => {
      let left = signed(names);
      for (;;) {
        if (is('*')) left = nodes.call('*', left, signed(names));
        else if (is('/')) left = nodes.call('/', left, signed(names));
        else return left;
      }
    };
    const signed = (names: Names): Node => (is('-') ? nodes.call('negate', signed(names)) : is('+') ? signed(names) : operand(names));
    const operand = (names: Names): Node => {
      if (is('(')) {
        const inside = sum(names);
        need(')');
        return inside;
      }
      if (/^[\d.]/.test(tokens[next] ?? '')) return nodes.number(Number(tokens[next++]));
      const name = word();
      if (!is('(')) return Object.hasOwn(names, name) ? names[name] : refuse();
      const args = is(')') ? [] : [sum(names)];
      while (args.length > 0 && is(',')) args.push(sum(names));
      if (args.length > 0) need(')');
      if (Object.hasOwn(called, name)) return called[name](...args);
      const operation = name.startsWith('Math.') && Object.hasOwn(operations, name) && args.length === 1;
      return operation && !Object.hasOwn(names, 'Math') ? nodes.call(name as 'Math.sqrt', ...args) : refuse();
    };
    const constants = (names: Names): Names => {
      const known: Record<string, Node> = { ...names };
      while (is('const') || is('let')) {
        do {
          const name = word();
          need('=');
          known[name] = sum(known);
        } while (is(','));
        is(';');
      }
      return known;
    };
    const done = () => void (next === tokens.length || refuse());
    return { is, need, word, sum, constants, done };
  }

  function written(source: string): Written {
    const tokens = tokensOf(source);
    const head = sentences(tokens, {});
    const params: string[] = [];
    const wordy = head.is('function');
    if (wordy && tokens[1] !== '(') head.word();
    if (!wordy && tokens[0] !== '(') params.push(head.word());
    else {
      head.need('(');
      while (!head.is(')')) {
        params.push(head.word());
        head.is(',');
      }
    }
    if (!wordy) head.need('=>');
    if (new Set(params).size !== params.length) refuse();
    const from = tokens.indexOf(wordy ? '{' : '=>') + (wordy ? 0 : 1);
    return (...args) => {
      const body = sentences(tokens.slice(from), {});
      const names = Object.fromEntries(params.map((name, k) => [name, args[k] ?? refuse()]));
      if (!body.is('{')) {
        const value = body.sum(names);
        body.done();
        return value;
      }
      const known = body.constants(names);
      body.need('return');
      const value = body.sum(known);
      body.is(';');
      body.need('}');
      body.done();
      return value;
    };
  }

  return {
    /** A function of at most so many arguments; null also where it does not compute what it says. */
    function: (plain: Plain, arity = 4): Written | null =>
      attempt(() => {
        const read = written(Function.prototype.toString.call(plain));
        const names = Array.from({ length: arity }, (_, k) => `argument ${k}`);
        const node = read(...names.map(nodes.name));
        for (let probe = 0; probe < 8; probe++) {
          const args = names.map((_, k) => Math.tan(1 + 7.3 * probe + 2.9 * k));
          const said = evaluate(node, Object.fromEntries(names.map((name, k) => [name, args[k]])));
          if (!Object.is(said, plain(...args))) refuse();
        }
        return read;
      }),
    /** Declarations of constants, one after the other: what every name then means. */
    constants: (text: string, names: Names, called: Readonly<Record<string, Written>>): Names | null =>
      attempt(() => {
        const all = sentences(tokensOf(text), called);
        const known = all.constants(names);
        all.done();
        return known;
      }),
  };
}

/** Is it written as one number? Only where that is plain to see. */
export function isConstant(plain: Plain): boolean {
  const nodes = graph();
  const node = reader(nodes).function(plain)?.(...['a', 'b', 'c', 'd'].map(nodes.name));
  return node?.kind === 'number' && Number.isFinite(node.value);
}

const token = /\s*(?:((?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?)|([A-Za-z_$][\w$]*(?:\.[A-Za-z_$][\w$]*)*)|(=>|\*\*|[-+*/(){},;=]))/y;
const reserved = ['const', 'let', 'return', 'function', 'async', 'new', 'typeof', 'void', 'await', 'yield', 'delete', 'var'];
const isName = (text: string | undefined): boolean => text !== undefined && /^[A-Za-z_$]/.test(text) && !reserved.includes(text);

function tokensOf(text: string): string[] {
  const tokens: string[] = [];
  const all = text.replace(/\/\/.*$|\/\*[\s\S]*?\*\//gm, ' ').trim();
  token.lastIndex = 0;
  while (token.lastIndex < all.length) {
    const found = token.exec(all);
    // 010 is 8 to some.
    if (!found || /^0\d/.test(found[1] ?? '')) return refuse();
    tokens.push(found[1] ?? found[2] ?? found[3]);
  }
  return tokens;
}
