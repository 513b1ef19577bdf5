// Every source key in the code is spelled out in docs/references.md, and every key there is used.
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const texts = (folder: string, keep: RegExp): string[] =>
  readdirSync(join(root, folder), { withFileTypes: true }).flatMap((entry) => {
    if (['node_modules', 'dist', 'references.md'].includes(entry.name)) return [];
    const path = join(folder, entry.name);
    return entry.isDirectory() ? texts(path, keep) : keep.test(entry.name) ? [readFileSync(join(root, path), 'utf8')] : [];
  });
const key = /\[([A-Z][A-Za-z]+\d{4}|sfc32)[\],]/g;
const known = [...readFileSync(join(root, 'docs', 'references.md'), 'utf8').matchAll(/\*\*\[(\w+)\]\*\*/g)].map(([, name]) => name);
const code = [...texts('packages', /\.ts$/), ...texts('examples', /\.(ts|mjs)$/)].join('\n');
const used = new Set([...`${code}\n${texts('docs', /\.md$/).join('\n')}`.matchAll(key)].map(([, name]) => name));

test('keys resolve, once each', () => {
  expect([...used].filter((name) => !known.includes(name))).toEqual([]);
  expect(new Set(known).size).toBe(known.length);
});

test('no key is spelled out in vain', () => expect(known.filter((name) => !used.has(name))).toEqual([]));

test('sections of docs/theory.md that are cited exist', () => {
  const sections = [...readFileSync(join(root, 'docs', 'theory.md'), 'utf8').matchAll(/^## (\d+)\./gm)].map(([, n]) => n);
  const cited = [...code.matchAll(/docs\/theory\.md,? (?:section )?(\d+)/g)].map(([, n]) => n);
  expect(cited.length).toBeGreaterThan(5);
  expect([...new Set(cited)].filter((n) => !sections.includes(n))).toEqual([]);
});
