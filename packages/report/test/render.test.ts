import { describe, expect, test } from 'vitest';
import { type Comparison, comparisonChart, draw, ledgerChart, movesChart, palette, symmetryChart, systemPlots } from '../src/index.ts';
import { comparison, estimate } from './fixture/suite.ts';
import { trapEvidence } from './fixture/trap.ts';

const plots = systemPlots(trapEvidence({ slow: true }));

describe('charts', () => {
  test.each([
    ['symmetry', symmetryChart(plots.symmetry), plots.symmetry.length],
    ['moves of two seats', movesChart(plots.moves), plots.moves.length],
    ['ledger', ledgerChart(plots.ledger), 3],
    ['comparison', comparisonChart(comparison()), 3],
    ['one exact point', symmetryChart([{ sigma: 0, value: 0, stderr: 0 }]), 1],
    ['a ledger of zeros', ledgerChart([0, 1].map((move) => ({ move, work: 0, heat: 0, energy: 0 }))), 3],
  ])('%s: drawn without a warning, every mark in it, nothing NaN', async (_name, spec, marks) => {
    const { svg, warnings } = await draw(spec, 'f', 'label');
    expect(warnings).toEqual([]);
    expect(svg).not.toMatch(/NaN|undefined|Infinity/);
    expect((svg.match(/<path d="M/g) ?? []).length + (svg.match(/<path transform/g) ?? []).length).toBeGreaterThanOrEqual(marks);
  });

  test('an estimate without an error has no bar, one without a value no row', async () => {
    const estimates = [estimate('a/sharp', 1, 0.1), estimate('a/vague', 1.1, Number.NaN), estimate('a/lost', Number.NaN, Number.NaN)];
    const { svg } = await draw(comparisonChart(comparison({ estimates, truth: null }) satisfies Comparison), 'f', 'label');
    expect(svg).toContain('>sharp<');
    expect(svg).toContain('>vague<');
    expect(svg).not.toContain('>lost<');
    expect(svg.match(/stroke-width="4"/g)).toHaveLength(1);
  });
});

test('a picture is one labelled element whose colours follow the page', async () => {
  const { svg } = await draw(symmetryChart(plots.symmetry), 'f', 'less < "more" & <b>');
  expect(svg).toMatch(/^<svg role="img" aria-label="less &lt; &quot;more&quot; &amp; &lt;b&gt;" /);
  expect(svg).toMatch(/<\/svg>$/);
  expect(svg).toContain(`var(--chart-first, ${palette.first.light})`);
  expect(svg).not.toMatch(/(fill|stroke)="#/);
});

const clipped = {
  data: { values: [{ x: 1, y: 2 }] },
  mark: { type: 'point', clip: true },
  encoding: { x: { field: 'x', type: 'quantitative' }, y: { field: 'y', type: 'quantitative' } },
};

test('ids carry the prefix, and what points to them follows', async () => {
  const { svg } = await draw(clipped, 'left', 'l');
  const ids = [...svg.matchAll(/ id="([^"]+)"/g)].map(([, id]) => id);
  expect(ids.length).toBeGreaterThan(0);
  expect(ids.every((id) => id.startsWith('left-'))).toBe(true);
  for (const [, id] of svg.matchAll(/url\(#([^)]+)\)/g)) expect(ids).toContain(id);
});

test('a specification that would load something is refused', async () => {
  await expect(draw({ ...clipped, data: { url: 'numbers.csv' } }, 'f', 'l')).rejects.toThrow(
    '[chart] f: expected data inside the specification, got a url.',
  );
  await expect(draw({ layer: [{ ...clipped, encoding: { url: { value: 'a.png' } } }] }, 'f', 'l')).rejects.toMatchObject({ code: 'input' });
});

test('a specification that cannot be drawn says so; one that is doubtful is drawn with its warnings', async () => {
  await expect(draw({ data: { values: [] } }, 'f', 'l')).rejects.toThrow('[chart] f: expected a vega-lite specification');
  const { warnings } = await draw({ ...clipped, encoding: { ...clipped.encoding, nothing: { field: 'x' } } }, 'f', 'l');
  expect(warnings.join()).toContain('nothing');
});
