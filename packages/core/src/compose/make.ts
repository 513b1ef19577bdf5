import type { Model } from '../contracts/dynamics.ts';
import type { Domain, Environment, Plugin } from '../contracts/plugin.ts';
import { ownPass } from '../engine/own-pass.ts';
import { nearest, SzilardError } from '../errors.ts';

/** Build a plugin from its defaults and a few overrides. Unknown names and values outside the domain are refused, not ignored. */
export function make<P extends object, T>(plugin: Plugin<P, T>, overrides: Partial<P> = {}, environment: Partial<Environment> = {}): T {
  const made = plugin.create(paramsOf(plugin, overrides), environment);
  const { subsystems } = made as Partial<Model>;
  if (subsystems) for (const seat of ['x', 'theta'] as const) if (subsystems[seat]) ownPass(subsystems[seat]);
  return made;
}

/** Defaults with overrides, validated. */
export function paramsOf<P extends object>(
  { id, defaults, domain = {} }: Pick<Plugin<P, unknown>, 'id' | 'defaults' | 'domain'>,
  overrides: Partial<P> = {},
): P {
  const known = Object.keys(defaults);
  for (const [key, value] of Object.entries(overrides)) {
    if (!known.includes(key)) {
      const near = nearest(key, known);
      const has = known.length > 0 ? `It has: ${known.join(', ')}.` : 'It has none.';
      throw new SzilardError('parameter', `[${id}] has no parameter "${key}". ${has}${near ? ` Did you mean "${near}"?` : ''}`);
    }
    const fault = faultOf(
      value,
      (defaults as Record<string, unknown>)[key],
      (domain as Record<string, Domain | undefined>)[key] ?? {},
      key,
    );
    if (fault) throw new SzilardError('parameter', `[${id}] ${fault.at}: expected ${fault.expected}, got ${show(fault.got)}.`);
  }
  return { ...defaults, ...overrides };
}

const show = (value: unknown) =>
  typeof value === 'string' ? `"${value}"` : Array.isArray(value) ? `a list of ${value.length}` : value === null ? 'null' : String(value);

interface Fault {
  /** The parameter, or the entry of a list that is wrong: `rates[0][1]`. */
  readonly at: string;
  readonly expected: string;
  readonly got: unknown;
}

/** What was expected, if the value is not that. A list is asked entry by entry, nested as deep as the default. */
function faultOf(value: unknown, model: unknown, domain: Domain, at: string): Fault | null {
  if (!Array.isArray(model)) {
    const expected = expectedOf(value, model, domain);
    return expected === null ? null : { at, expected, got: value };
  }
  if (!Array.isArray(value)) return { at, expected: `a list of ${Array.isArray(model[0]) ? 'lists' : `${typeof model[0]}s`}`, got: value };
  for (const [k, entry] of value.entries()) {
    // An empty default says nothing of its entries.
    const fault = faultOf(entry, model[0] ?? entry, domain, `${at}[${k}]`);
    if (fault) return fault;
  }
  return null;
}

/** What one value should have been. */
function expectedOf(value: unknown, model: unknown, { above, atLeast, below, atMost, integer, oneOf }: Domain): string | null {
  if (oneOf) return oneOf.includes(value as string | number) ? null : `one of ${oneOf.join(', ')}`;
  if (typeof model !== 'number') return typeof value === typeof model ? null : `a ${typeof model}`;
  const bounds = [
    above === undefined ? '' : `above ${above}`,
    atLeast === undefined ? '' : `at least ${atLeast}`,
    below === undefined ? '' : `below ${below}`,
    atMost === undefined ? '' : `at most ${atMost}`,
  ].filter(Boolean);
  const wanted = `a ${integer ? 'whole' : 'finite'} number${bounds.length > 0 ? ` ${bounds.join(' and ')}` : ''}`;
  if (typeof value !== 'number' || !Number.isFinite(value) || (integer && !Number.isInteger(value))) return wanted;
  const inside =
    !(value <= (above ?? -Infinity)) &&
    !(value < (atLeast ?? -Infinity)) &&
    !(value >= (below ?? Infinity)) &&
    !(value > (atMost ?? Infinity));
  return inside ? null : wanted;
}
