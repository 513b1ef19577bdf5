import {
  type Found,
  isAbsent,
  isObject,
  listAt,
  member,
  membersAt,
  mustNotSlip,
  numberAt,
  refuse,
  refuseAs,
  textAt,
} from './json-reader.ts';
import { reactionEquation, reactionSide } from './reaction-equation.ts';
import { type Assignment, assignments, expressionText } from './rules.ts';

export type Counts = ReadonlyMap<string, number>;

/** A reaction as written: names not looked up yet. */
export interface ReactionText {
  readonly name: string;
  readonly reactants: Counts;
  readonly products: Counts;
  /** What one firing adds to each count; absent: products − reactants. */
  readonly change?: Counts;
  /** Propensity as an expression, or the constant of mass action. */
  readonly law: { readonly kind: 'rate' | 'mass-action'; readonly text: string };
  /** Shadow species and parameters in the rate. */
  readonly localParameters: ReadonlyMap<string, number>;
  /** Never below the rate, where that depends smoothly on time. */
  readonly bound?: string;
  /** Done at every firing. */
  readonly assign: readonly Assignment[];
  readonly where: string;
}

const MEMBERS = ['name', 'reactants', 'products', 'equation', 'change', 'rate', 'rate_constant', 'local_parameters', 'bound', 'assign'];

export const readReactions = (found: Found): ReactionText[] =>
  listAt(found).map((entry, k) => (Array.isArray(entry.value) ? reactionTuple(entry, k) : reactionObject(entry, k)));

/** `["2A -> B", 1.5]`, or with a name before it. */
function reactionTuple(entry: Found, k: number): ReactionText {
  const parts = listAt(entry);
  if (parts.length !== 2 && parts.length !== 3)
    refuse(entry.where, '["2A -> B", RATE CONSTANT] or ["name", "2A -> B", "RATE"]', entry.value);
  const [rate, equation, name] = parts.reverse();
  const law = typeof rate.value === 'number' ? 'rate_constant' : 'rate';
  const value = { ...(name ? { name: name.value } : {}), equation: equation.value, [law]: rate.value };
  return reactionObject({ value, where: entry.where }, k);
}

function reactionObject(entry: Found, k: number): ReactionText {
  if (!isObject(entry.value)) refuse(entry.where, 'a reaction: an object with reactants, products and rate', entry.value);
  mustNotSlip(entry, MEMBERS);
  const at = (name: string) => member(entry, name);
  const has = (name: string) => !isAbsent(at(name).value);
  if (!has('reactants') && !has('products') && !has('change') && !has('equation'))
    refuseAs(entry.where, 'reactants, products, change or equation', 'none of them');
  if (has('equation') && (has('reactants') || has('products'))) refuseAs(entry.where, 'either equation or reactants and products', 'both');
  const sides = has('equation')
    ? reactionEquation(textAt(at('equation')), at('equation').where)
    : { reactants: side(at('reactants')), products: side(at('products')) };
  return {
    name: has('name') ? textAt(at('name')) : `reaction ${k + 1}`,
    ...sides,
    ...(has('change') ? { change: changes(at('change')) } : {}),
    law: lawOf(entry, sides.reactants),
    localParameters: new Map(
      has('local_parameters') ? membersAt(at('local_parameters')).map(([name, found]) => [name, numberAt(found)]) : [],
    ),
    ...(has('bound') ? { bound: expressionText(at('bound')) } : {}),
    assign: has('assign') ? assignments(at('assign')) : [],
    where: entry.where,
  };
}

function lawOf(entry: Found, reactants: Counts): ReactionText['law'] {
  const [rate, rateConstant] = [member(entry, 'rate'), member(entry, 'rate_constant')];
  if (isAbsent(rate.value) === isAbsent(rateConstant.value))
    refuseAs(
      entry.where,
      'either rate (the propensity as an expression) or rate_constant (mass action)',
      isAbsent(rate.value) ? 'neither' : 'both',
    );
  if (!isAbsent(rateConstant.value)) {
    const text = expressionText(rateConstant);
    if (!['reactants', 'products', 'equation'].some((name) => !isAbsent(member(entry, name).value)))
      refuseAs(entry.where, 'reactants for mass action', 'a change only', 'Give reactants and products, or a rate.');
    if (Number(text) < 0) refuse(rateConstant.where, 'a rate constant of at least 0', rateConstant.value);
    return { kind: 'mass-action', text };
  }
  if (typeof rate.value === 'number' && reactants.size > 0)
    refuse(
      rate.where,
      'an expression',
      rate.value,
      'Write rate_constant for mass action, or the number in quotes for a constant propensity.',
    );
  return { kind: 'rate', text: expressionText(rate) };
}

/** Counts by species: `{ "A": 2 }`, `["A", "A"]` or `"2A"`. */
function side(found: Found): Counts {
  const { value, where } = found;
  if (isAbsent(value)) return new Map();
  if (typeof value === 'string') return reactionSide(value, where);
  const counts = new Map<string, number>();
  if (Array.isArray(value)) {
    for (const entry of listAt(found))
      for (const [name, count] of reactionSide(textAt(entry, 'the name of a species'), entry.where))
        counts.set(name, (counts.get(name) ?? 0) + count);
    return counts;
  }
  for (const [name, count] of membersAt(found)) {
    const expected = 'a whole number of at least 0';
    const n = numberAt(count, expected);
    if (!Number.isSafeInteger(n) || n < 0 || n > 100) refuse(count.where, n > 100 ? 'at most 100 of one species' : expected, n);
    if (n > 0) counts.set(name, n);
  }
  return counts;
}

function changes(found: Found): Counts {
  return new Map(
    membersAt(found).map(([name, count]) => {
      const n = numberAt(count, 'a whole number');
      return [name, Number.isSafeInteger(n) ? n : refuse(count.where, 'a whole number', n)];
    }),
  );
}
