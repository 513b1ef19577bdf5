/** What plain functions compute, as a graph: equal parts are one node. Nothing is simplified, so that the numbers keep their bits. */
export type Node =
  | { readonly kind: 'number'; readonly value: number }
  | { readonly kind: 'name'; readonly name: string }
  | { readonly kind: 'call'; readonly operation: Operation; readonly args: readonly Node[] };

export type Operation = keyof typeof operations;
export const operations = {
  '+': (a: number, b: number) => a + b,
  '-': (a: number, b: number) => a - b,
  '*': (a: number, b: number) => a * b,
  '/': (a: number, b: number) => a / b,
  negate: (a: number) => -a,
  'Math.sqrt': Math.sqrt,
  'Math.abs': Math.abs,
} as const;

/** Makes nodes, each once. */
export interface Graph {
  number(value: number): Node;
  name(name: string): Node;
  call(operation: Operation, ...args: Node[]): Node;
}

export function graph(): Graph {
  const made = new Map<string, Node>();
  const ids = new Map<Node, number>();
  const once = (key: string, node: Node): Node => {
    const found = made.get(key);
    if (found) return found;
    made.set(key, node);
    ids.set(node, ids.size);
    return node;
  };
  return {
    // 0 and −0 are not the same.
    number: (value) => once(`number ${Object.is(value, -0) ? '-0' : value}`, { kind: 'number', value }),
    name: (name) => once(`name ${name}`, { kind: 'name', name }),
    call: (operation, ...args) => once(`${operation} ${args.map((arg) => ids.get(arg)).join(' ')}`, { kind: 'call', operation, args }),
  };
}

/** The number that a node stands for. */
export function evaluate(node: Node, names: Readonly<Record<string, number>>, known = new Map<Node, number>()): number {
  const found = known.get(node);
  if (found !== undefined) return found;
  const value =
    node.kind === 'number'
      ? node.value
      : node.kind === 'name'
        ? names[node.name]
        : (operations[node.operation] as (...args: number[]) => number)(...node.args.map((arg) => evaluate(arg, names, known)));
  known.set(node, value);
  return value;
}
