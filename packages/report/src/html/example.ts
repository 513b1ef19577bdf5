import type { ExampleResult } from '../types.ts';
import { comparisonSection } from './comparison.ts';
import type { Figures } from './figure.ts';
import { notice } from './holds.ts';
import { html, type Markup } from './markup.ts';
import { exampleAnchor, systemAnchor } from './summary.ts';
import { systemSection } from './system.ts';

/** One example: its systems, its estimates, its own charts, its notes. */
export async function exampleSection(example: ExampleResult, index: number, figures: Figures): Promise<Markup> {
  const anchor = exampleAnchor(index);
  const systems: Markup[] = [];
  for (const [j, system] of example.systems.entries()) systems.push(await systemSection(system, systemAnchor(index, j), figures));
  const comparisons: Markup[] = [];
  for (const comparison of example.comparisons) comparisons.push(await comparisonSection(comparison, figures));
  const charts: Markup[] = [];
  for (const { title, caption, spec } of example.charts ?? []) charts.push(await figures(spec, { title, caption, label: caption }));
  const expectations = example.broken.filter((text) => !example.systems.some(({ broken }) => broken.includes(text)));
  return html`<section id="${anchor}" aria-labelledby="${anchor}-title"><h2 id="${anchor}-title">${example.title}</h2>
<p class="params"><code>${example.id}</code> · ${example.seconds.toFixed(1)} s</p>${notice('no', ...expectations)}
${example.notes.length > 0 && html`<ul>${example.notes.map((note) => html`<li>${note}</li>`)}</ul>`}
${charts.length > 0 && html`<div class="charts">${charts}</div>`}${systems}
${comparisons.length > 0 && html`<h3>Estimates beside the truth</h3>${comparisons}`}</section>`;
}
