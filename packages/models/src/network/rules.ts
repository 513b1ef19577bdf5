import { type Found, isObject, listAt, member, membersAt, refuse, textAt } from './json-reader.ts';

/** `target = text`, where it was found. */
export interface Assignment {
  readonly target: string;
  readonly text: string;
  readonly where: string;
}

const assigned = /^\s*([\p{L}_][\p{L}\p{N}_]*)\s*:?=(?!=)\s*(\S.*?)\s*$/su;

/** `X = 50` as target and expression. */
export function assignment(text: string, where: string): Assignment {
  const [, target, value] = assigned.exec(text) ?? [];
  return target === undefined ? refuse(where, 'NAME = EXPRESSION', text.trim()) : { target, text: value, where };
}

/** `"X = 50; Y = Y + 1"`, a list of such, or an object `{ "X": "50" }`. */
export function assignments(found: Found): Assignment[] {
  const { value, where } = found;
  if (typeof value === 'string') return splitOutside(value, ';,').map((part) => assignment(part, where));
  if (Array.isArray(value)) return listAt(found).flatMap(assignments);
  if (!isObject(value)) return refuse(where, 'assignments such as "X = 50"', value);
  return membersAt(found).map(([target, right]) => ({ target, text: expressionText(right), where: right.where }));
}

/** Assignment rules: strings `"y = 2*X"`, objects with `variable` and `expression`, or one object `{ "y": "2*X" }`. */
export function readRules(found: Found): Assignment[] {
  if (isObject(found.value)) return assignments(found);
  return listAt(found).map((entry) => {
    if (!isObject(entry.value)) return assignment(textAt(entry, 'a rule such as "y = 2*X"'), entry.where);
    return {
      target: textAt(member(entry, 'variable'), 'the name that the rule sets'),
      text: expressionText(member(entry, 'expression')),
      where: entry.where,
    };
  });
}

/** An expression may be written as a number. */
export const expressionText = (found: Found): string =>
  typeof found.value === 'number' && Number.isFinite(found.value) ? String(found.value) : textAt(found, 'an expression');

/** The parts of a text between separators that stand outside all brackets. */
export function splitOutside(text: string, separators: string): string[] {
  const parts = [''];
  let depth = 0;
  for (const letter of text) {
    if (letter === '(') depth++;
    if (letter === ')') depth--;
    if (depth === 0 && separators.includes(letter)) parts.push('');
    else parts[parts.length - 1] += letter;
  }
  return parts.filter((part) => part.trim() !== '');
}
