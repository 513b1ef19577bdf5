import { type Account, accountOf, LOG_RATIO } from './account.ts';
import { readEvents } from './events.ts';
import { type Expression, variable } from './expression.ts';
import { type Found, isAbsent, listAt, member, membersAt, mustNotSlip, numberAt, refuse, textAt } from './json-reader.ts';
import { meanings, type Names } from './meanings.ts';
import { type NetworkParts, networkParts } from './network-document.ts';
import { readReactions } from './reactions.ts';
import { type NetworkEvent, type Reaction, resolveEvents, resolveReactions } from './resolve-network.ts';
import { readRules } from './rules.ts';

/** A reaction network, every name looked up. The state is the counts of all species, then the parameters that change. */
export interface ReactionNetwork {
  /** What messages call it. */
  readonly source: string;
  /** Names of the places in the state. */
  readonly variables: readonly string[];
  /** Values at time 0; [variables]. */
  readonly initial: Float64Array;
  /** Which places must hold whole numbers of at least 0: those that take part in reactions; [variables]. */
  readonly whole: readonly boolean[];
  readonly reactions: readonly Reaction[];
  readonly events: readonly NetworkEvent[];
  /** What is written down: species, and what assignment rules set. */
  readonly columns: readonly { readonly name: string; readonly value: Expression }[];
  /** When to look, if the document says so. */
  readonly times: string | undefined;
  /** Present where the column `log_ratio` is asked for. */
  readonly account?: Account;
}

export interface NetworkOptions {
  /** What messages call the document. */
  readonly source?: string;
  /** Which one, where the document holds several. */
  readonly case?: string | undefined;
  /** Values that take the place of the document's parameters. */
  readonly params?: Readonly<Record<string, unknown>>;
}

const MEMBERS = [
  'initial',
  'boundary_species',
  'parameters',
  'reactions',
  'events',
  'rules',
  'columns',
  'needs_compartment_semantics',
  'compartments',
];
const MOST = Number.MAX_SAFE_INTEGER;

/** A network out of a JSON document (docs/networks.md), checked before anything runs. */
export function readNetwork(document: unknown, { source = 'network', case: caseId, params = {} }: NetworkOptions = {}): ReactionNetwork {
  const parts = networkParts(document, source, caseId);
  mustNotSlip(parts.network, MEMBERS);
  const reactions = readReactions(required(parts.network, 'reactions'));
  const events = parts.events.flatMap(readEvents);
  const rules = parts.rules.flatMap(readRules);
  const parameters = parametersOf(parts.network, params, source);
  const names = meanings({
    source,
    species: initialCounts(required(parts.network, 'initial', 'u0')),
    boundary: new Set(optionalList(member(parts.network, 'boundary_species'))),
    parameters,
    rules,
    assigned: [...events.flatMap(({ assignments }) => assignments), ...reactions.flatMap(({ assign }) => assign)],
  });
  const resolved = resolveReactions(reactions, names);
  const whole = names.variables.map((_, index) => resolved.some(({ touches }) => touches.includes(index)));
  mustBeCounts(names, whole);
  const place = [...names.recorded, ...parameters.keys()].includes(LOG_RATIO) ? undefined : names.variables.length;
  const columns = columnsOf(parts, names, place);
  const plain = {
    source,
    variables: names.variables,
    initial: names.initial,
    whole,
    reactions: resolved,
    events: resolveEvents(events, names),
    columns,
    times: parts.times,
  };
  if (place === undefined || !columns.some(({ name }) => name === LOG_RATIO)) return plain;
  return {
    ...plain,
    variables: [...plain.variables, LOG_RATIO],
    initial: Float64Array.of(...plain.initial, 0),
    whole: [...whole, false],
    account: accountOf(plain, place),
  };
}

function required(network: Found, ...spellings: readonly string[]): Found {
  const found = spellings.map((name) => member(network, name)).find(({ value }) => !isAbsent(value));
  return found ?? refuse(network.where, `a member "${spellings[0]}"`, network.value);
}

const optionalList = (found: Found): string[] =>
  isAbsent(found.value) ? [] : listAt(found).map((entry) => textAt(entry, 'the name of a species'));

function initialCounts(found: Found): Map<string, number> {
  return new Map(
    membersAt(found).map(([name, entry]) => {
      const count = numberAt(entry, 'a count');
      if (count < 0) refuse(entry.where, 'a count of at least 0', count);
      if (count > MOST) refuse(entry.where, 'a count of at most 2^53 - 1, where counts are still exact', count);
      return [name, count];
    }),
  );
}

function parametersOf(network: Found, params: Readonly<Record<string, unknown>>, source: string): Map<string, number> {
  const found = member(network, 'parameters');
  const values = new Map(isAbsent(found.value) ? [] : membersAt(found).map(([name, entry]) => [name, numberAt(entry)] as const));
  const sizes = member(network, 'compartments');
  if (!isAbsent(sizes.value)) for (const [name, entry] of membersAt(sizes)) values.set(name, numberAt(entry));
  for (const [name, value] of Object.entries(params)) {
    if (!values.has(name)) refuse(`${source} --param`, `one of its parameters: ${[...values.keys()].join(', ') || 'it has none'}`, name);
    values.set(name, numberAt({ value, where: `${source} --param ${name}` }));
  }
  return values;
}

function mustBeCounts({ variables, initial, source }: Names, whole: readonly boolean[]): void {
  for (const [index, name] of variables.entries())
    if (whole[index] && !Number.isSafeInteger(initial[index]))
      refuse(`${source} initial.${name}`, 'a whole number, for it takes part in reactions', initial[index]);
}

/** `ratioPlace`: where the column `log_ratio` is kept, if that name is free. */
function columnsOf({ columns }: NetworkParts, names: Names, ratioPlace: number | undefined): ReactionNetwork['columns'] {
  const wanted = columns === undefined ? names.recorded.map((name) => ({ value: name, where: 'columns' })) : listAt(columns);
  const seen = new Set<string>();
  return wanted.map((entry) => {
    const name = textAt(entry, 'the name of a species');
    if (seen.has(name)) refuse(entry.where, 'every column once', name);
    seen.add(name);
    if (name === LOG_RATIO && ratioPlace !== undefined) return { name, value: variable(ratioPlace) };
    return { name, value: names.expression({ kind: 'name', name, at: 0 }, name, entry.where) };
  });
}
