import { nearest, SzilardError } from '@szilard/core';
import { jsonFault } from './json-fault.ts';
import { type Found, isAbsent, isObject, listAt, member, numberAt, objectAt, refuse, refuseAs, shown } from './json-reader.ts';
import { listed } from './resolve-expression.ts';

/** The parts of a network, wherever the document keeps them. */
export interface NetworkParts {
  readonly source: string;
  readonly network: Found;
  /** Every list of events and of rules: inside the network and beside it. */
  readonly events: readonly Found[];
  readonly rules: readonly Found[];
  readonly columns: Found | undefined;
  /** When to look, if the document says: `0:50:1`. */
  readonly times: string | undefined;
}

/** JSON text as a value; the place of a mistake in lines and columns. */
export function parseJson(given: string, source: string): unknown {
  const text = given.replace(/^\uFEFF/, '');
  try {
    return JSON.parse(text);
  } catch (cause) {
    const at = jsonFault(text);
    const before = text.slice(0, at).split('\n');
    const got = at >= text.trimEnd().length ? 'the end' : JSON.stringify(text.slice(at, at + 12).split('\n')[0]);
    throw new SzilardError(
      'input',
      `[${source}] line ${before.length}, column ${before[before.length - 1].length + 1}: expected JSON, got ${text.trim() === '' ? 'nothing' : got}. Repair it there.`,
      { cause },
    );
  }
}

/** A bare network, a case that holds one beside its events and rules, or one of several such cases. */
export function networkParts(document: unknown, source: string, caseId?: string): NetworkParts {
  const chosen = chooseCase({ value: document, where: source }, caseId);
  const inner = member(chosen, 'network');
  const nested = isObject(inner.value);
  if (!isAbsent(inner.value) && !nested) refuse(inner.where, 'an object', inner.value);
  const network = nested ? inner : chosen;
  mustNotNeedVolumes(network, chosen);
  const parts = (name: string) =>
    (nested ? [member(network, name), member(chosen, name)] : [member(chosen, name)]).filter((p) => !isAbsent(p.value));
  return { source, network, events: parts('events'), rules: parts('rules'), columns: parts('columns')[0], times: timesOf(chosen) };
}

function chooseCase(document: Found, id: string | undefined): Found {
  const inside = member(document, 'cases');
  const cases = Array.isArray(document.value) ? listAt(document) : Array.isArray(inside.value) ? listAt(inside) : null;
  if (cases === null) {
    if (id !== undefined && objectAt(document).id !== id)
      refuseAs(document.where, `a list of cases with one called ${shown(id)}`, 'one network only', 'Leave --case out.');
    return { ...document, value: objectAt(document) };
  }
  if (cases.length === 0) refuseAs(document.where, 'at least one case', 'an empty list');
  const ids = cases.map((found, k) => String(member({ ...found, value: objectAt(found) }, 'id').value ?? k));
  if (id === undefined && cases.length === 1) return cases[0];
  if (id === undefined) refuseAs(document.where, 'one network', `${cases.length} cases`, `Name one with --case: ${listed(ids)}.`);
  const at = ids.indexOf(id!);
  if (at >= 0) return { value: cases[at].value, where: `${document.where} case ${ids[at]}` };
  const near = nearest(id!, ids);
  return refuse(document.where, `a case called ${listed(ids)}`, id, near === undefined ? '' : `Did you mean "${near}"?`);
}

/** Rates per volume would need the sizes of compartments: no silent guess at them. */
function mustNotNeedVolumes(network: Found, whole: Found): void {
  const flag = member(network, 'needs_compartment_semantics').value;
  const only = member(whole, 'sbml_only').value;
  const sizes = member(network, 'compartments').value ?? undefined;
  const trivial = sizes === undefined || (isObject(sizes) && Object.values(sizes).every((size) => size === 1));
  if (flag !== true && (flag === false || only !== true) && trivial) return;
  refuseAs(
    network.where,
    'a network of plain counts',
    flag === true ? 'needs_compartment_semantics: true' : trivial ? 'sbml_only: true' : 'compartments of a size other than 1',
    'Compartment volumes are not supported: write every rate for counts, with sizes as parameters, and set needs_compartment_semantics to false.',
  );
}

function timesOf(whole: Found): string | undefined {
  const [times, end] = [member(whole, 'times'), member(whole, 'tf')];
  const [, from, to, step] =
    typeof times.value === 'string' ? (/^\s*([\d.]+)\s*\.\.\s*([\d.]+)\s+step\s+([\d.]+)\s*$/.exec(times.value) ?? []) : [];
  if (step !== undefined) return `${from}:${to}:${step}`;
  return isAbsent(end.value) ? undefined : `0:${numberAt(end)}:${numberAt(end) / 50}`;
}
