import fc from 'fast-check';
import { beforeAll, describe, expect, test } from 'vitest';
import { escapeText, html } from '../src/html/markup.ts';
import { reportHtml, type SuiteResult } from '../src/index.ts';
import { comparison, estimate, provenance, smallSuite } from './fixture/suite.ts';

const HOSTILE = `<script>alert("x")</script><img src=//evil.example/a.png> & '`;
const VOID = new Set(['meta', 'br', 'img', 'input', 'hr', 'link']);

/** Elements closed in the order they were opened; attribute values are skipped. */
function unbalanced(page: string): string[] {
  const open: string[] = [];
  const faults: string[] = [];
  for (const [, close, name, self] of page.replace(/<!doctype html>/, '').matchAll(/<(\/?)([A-Za-z][\w:-]*)(?:[^<>"]|"[^"]*")*?(\/?)>/g)) {
    if (self || VOID.has(name)) continue;
    if (!close) open.push(name);
    else if (open.pop() !== name) faults.push(name);
  }
  return [...faults, ...open];
}

let suite: SuiteResult;
let page: string;
beforeAll(async () => {
  suite = smallSuite();
  page = await reportHtml(suite);
});

describe('one page that needs nothing else', () => {
  test('loads nothing, runs nothing', () => {
    expect(page).not.toMatch(/<(script|link|iframe|object|embed|img|image|base|form)\b/i);
    expect(page).not.toMatch(/\s(src|srcset|data|action|poster|background)\s*=\s*"/i);
    for (const [, target] of page.matchAll(/href="([^"]*)"/g)) expect(target).toMatch(/^#/);
    for (const [, target] of page.matchAll(/url\(([^)]*)\)/g)) expect(target).toMatch(/^#/);
    expect(page).not.toMatch(/@import|javascript:|\son\w+="/i);
    expect(page).toContain(`content="default-src 'none'; style-src 'unsafe-inline'"`);
  });

  test('ids are unique and every reference finds its own', () => {
    const ids = [...page.matchAll(/\sid="([^"]+)"/g)].map(([, id]) => id);
    expect(new Set(ids).size).toBe(ids.length);
    for (const [, id] of page.matchAll(/(?:href="#|url\(#|labelledby=")([^")]+)/g)) expect(ids).toContain(id);
  });

  test('elements close in order', () => {
    expect(unbalanced('<p><b></p></b>')).not.toEqual([]);
    expect(unbalanced(page)).toEqual([]);
  });

  test('can be read without eyes', () => {
    expect(page).toContain('<html lang="en">');
    expect(page.match(/<h1/g)).toHaveLength(1);
    for (const [head] of page.matchAll(/<th(?=[\s>])[^>]*>/g)) expect(head).toMatch(/scope="(col|row|rowgroup)"/);
    expect(page.match(/<svg /g)).toHaveLength(7);
    for (const [svg] of page.matchAll(/<svg [^>]*>/g)) expect(svg).toMatch(/role="img" aria-label="[^"]{20,}"/);
  });

  test('says what was found', () => {
    expect(page).toContain('2 systems, 8 verdicts: 7 yes, 1 no, 0 undecided');
    expect(page).toContain('<span class="holds no">no</span>');
    expect(page).toContain('1 claim broken:');
    expect(page).toContain(suite.broken[0]);
    expect(page).toContain('0.0263 ± 0.0016 nat');
    expect(page).not.toContain('Interrupted');
  });

  test('the same result gives the same bytes, a figure can be drawn again from its specification', async () => {
    expect(await reportHtml(suite)).toBe(page);
    const specs = [...page.matchAll(/<pre tabindex="0">([^<]*)<\/pre>/g)].map(([, text]) =>
      JSON.parse(
        text
          .replace(/&quot;/g, '"')
          .replace(/&#39;/g, "'")
          .replace(/&lt;/g, '<')
          .replace(/&gt;/g, '>')
          .replace(/&amp;/g, '&'),
      ),
    );
    expect(specs).toHaveLength(7);
    expect(specs[0].$schema).toContain('vega-lite');
    expect(specs[0].data.values.map((row: { sigma: number }) => row.sigma)).toEqual(
      suite.examples[0].systems[0].plots!.symmetry.map(({ sigma }) => sigma),
    );
  });
});

test('every text is escaped wherever it enters', async () => {
  const [example] = suite.examples;
  const verdict = { ...example.systems[0].verdicts[0], law: HOSTILE, because: HOSTILE };
  const hostile = await reportHtml({
    provenance: {
      ...provenance,
      szilard: HOSTILE,
      seed: HOSTILE,
      digits: HOSTILE,
      tensors: { backend: HOSTILE, report: [HOSTILE] },
      arguments: [HOSTILE],
      more: { [HOSTILE]: HOSTILE },
    },
    examples: [
      {
        id: HOSTILE,
        title: HOSTILE,
        systems: [
          {
            ...example.systems[0],
            model: HOSTILE,
            reservoir: HOSTILE,
            params: { [HOSTILE]: HOSTILE },
            claim: HOSTILE,
            verdicts: [verdict],
            broken: [HOSTILE],
          },
        ],
        comparisons: [
          comparison({
            quantity: HOSTILE,
            system: HOSTILE,
            truthSource: HOSTILE,
            estimates: [estimate(HOSTILE, 1, 0.1, { cautions: [HOSTILE] })],
          }),
        ],
        notes: [HOSTILE],
        broken: [HOSTILE],
        seconds: 1,
        charts: [
          {
            title: HOSTILE,
            caption: HOSTILE,
            spec: {
              data: { values: [{ a: HOSTILE, b: 1 }] },
              mark: 'bar',
              encoding: { x: { field: 'a', type: 'nominal', title: HOSTILE }, y: { field: 'b', type: 'quantitative' } },
            },
          },
        ],
      },
    ],
    broken: [HOSTILE],
    interrupted: true,
  });
  expect(hostile).not.toMatch(/<script|<img/);
  expect(unbalanced(hostile)).toEqual([]);
  expect(hostile).toContain('Interrupted');
});

test('an empty suite is a page too', async () => {
  const empty = await reportHtml({ provenance, examples: [], broken: [], interrupted: false });
  expect(empty).toContain('0 systems, 0 verdicts');
  expect(empty).toContain('No claim is broken.');
  expect(unbalanced(empty)).toEqual([]);
});

test('escaping: no markup gets through, and nothing else changes', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      const { markup } = html`<p title="${text}">${[text, null, false]}</p>`;
      const inner = /^<p title="([^"<>']*)">([^"<>']*)<\/p>$/s.exec(markup);
      expect(inner?.[1]).toBe(escapeText(text));
      expect(inner?.[2]).toBe(inner?.[1]);
      expect(inner![1].replace(/&(?!(amp|lt|gt|quot|#39);)/g, '!')).toBe(inner![1]);
    }),
  );
  expect(escapeText('σ\u0000\u001b[31m\n')).toBe('σ\ufffd\ufffd[31m\n');
});
