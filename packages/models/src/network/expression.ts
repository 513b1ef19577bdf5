/** An arithmetic expression. `name` stands for something not looked up yet; `variable` for a place in the state. */
export type Expression =
  | { readonly kind: 'number'; readonly value: number }
  | { readonly kind: 'name'; readonly name: string; readonly at: number }
  | { readonly kind: 'variable'; readonly index: number }
  | { readonly kind: 'time' }
  | { readonly kind: 'call'; readonly operation: string; readonly args: readonly Expression[] };

export const constant = (value: number): Expression => ({ kind: 'number', value });
export const time: Expression = { kind: 'time' };
export const variable = (index: number): Expression => ({ kind: 'variable', index });
export const call = (operation: string, ...args: readonly Expression[]): Expression => ({ kind: 'call', operation, args });

/** Every node below and including `root`, each once: rules make the tree a graph with shared branches. */
export function nodesOf(root: Expression, seen = new Set<Expression>()): Set<Expression> {
  if (seen.has(root)) return seen;
  seen.add(root);
  if (root.kind === 'call') for (const arg of root.args) nodesOf(arg, seen);
  return seen;
}

/** Places in the state that the value depends on, in rising order. */
export const variablesOf = (root: Expression): number[] =>
  [...new Set([...nodesOf(root)].flatMap((node) => (node.kind === 'variable' ? [node.index] : [])))].sort((a, b) => a - b);

export const usesTime = (root: Expression): boolean => [...nodesOf(root)].some(({ kind }) => kind === 'time');
