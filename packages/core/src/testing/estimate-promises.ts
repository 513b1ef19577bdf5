import type { Estimate } from '../contracts/estimator.ts';
import type { EstimatorPlugin } from '../contracts/plugin.ts';
import { SzilardError } from '../errors.ts';
import { promise } from './conformance.ts';

const UNITS: readonly Estimate['unit'][] = ['nat', 'energy', 'nat/tick', 'kT', '1'];

/** Filled in, and no NaN that passes for a number; nothing infinite without a word about it. */
export function soundEstimate(found: Estimate, plugin: EstimatorPlugin, what: string): void {
  const { value, stderr, unit, n, method, params, cautions, details = {} } = found;
  const say = (words: string) => `${what}: ${words}`;
  promise(!Number.isNaN(value), say('the value is NaN'));
  promise(!Number.isNaN(stderr), say('the standard error is NaN'));
  promise(stderr >= 0, say(`the standard error is ${stderr}`));
  promise((Number.isFinite(value) && Number.isFinite(stderr)) || cautions.length > 0, say(`${value} ± ${stderr} without a caution`));
  promise(UNITS.includes(unit), say(`unit "${unit}"`));
  promise(Number.isFinite(n) && n >= 0, say(`n = ${n}`));
  promise(method === plugin.id, say(`method "${method}" instead of "${plugin.id}"`));
  const missing = Object.keys(plugin.defaults).filter((name) => !(name in params));
  promise(missing.length === 0, say(`parameters without ${missing.join(', ')}`));
  promise(
    cautions.every((caution) => caution.length > 0 && !caution.includes('\n')),
    say('cautions of more or less than one line'),
  );
  for (const [name, number] of Object.entries(details)) promise(!Number.isNaN(number), say(`details.${name} is NaN`));
  if (plugin.bound !== undefined) promise(found.bound === plugin.bound, say(`bound "${found.bound}" instead of "${plugin.bound}"`));
}

/** One clear line of our own, with the name of the one who refuses: the plugin, or the estimator that it is made of. */
export function promiseRefusal(error: unknown, { id, defaults }: EstimatorPlugin, what: string): void {
  if (!(error instanceof SzilardError)) throw error;
  const { message } = error;
  const inner: unknown = defaults.estimator;
  const named = message.startsWith(`[${id}] `) || (typeof inner === 'string' && message.split('] ')[0].endsWith(inner));
  promise(named, `${what}: "${message}" does not begin with [${id}]`);
  promise(
    !message.includes('\n') && /expected .+, got .+\.$/.test(message),
    `${what}: "${message}" is not "expected …, got …." in one line`,
  );
}

/** The same answer to the bit, NaN and −0 included. */
export function sameEstimate(a: Estimate, b: Estimate, what: string): void {
  promise(same(a, b), `${what}: ${a.value} ± ${a.stderr} beside ${b.value} ± ${b.stderr}, or other words`);
}

function same(a: unknown, b: unknown): boolean {
  if (Object.is(a, b)) return true;
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false;
  const [left, right] = [Object.entries(a), Object.entries(b)];
  return left.length === right.length && left.every(([key, value]) => same(value, (b as Record<string, unknown>)[key]));
}
