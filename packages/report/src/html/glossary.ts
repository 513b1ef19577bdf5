import { html, type Markup } from './markup.ts';

/** How to read the page. */
export const glossary = (): Markup => html`<details><summary>How to read this page</summary>
<p><b>Local detailed balance</b>: move by move, the log-ratio of a transition and its reverse is the entropy that the reservoir received.
<b>Detailed fluctuation theorem</b>: entropy production σ is e^σ times as likely forward as −σ is in the reversed process.
<b>Integral fluctuation theorem</b>: ⟨e^−σ⟩ = 1. <b>Second law</b>: ⟨σ⟩ is not negative.
<b>Cycle affinity</b>: around a closed walk, what the dynamics spend is what the reservoir receives.</p>
<p>Each verdict rests on a statistic. <b>p</b> is the chance of evidence this bad if the law holds; <b>resolves</b> is the smallest violation that this much data
could have shown, and a <em>yes</em> is worth no more than that. <em>Undecided</em> means that the data cannot tell. Entropy and information are in nats,
energy in units of the reference kT. Work is positive into the system, heat is positive into the bath: ΔU = W − Q.
<b>z</b> is the distance from the exact value in standard errors.</p></details>`;
