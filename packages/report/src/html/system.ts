import type { Verdict } from '@szilard/core';
import { ledgerChart } from '../charts/ledger.ts';
import { movesChart } from '../charts/moves.ts';
import { symmetryChart } from '../charts/symmetry.ts';
import { parameterText } from '../labels.ts';
import { significant } from '../number.ts';
import { type SystemPlots, type SystemResult, systemName } from '../types.ts';
import { chanceText, resolutionText } from '../verdict-table.ts';
import type { Figures } from './figure.ts';
import { counted, grouped, holdsMark, notice, scrolling } from './holds.ts';
import { html, type Markup } from './markup.ts';

/** One system: what it is, what the laws said, and three pictures. */
export async function systemSection(system: SystemResult, anchor: string, figures: Figures): Promise<Markup> {
  const { params, trajectories, claim, verdicts, broken, plots, seconds } = system;
  const settings = Object.entries(params).map(([key, value]) => `${key} = ${parameterText(value)}`);
  const facts = [
    counted(trajectories, 'trajectory').replace(/trajectorys$/, 'trajectories'),
    `claim: ${claim}`,
    `${seconds.toFixed(1)} s`,
    ...settings,
  ];
  return html`<section id="${anchor}" aria-labelledby="${anchor}-name"><h3 id="${anchor}-name">${systemName(system)}</h3>
<p class="params">${facts.join(' · ')}</p>${notice('no', ...broken)}
${verdicts.length > 0 && scrolling(`Verdicts on ${systemName(system)}`, verdictRows(verdicts))}
${plots && (await pictures(plots, figures))}</section>`;
}

const verdictRows = (
  verdicts: readonly Verdict[],
): Markup => html`<table class="verdicts"><thead><tr><th scope="col">law</th><th scope="col">holds</th><th scope="col">because</th>
<th scope="col" class="number">p</th><th scope="col" class="number">resolves</th><th scope="col" class="number">from</th></tr></thead><tbody>${verdicts.map(
  (
    verdict,
  ) => html`<tr><th scope="row" class="name">${verdict.law}</th><td>${holdsMark(verdict.holds)}</td><td class="reason">${verdict.because}</td>
<td class="number">${chanceText(verdict).replace(/^p /, '')}</td>
<td class="number">${resolutionText(verdict).replace(/^resolves /, '')}</td><td class="number">${grouped(verdict.n)}</td></tr>`,
)}</tbody></table>`;

async function pictures({ symmetry, moves, ledger }: SystemPlots, figures: Figures): Promise<Markup> {
  const farthest = Math.max(
    ...symmetry.map(({ sigma, value, stderr }) => (Math.abs(value - sigma) < 1e-9 ? 0 : Math.abs(value - sigma) / stderr)),
  );
  const worst = Math.max(...moves.map(({ bathEntropy, logRatio }) => Math.abs(bathEntropy - logRatio)));
  const last = ledger.at(-1);
  return html`<div class="figures">${await figures(symmetry.length > 0 ? symmetryChart(symmetry) : null, {
    title: 'Detailed fluctuation theorem',
    caption:
      'Probability of σ forward over that of −σ reversed, in bins; bars: one standard error. Dashed: slope one, which the law asks for.',
    label:
      symmetry.length > 0
        ? `${counted(symmetry.length, 'bin')}, at most ${significant(farthest, 2)} standard errors off the line of slope one.`
        : 'Forward and reversed σ share no bin: they hardly overlap, or are not finite.',
  })}${await figures(moves.length > 0 ? movesChart(moves) : null, {
    title: 'Local detailed balance',
    caption: `What the dynamics say of ${counted(moves.length, 'move')}, against what the reservoir received. Dashed: they agree.`,
    label:
      moves.length > 0
        ? `At most ${significant(worst, 2)} nats off the line of slope one.`
        : 'No move has a finite ratio: none can be undone.',
  })}${await figures(last && ledger.length > 1 ? ledgerChart(ledger) : null, {
    title: 'First law',
    caption: 'Ensemble means up to each move; heat is positive into the bath.',
    label: last
      ? `After ${counted(last.move, 'move')}: work ${significant(last.work, 3)}, heat ${significant(last.heat, 3)}, ΔU ${significant(last.energy, 3)} kT.`
      : 'The ledger is empty.',
  })}</div>`;
}
