import { type Found, isAbsent, isObject, listAt, member, mustNotSlip, refuse, refuseAs, textAt } from './json-reader.ts';
import { type Assignment, assignments, expressionText, splitOutside } from './rules.ts';

/** Something that happens at the moment its trigger turns from false to true. */
export interface EventText {
  readonly name: string;
  readonly trigger: string;
  readonly assignments: readonly Assignment[];
  /** The trigger counts as this before time 0: true (the default) keeps a trigger that starts true from firing at once. */
  readonly before: boolean;
  readonly where: string;
}

const named = /^\s*([\p{L}_][\p{L}\p{N}_]*)\s*=(?!=)(.*)$/su;

/** `"reset = t >= 25 : X = 50"`, or an object with `trigger` and `assignments`. */
export function readEvents(found: Found): EventText[] {
  return listAt(found).map((entry, k) =>
    isObject(entry.value) ? eventObject(entry, k) : eventText(textAt(entry, 'an event'), entry.where, k),
  );
}

function eventText(text: string, where: string, k: number): EventText {
  const colon = colonOutside(text);
  if (colon < 0) return refuse(where, 'TRIGGER : ASSIGNMENTS, such as "t >= 25 : X = 50"', text);
  const [head, tail] = [text.slice(0, colon), text.slice(colon + 1)];
  const [, name, condition] = named.exec(head) ?? ['', `event ${k + 1}`, head];
  const [trigger, delay] = splitOutside(condition, ';');
  mustBeImmediate(delay, where);
  if (trigger === undefined) return refuse(where, 'a trigger before ":"', text);
  return { name, trigger: trigger.trim(), assignments: atLeastOne(assignments({ value: tail, where }), where), before: true, where };
}

function eventObject(entry: Found, k: number): EventText {
  mustNotSlip(entry, ['name', 'trigger', 'assignments', 'assign', 'delay', 'initial_value']);
  const name = member(entry, 'name');
  const before = member(entry, 'initial_value');
  if (!isAbsent(before.value) && typeof before.value !== 'boolean') refuse(before.where, 'true or false', before.value);
  mustBeImmediate(member(entry, 'delay').value, entry.where);
  const list = member(entry, isAbsent(member(entry, 'assignments').value) ? 'assign' : 'assignments');
  return {
    name: isAbsent(name.value) ? `event ${k + 1}` : textAt(name),
    trigger: expressionText(member(entry, 'trigger')),
    assignments: atLeastOne(assignments(list), entry.where),
    before: before.value !== false,
    where: entry.where,
  };
}

function mustBeImmediate(delay: unknown, where: string): void {
  if (isAbsent(delay) || Number(delay) === 0) return;
  refuse(where, 'an event without delay', delay, 'Delays are not supported: shift the time in the trigger.');
}

const atLeastOne = (list: readonly Assignment[], where: string): readonly Assignment[] =>
  list.length > 0 ? list : refuseAs(where, 'at least one assignment', 'none');

/** The colon between trigger and assignments: not one of `a ? b : c`. */
function colonOutside(text: string): number {
  let depth = 0;
  let questions = 0;
  for (let at = 0; at < text.length; at++) {
    const letter = text[at];
    if (letter === '(') depth++;
    else if (letter === ')') depth--;
    else if (depth === 0 && letter === '?') questions++;
    else if (depth === 0 && letter === ':' && questions-- === 0) return at;
    if (questions < 0) questions = 0;
  }
  return -1;
}
