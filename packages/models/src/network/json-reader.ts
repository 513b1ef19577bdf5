import { SzilardError } from '@szilard/core';

/** A value out of a JSON document and where it stands there, e.g. `network.json reactions[1].rate`. */
export interface Found {
  readonly value: unknown;
  readonly where: string;
}

export const refuse = (where: string, expected: string, got: unknown, hint = ''): never => refuseAs(where, expected, shown(got), hint);

/** The same where what was got is told in words. */
export function refuseAs(where: string, expected: string, got: string, hint = ''): never {
  throw new SzilardError('input', `[${where}] expected ${expected}, got ${got}.${hint && ` ${hint}`}`);
}

/** A value in a few words. */
export function shown(value: unknown): string {
  if (value === undefined) return 'nothing';
  if (Array.isArray(value)) return `a list of ${value.length}`;
  if (typeof value === 'object' && value !== null) return `an object with ${Object.keys(value).slice(0, 4).join(', ') || 'nothing in it'}`;
  const text = JSON.stringify(value) ?? String(value);
  return text.length <= 60 ? text : `${text.slice(0, 57)}…`;
}

export const isAbsent = (value: unknown): boolean => value === undefined || value === null;
export const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

export function objectAt({ value, where }: Found): Record<string, unknown> {
  return isObject(value) ? value : refuse(where, 'an object', value);
}

export function listAt({ value, where }: Found): Found[] {
  if (!Array.isArray(value)) return refuse(where, 'a list', value);
  return value.map((entry, k) => ({ value: entry, where: `${where}[${k}]` }));
}

export function textAt({ value, where }: Found, expected = 'text'): string {
  return typeof value === 'string' ? value : refuse(where, expected, value);
}

export function numberAt({ value, where }: Found, expected = 'a finite number'): number {
  return typeof value === 'number' && Number.isFinite(value) ? value : refuse(where, expected, value);
}

export function member({ value, where }: Found, name: string): Found {
  const owner = isObject(value) && Object.hasOwn(value, name) ? value[name] : undefined;
  return { value: owner, where: `${where}${/\s/.test(where) ? '.' : ' '}${name}` };
}

/** Name and value of every member, in order. */
export const membersAt = (found: Found): [string, Found][] => Object.keys(objectAt(found)).map((name) => [name, member(found, name)]);

/** Refuses a member that is one slip of the pen away from a known one; others are notes of the author's. */
export function mustNotSlip(found: Found, known: readonly string[]): void {
  for (const name of Object.keys(objectAt(found))) {
    if (known.includes(name)) continue;
    const meant = known.find((candidate) => slips(name, candidate));
    if (meant !== undefined) refuse(found.where, `a known member`, name, `Did you mean ${JSON.stringify(meant)}?`);
  }
}

function slips(name: string, known: string): boolean {
  const [a, b] = [name, known].map((text) => text.toLowerCase().replace(/[^a-z]/g, ''));
  if (a === b) return true;
  if (b.length < 4 || Math.abs(a.length - b.length) > 1) return false;
  let from = 0;
  while (from < Math.min(a.length, b.length) && a[from] === b[from]) from++;
  const [restA, restB] = [a.slice(from), b.slice(from)];
  if (restA.slice(1) === restB || restA === restB.slice(1)) return true;
  if (restA.length !== restB.length) return false;
  // One wrong letter is a slip only in a longer word: a note is not a rate.
  const swapped = restA.length > 1 && restA[0] === restB[1] && restA[1] === restB[0] && restA.slice(2) === restB.slice(2);
  return swapped || (b.length > 5 && restA.slice(1) === restB.slice(1));
}
