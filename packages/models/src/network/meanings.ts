import { SzilardError } from '@szilard/core';
import { constant, type Expression, variable } from './expression.ts';
import { refuse } from './json-reader.ts';
import { parseExpression, reservedWords } from './parse-expression.ts';
import { type Meaning, resolveExpression } from './resolve-expression.ts';
import type { Assignment } from './rules.ts';

export interface Vocabulary {
  readonly source: string;
  readonly species: ReadonlyMap<string, number>;
  readonly boundary: ReadonlySet<string>;
  readonly parameters: ReadonlyMap<string, number>;
  readonly rules: readonly Assignment[];
  /** What events and firings set. */
  readonly assigned: readonly Assignment[];
}

/** What every name of a network stands for. */
export interface Names {
  readonly source: string;
  readonly variables: readonly string[];
  readonly initial: Float64Array;
  /** Species, then what rules set beside them. */
  readonly recorded: readonly string[];
  isBoundary(name: string): boolean;
  isRule(name: string): boolean;
  /** Place in the state; undefined: it has none. */
  place(name: string): number | undefined;
  /** A text or a tree with its names looked up; `local` names come first. */
  expression(written: string | Expression, text: string, where: string, local?: ReadonlyMap<string, number>): Expression;
}

const LARGEST = 20_000;

export function meanings({ source, species, boundary, parameters, rules, assigned }: Vocabulary): Names {
  const ruled = new Map(rules.map((rule) => [rule.target, rule]));
  const all = () => [...new Set([...species.keys(), ...parameters.keys(), ...ruled.keys()])];
  for (const name of all()) {
    if (name === '') refuse(source, 'names of at least one letter', name);
    if (reservedWords.includes(name)) refuse(source, 'names other than t, time, true, false, and, or, xor, not', name, 'Rename it.');
    if (species.has(name) && parameters.has(name)) refuse(source, 'either a species or a parameter', name, 'Rename one of the two.');
  }
  if (ruled.size < rules.length)
    refuse(
      rules.find((rule) => ruled.get(rule.target) !== rule)!.where,
      'one rule for each name',
      rules.map(({ target }) => target).join(', '),
    );

  const known = (name: string, where: string, what: string) => {
    if (!species.has(name) && !parameters.has(name)) lookUp({ kind: 'name', name, at: 0 }, name, `${where}, ${what}`);
  };
  const lookUp = (tree: Expression, text: string, where: string, local?: ReadonlyMap<string, number>) => {
    const meaning: Meaning = (name) => (local?.has(name) ? constant(local.get(name)!) : global(name));
    const resolved = resolveExpression(tree, meaning, () => [...(local?.keys() ?? []), ...all()], where, text);
    if (sizeOf(resolved) > LARGEST) refuse(where, `an expression of at most ${LARGEST} terms with its rules put in`, text);
    return resolved;
  };

  // Places: species that no rule sets, then parameters that events or firings set.
  for (const { target, where } of assigned) {
    if (ruled.has(target)) refuse(where, 'a species or a parameter that no rule sets', target);
  }
  const variables = [...species.keys()].filter((name) => !ruled.has(name));
  for (const { target } of assigned) if (parameters.has(target) && !variables.includes(target)) variables.push(target);
  const places = new Map(variables.map((name, index) => [name, index]));

  const expanded = new Map<string, Expression | 'open'>();
  function global(name: string): Expression | undefined {
    const rule = ruled.get(name);
    if (rule) return ruleOf(rule);
    const place = places.get(name);
    if (place !== undefined) return variable(place);
    const value = parameters.get(name);
    return value === undefined ? undefined : constant(value);
  }
  function ruleOf({ target, text, where }: Assignment): Expression {
    const found = expanded.get(target);
    if (found === 'open')
      throw new SzilardError(
        'input',
        `[${where}] expected rules that do not lead back to themselves, got "${target}" from itself. Break the circle.`,
      );
    if (found) return found;
    expanded.set(target, 'open');
    const made = lookUp(parseExpression(text, where), text, where);
    expanded.set(target, made);
    return made;
  }

  for (const name of boundary) known(name, `${source} boundary_species`, 'a boundary species');
  for (const { target, where } of assigned) known(target, where, 'the name that is set');
  for (const rule of rules) ruleOf(rule);
  return {
    source,
    variables,
    initial: Float64Array.from(variables, (name) => species.get(name) ?? parameters.get(name)!),
    recorded: [...new Set([...species.keys(), ...ruled.keys()])],
    isBoundary: (name) => boundary.has(name),
    isRule: (name) => ruled.has(name),
    place: (name) => places.get(name),
    expression: (written, text, where, local) =>
      lookUp(typeof written === 'string' ? parseExpression(written, where) : written, text, where, local),
  };
}

/** Terms of an expression written out, shared branches as often as they appear. */
function sizeOf(node: Expression, sizes = new Map<Expression, number>()): number {
  if (node.kind !== 'call') return 1;
  let size = sizes.get(node);
  if (size === undefined) sizes.set(node, (size = node.args.reduce((sum, arg) => sum + sizeOf(arg, sizes), 1)));
  return size;
}
