import type { Provenance } from '../types.ts';
import { html, type Markup } from './markup.ts';

/** Where the page came from, as a list of terms. */
export function provenanceList({
  szilard,
  node,
  platform,
  seed,
  noise,
  tensors,
  digits,
  startedAt,
  arguments: words,
  more,
}: Provenance): Markup {
  const rows: readonly (readonly [string, string | undefined])[] = [
    ['Seed', seed],
    ['Program', `szilard ${szilard}, Node ${node}, ${platform}`],
    ['Command', words?.join(' ')],
    ['Started', startedAt],
    ['Noise', noise],
    ['Tensors', tensors && [tensors.backend, ...tensors.report].join('; ')],
    ['Digits', digits],
    ...Object.entries(more ?? {}),
  ];
  const given = rows.filter(([, text]) => text !== undefined && text !== '');
  return html`<dl class="provenance">${given.map(([name, text]) => html`<dt>${name}</dt><dd>${text}</dd>`)}</dl>`;
}
