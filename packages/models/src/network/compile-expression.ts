import type { Expression } from './expression.ts';
import { operations } from './operations.ts';

/** The value of an expression in a state at a time. */
export type Evaluate = (state: Float64Array, t: number) => number;

/** A resolved expression as nested closures. */
export function compileExpression(root: Expression): Evaluate {
  const made = new Map<Expression, Evaluate>();
  const compile = (node: Expression): Evaluate => {
    let found = made.get(node);
    if (!found) made.set(node, (found = closureOf(node, compile)));
    return found;
  };
  return compile(root);
}

function closureOf(node: Expression, compile: (node: Expression) => Evaluate): Evaluate {
  switch (node.kind) {
    case 'number': {
      const { value } = node;
      return () => value;
    }
    case 'variable': {
      const { index } = node;
      return (state) => state[index];
    }
    case 'time':
      return (_state, t) => t;
    case 'name':
      throw new TypeError(`name ${node.name} was never looked up`);
  }
  const { apply } = operations.get(node.operation)!;
  const args = node.args.map(compile);
  const [a, b] = args;
  if (args.length === 1) return (state, t) => apply(a(state, t));
  if (args.length === 2) return (state, t) => apply(a(state, t), b(state, t));
  return (state, t) => apply(...args.map((arg) => arg(state, t)));
}

/** A resolved expression as JavaScript: `names(index)` stands for a variable, `t` for time, `call_NAME` for what has no notation. */
export function textOfExpression(root: Expression, names: (index: number) => string): string {
  switch (root.kind) {
    case 'number':
      return Object.is(root.value, -0) || root.value < 0 ? `(${Object.is(root.value, -0) ? '-0' : root.value})` : String(root.value);
    case 'variable':
      return names(root.index);
    case 'time':
      return 't';
    case 'name':
      throw new TypeError(`name ${root.name} was never looked up`);
  }
  const args = root.args.map((arg) => textOfExpression(arg, names));
  const { text } = operations.get(root.operation)!;
  return text ? text(...args) : `call_${root.operation}(${args.join(', ')})`;
}
