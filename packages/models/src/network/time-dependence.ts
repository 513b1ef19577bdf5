import { compileExpression, type Evaluate } from './compile-expression.ts';
import { call, constant, type Expression, nodesOf, usesTime, variablesOf } from './expression.ts';
import { comparisons } from './operations.ts';
import { folded } from './resolve-expression.ts';

/** A comparison whose truth changes with time alone, at one moment that is known beforehand. */
export interface Switch {
  readonly comparison: Expression;
  /** Places in the state that the moment depends on. */
  readonly variables: readonly number[];
  /** The first time after `now` at which the comparison is not what it is now; Infinity: never. To the last bit. */
  after(state: Float64Array, now: number): number;
}

/** How a value changes between two events: not at all, in steps at the moments of its switches, or in any way. */
export type TimeDependence =
  | { readonly kind: 'none' }
  | { readonly kind: 'steps'; readonly switches: readonly Switch[] }
  | { readonly kind: 'smooth' };

export function timeDependence(root: Expression): TimeDependence {
  if (!usesTime(root)) return { kind: 'none' };
  const inside = new Set<Expression>();
  const switches: Switch[] = [];
  for (const node of nodesOf(root)) {
    if (node.kind !== 'call' || !comparisons.has(node.operation) || !usesTime(node)) continue;
    const found = switchOf(node);
    if (!found) return { kind: 'smooth' };
    switches.push(found);
    inside.add(node);
  }
  return barredFrom(root, inside) ? { kind: 'steps', switches } : { kind: 'smooth' };
}

/** Is every way from the root to the time barred by one of these nodes? */
function barredFrom(root: Expression, nodes: ReadonlySet<Expression>): boolean {
  if (nodes.has(root)) return true;
  if (root.kind === 'time') return false;
  return root.kind !== 'call' || root.args.every((arg) => barredFrom(arg, nodes));
}

function switchOf(comparison: Expression & { kind: 'call' }): Switch | null {
  const [left, right] = comparison.args;
  const line = lineOf(call('-', left, right));
  if (!line) return null;
  const [slope, offset, truth] = [line.slope, line.offset, comparison].map(compileExpression);
  return {
    comparison,
    variables: variablesOf(comparison),
    after: (state, now) => {
      const root = -offset(state, now) / slope(state, now);
      // The root itself is rounded: the truth is asked for around it.
      const end = root + Math.max(1e-9 * Math.abs(root), 1e-300);
      if (!(end > now) || !Number.isFinite(end)) return Number.POSITIVE_INFINITY;
      return firstChange(truth, state, now, root, end);
    },
  };
}

function firstChange(truth: Evaluate, state: Float64Array, now: number, root: number, end: number): number {
  const before = truth(state, now);
  // An equality holds at one moment only.
  if (root > now && truth(state, root) !== before && truth(state, previousDouble(root)) === before) return root;
  if (truth(state, end) === before) return Number.POSITIVE_INFINITY;
  let [low, high] = [now, end];
  for (;;) {
    const middle = low + (high - low) / 2;
    if (middle <= low || middle >= high) return high;
    if (truth(state, middle) === before) low = middle;
    else high = middle;
  }
}

const double = new Float64Array(1);
const bits = new BigInt64Array(double.buffer);

/** The next double below a positive one. */
function previousDouble(value: number): number {
  double[0] = value;
  bits[0] -= 1n;
  return double[0];
}

interface Line {
  readonly slope: Expression;
  readonly offset: Expression;
}

/** An expression as slope · t + offset, both without t; null where it is no straight line. */
function lineOf(node: Expression): Line | null {
  if (!usesTime(node)) return { slope: constant(0), offset: node };
  if (node.kind === 'time') return { slope: constant(1), offset: constant(0) };
  if (node.kind !== 'call') return null;
  const lines = node.args.map(lineOf);
  const [a, b] = lines;
  const each = (of: (part: (line: Line) => Expression) => Expression): Line => ({ slope: of((l) => l.slope), offset: of((l) => l.offset) });
  if (lines.some((line) => line === null)) return null;
  switch (node.operation) {
    case 'negate':
      return each((part) => folded('negate', [part(a!)]));
    case '+':
    case '-':
      return each((part) => folded(node.operation, [part(a!), part(b!)]));
    case '*':
      if (!usesTime(node.args[0])) return each((part) => folded('*', [node.args[0], part(b!)]));
      return usesTime(node.args[1]) ? null : each((part) => folded('*', [part(a!), node.args[1]]));
    case '/':
      return usesTime(node.args[1]) ? null : each((part) => folded('/', [part(a!), node.args[1]]));
    default:
      return null;
  }
}
