import { compileExpression, type Evaluate } from './compile-expression.ts';
import type { Expression } from './expression.ts';

const [NUMBER, ONE, TWO, PAIR, OTHER] = [0, 1, 2, 3, 4];

/** Value number j of a list of expressions. */
export type ValueOf = (j: number, state: Float64Array, t: number) => number;

/** Expressions of mass action, c, c·n, c·n·m and c·n·(n − 1), from tables; all others as closures. The bits of `compileExpression`. */
export function flatRates(roots: readonly Expression[]): ValueOf {
  const kind = new Uint8Array(roots.length).fill(OTHER);
  const factor = new Float64Array(roots.length);
  const [first, second] = [new Int32Array(roots.length), new Int32Array(roots.length)];
  const others: (Evaluate | undefined)[] = roots.map((root, j) => {
    const terms = termsOf(root);
    const [c, n, m] = terms ?? [];
    if (c?.kind !== 'number' || terms!.length > 3) return compileExpression(root);
    if (n && n.kind !== 'variable') return compileExpression(root);
    factor[j] = c.value;
    if (n) first[j] = n.index;
    if (!m) kind[j] = n ? ONE : NUMBER;
    else if (m.kind === 'variable') {
      kind[j] = TWO;
      second[j] = m.index;
    } else if (n && isOneLess(m, n.index)) kind[j] = PAIR;
    else return compileExpression(root);
    return undefined;
  });
  return (j, state, t) => {
    switch (kind[j]) {
      case NUMBER:
        return factor[j];
      case ONE:
        return factor[j] * state[first[j]];
      case TWO:
        return factor[j] * state[first[j]] * state[second[j]];
      case PAIR:
        return factor[j] * state[first[j]] * (state[first[j]] - 1);
      default:
        return others[j]!(state, t);
    }
  };
}

/** Factors of a product that multiplies from the left, c·n·m: the order of its roundings. */
function termsOf(root: Expression): Expression[] {
  if (root.kind !== 'call' || root.operation !== '*') return [root];
  const [left, right] = root.args;
  return [...termsOf(left), right];
}

function isOneLess(node: Expression, index: number): boolean {
  if (node.kind !== 'call' || node.operation !== '-') return false;
  const [n, one] = node.args;
  return n.kind === 'variable' && n.index === index && one.kind === 'number' && one.value === 1;
}
