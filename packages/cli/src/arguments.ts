import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { type ModelPlugin, normalQualities, type RandomStream, randomStream, SzilardError } from '@szilard/core';
import type { Lab, LabModule } from '@szilard/core/compose';
import { standardLab } from '@szilard/examples';
import type { LabSource } from '@szilard/runner';
import { listOf } from './lists.ts';

/** `--param a=1 b=2 MODEL` means two parameters and a model: what has no `=` is not one of them. */
export function spreadPairs(args: readonly string[]): string[] {
  const out: string[] = [];
  for (let at = 0; at < args.length; at++) {
    const flag = args[at];
    if (flag !== '--param' && flag !== '--reservoir-param') {
      out.push(flag);
      continue;
    }
    const pairs: string[] = [];
    while (at + 1 < args.length && !args[at + 1].startsWith('--') && (args[at + 1].includes('=') || pairs.length === 0))
      pairs.push(args[++at]);
    out.push(...(pairs.length === 0 ? [flag] : pairs.map((pair) => `${flag}=${pair}`)));
  }
  return out;
}

/** k=v pairs as parameters: lists or text where the default is, numbers where they read as numbers, true and false, else text. */
export function pairs(
  texts: readonly string[] = [],
  flag = '--param',
  defaults: Readonly<Record<string, unknown>> = {},
): Record<string, unknown> {
  const out: Record<string, unknown> = Object.create(null);
  for (const text of texts) {
    const at = text.indexOf('=');
    if (at < 1) throw new SzilardError('parameter', `[${flag}] expected NAME=VALUE, got "${text}". Write for example ${flag} beta=2.`);
    const [key, value] = [text.slice(0, at), text.slice(at + 1)];
    if (Object.hasOwn(out, key)) throw new SzilardError('parameter', `[${flag}] ${key}: expected one value, got two. Give it once.`);
    if (typeof defaults[key] === 'object') {
      out[key] = listOf(value, `[${flag}] ${key}`);
      continue;
    }
    // A name may be made of digits.
    if (typeof defaults[key] === 'string') {
      out[key] = value;
      continue;
    }
    const number = value.trim() === '' ? Number.NaN : Number(value);
    out[key] = value === 'true' ? true : value === 'false' ? false : Number.isNaN(number) ? value : number;
  }
  return out;
}

export function wholeNumber(text: string, flag: string, least: number, most = Number.MAX_SAFE_INTEGER): number {
  const value = Number(text);
  if (text.trim() === '' || !Number.isSafeInteger(value) || value < least)
    throw new SzilardError('parameter', `[${flag}] expected a whole number of at least ${least}, got "${text}".`);
  if (value > most) throw new SzilardError('parameter', `[${flag}] expected at most ${most}, got ${text}. Take fewer.`);
  return value;
}

/** A seed is a whole number; it is kept as text, as the first part of every stream's path. */
export const seedOf = (text: string): string => String(wholeNumber(text, '--seed', 0));

/** Root of all chance as the command line describes it. */
export function rootOf(seed: string, normals?: string): RandomStream {
  if (normals === undefined) return randomStream(seed);
  const quality = normalQualities.find((name) => name === normals);
  if (!quality) throw new SzilardError('parameter', `[--normals] expected ${normalQualities.join(' or ')}, got "${normals}".`);
  return randomStream(seed, { normals: quality });
}

/** The reservoir that was named, or the one the model is made for: the first that its claims name. */
export const reservoirOf = (
  lab: Lab,
  { claims, reservoirs }: Pick<ModelPlugin, 'claims' | 'reservoirs'>,
  named: string | undefined,
): string => lab.reservoir(named ?? claims.reservoirs[0] ?? reservoirs[0] ?? 'ideal').id;

/** Where a worker thread finds the same lab. */
export const labSource = (files: readonly string[] = []): LabSource => ({
  module: new URL('./lab.js', import.meta.url).href,
  args: [files.map((file) => resolve(file))],
});

/** The standard lab and the modules of the user's own files. */
export async function labWith(files: readonly string[] = []): Promise<Lab> {
  const modules: LabModule[] = [];
  for (const file of files) {
    const path = resolve(file);
    if (!existsSync(path))
      throw new SzilardError('input', `[--plugin] expected a file, got ${file}, which does not exist. Check the path.`);
    let found: unknown;
    try {
      found = (await import(pathToFileURL(path).href)).default;
    } catch (cause) {
      throw new SzilardError('input', `[--plugin] ${file} could not be loaded: ${(cause as Error).message}`, { cause });
    }
    const list = Array.isArray(found) ? found : [found];
    for (const module of list) {
      if (typeof (module as { load?: unknown } | undefined)?.load !== 'function') {
        throw new SzilardError(
          'composition',
          `[--plugin] ${file}: expected a default export made by catalogModule or replace, or an array of them, got ${module === undefined ? 'none' : typeof module}. See docs/add-a-plugin.md.`,
        );
      }
      modules.push(module as LabModule);
    }
  }
  return standardLab(...modules);
}
