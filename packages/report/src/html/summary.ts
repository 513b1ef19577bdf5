import { type ExampleResult, type SuiteResult, type SystemResult, systemName } from '../types.ts';
import { counted, holdsMark, notice, scrolling } from './holds.ts';
import { html, type Markup } from './markup.ts';

/** The id of a system's section; examples and systems are counted from 0. */
export const systemAnchor = (example: number, system: number): string => `system-${example + 1}-${system + 1}`;
export const exampleAnchor = (example: number): string => `example-${example + 1}`;

/** What came out, in one glance: counts, broken claims, and every system before every law. */
export function summary({ examples, broken, interrupted }: SuiteResult): Markup {
  const systems = examples.flatMap((example) => example.systems);
  const verdicts = systems.flatMap((system) => system.verdicts);
  const laws = [...new Set(verdicts.map(({ law }) => law))];
  const count = (answer: string) => verdicts.filter(({ holds }) => holds === answer).length;
  const every = [
    ...new Set([...broken, ...examples.flatMap((example) => [...example.broken, ...example.systems.flatMap((system) => system.broken)])]),
  ];
  return html`<section aria-labelledby="verdicts"><h2 id="verdicts">Verdicts</h2>
<p>${counted(systems.length, 'system')}, ${counted(verdicts.length, 'verdict')}: ${count('yes')} yes, ${count('no')} no, ${count('undecided')} undecided.
A <em>no</em> that a model predicts of itself breaks no claim.</p>
${interrupted && notice('undecided', 'Interrupted: what follows is what was finished by then.')}
${every.length === 0 ? notice('yes', 'No claim is broken.') : notice('no', `${counted(every.length, 'claim')} broken:`, ...every)}
${systems.length > 0 && scrolling('Verdicts', matrix(examples, laws))}</section>`;
}

function matrix(examples: readonly ExampleResult[], laws: readonly string[]): Markup {
  const row = (
    system: SystemResult,
    anchor: string,
  ) => html`<tr><th scope="row" class="name"><a href="#${anchor}">${systemName(system)}</a></th>
${laws.map((law) => html`<td>${answers(system, law)}</td>`)}<td>${system.broken.length > 0 ? html`<span class="holds no">broken</span>` : 'kept'}</td></tr>`;
  const group = ({ title, systems }: ExampleResult, i: number) =>
    systems.length > 0 &&
    html`<tbody><tr><th scope="rowgroup" class="group" colspan="${laws.length + 2}"><a href="#${exampleAnchor(i)}">${title}</a></th></tr>
${systems.map((system, j) => row(system, systemAnchor(i, j)))}</tbody>`;
  return html`<table class="matrix"><thead><tr><th scope="col">model × reservoir</th>${laws.map((law) => html`<th scope="col">${law}</th>`)}<th scope="col">claims</th></tr></thead>
${examples.map(group)}</table>`;
}

function answers({ verdicts }: SystemResult, law: string): Markup {
  const found = verdicts.filter((verdict) => verdict.law === law);
  return found.length === 0 ? html`<span class="quiet">not asked</span>` : html`${found.map(({ holds }) => html`${holdsMark(holds)} `)}`;
}
