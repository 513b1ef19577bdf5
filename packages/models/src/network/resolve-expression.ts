import { nearest, SzilardError } from '@szilard/core';
import { call, constant, type Expression } from './expression.ts';
import { operations } from './operations.ts';
import { shorten } from './parse-expression.ts';

/** What a name stands for; undefined: unknown. */
export type Meaning = (name: string) => Expression | undefined;

/** The same expression with every name looked up and every constant part worked out. */
export function resolveExpression(
  root: Expression,
  meaning: Meaning,
  known: () => readonly string[],
  where: string,
  text: string,
): Expression {
  const resolve = (node: Expression): Expression => {
    if (node.kind === 'name') return meaning(node.name) ?? (node.name === 'pi' ? constant(Math.PI) : unknown(node.name, node.at));
    return node.kind === 'call' ? folded(node.operation, node.args.map(resolve)) : node;
  };
  const unknown = (name: string, at: number): never => {
    const names = known();
    const near = nearest(name, names);
    throw new SzilardError(
      'input',
      `[${where}] "${shorten(text)}", character ${at + 1}: expected a species, a parameter or t, got "${name}". Known: ${listed(names)}.${near === undefined ? '' : ` Did you mean "${near}"?`}`,
    );
  };
  return resolve(root);
}

/** An operation, or its value where all that it works on is constant. */
export function folded(operation: string, args: readonly Expression[]): Expression {
  const values = args.flatMap((arg) => (arg.kind === 'number' ? [arg.value] : []));
  return values.length === args.length ? constant(operations.get(operation)!.apply(...values)) : call(operation, ...args);
}

export const listed = (names: readonly string[]): string =>
  names.length === 0 ? 'none' : `${names.slice(0, 12).join(', ')}${names.length > 12 ? ', …' : ''}`;
