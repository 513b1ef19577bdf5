import { comparisonChart } from '../charts/comparison.ts';
import { DISAGREES, truthText } from '../comparison-table.ts';
import { estimateLabels } from '../labels.ts';
import { formatEstimate, formatScore, formatUnit, zScore } from '../number.ts';
import type { Comparison } from '../types.ts';
import type { Figures } from './figure.ts';
import { counted, grouped, scrolling } from './holds.ts';
import { html, type Markup } from './markup.ts';

/** Estimates beside the truth: the picture, and the numbers with their cautions. */
export async function comparisonSection(comparison: Comparison, figures: Figures): Promise<Markup> {
  const { quantity, system, truth, estimates } = comparison;
  const drawable = estimates.some(({ value }) => Number.isFinite(value));
  const figure = await figures(drawable ? comparisonChart(comparison) : null, {
    title: 'Estimates',
    caption: `One (thick) and two (thin) standard errors.${truth === null ? '' : ' Dashed: the exact value.'}`,
    label: drawable
      ? `${quantity} of ${system}: ${counted(estimates.length, 'estimate')}; ${truthText(comparison)}.`
      : 'No estimate has a finite value.',
  });
  return html`<section><h4>${quantity} <span class="quiet">${system}</span></h4><p class="params">${truthText(comparison)}</p>
<div class="comparison">${figure}<div class="table">${scrolling(`Estimates of ${quantity}`, estimateRows(comparison))}</div></div></section>`;
}

function estimateRows({ truth, estimates }: Comparison): Markup {
  const labels = estimateLabels(estimates);
  const score = (z: number | null) =>
    z !== null && html`<span class="${Math.abs(z) > DISAGREES ? 'holds no' : ''}">${formatScore(z)}</span>`;
  const cautions = (list: readonly string[]) =>
    list.length > 0 &&
    html`<tr><td colspan="4" class="why">${list.map((text) => html`<div><span class="undecided">caution</span> ${text}</div>`)}</td></tr>`;
  return html`<table><thead><tr><th scope="col">estimator</th><th scope="col" class="number">value ± one standard error</th><th scope="col" class="number">z</th><th scope="col" class="number">samples</th></tr></thead>
<tbody>${estimates.map(
    (
      estimate,
      i,
    ) => html`<tr><th scope="row" class="name">${labels[i]}</th><td class="number">${formatEstimate(estimate.value, estimate.stderr)} ${formatUnit(estimate.unit)}</td>
<td class="number">${score(zScore(estimate, truth))}</td><td class="number">${grouped(estimate.n)}</td></tr>${cautions(estimate.cautions)}`,
  )}</tbody></table>`;
}
