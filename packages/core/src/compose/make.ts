import type { Domain, Environment, Plugin } from '../contracts/plugin.ts';
import { nearest, SzilardError } from '../errors.ts';

/** Build a plugin from its defaults and a few overrides. Unknown names and values outside the domain are refused, not ignored. */
export function make<P extends object, T>(plugin: Plugin<P, T>, overrides: Partial<P> = {}, environment: Partial<Environment> = {}): T {
  return plugin.create(paramsOf(plugin, overrides), environment);
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
    const fault = faultOf(value, (defaults as Record<string, unknown>)[key], (domain as Record<string, Domain | undefined>)[key] ?? {});
    if (fault) throw new SzilardError('parameter', `[${id}] ${key}: expected ${fault}, got ${show(value)}.`);
  }
  return { ...defaults, ...overrides };
}

const show = (value: unknown) => (typeof value === 'string' ? `"${value}"` : String(value));

/** What was expected, if the value is not that. */
function faultOf(value: unknown, model: unknown, { above, atLeast, below, atMost, integer, oneOf }: Domain): string | null {
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
