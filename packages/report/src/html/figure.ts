import { draw } from '../charts/render.ts';
import type { Spec } from '../charts/theme.ts';
import { toJson } from '../json.ts';
import { html, type Markup, raw } from './markup.ts';

export interface FigureText {
  readonly title: string;
  readonly caption: string;
  /** What the picture shows, for those who cannot see it. */
  readonly label: string;
}

/** Draws a figure with its caption and its specification; null gives a frame that says why it is empty. */
export type Figures = (spec: Spec | null, text: FigureText) => Promise<Markup>;

/** Figures of one page, numbered, so that no two share an id. */
export function figureMaker(): Figures {
  let drawn = 0;
  return async (spec, { title, caption, label }) => {
    if (spec === null) return html`<figure><p class="absent">${label}</p><figcaption><b>${title}.</b> ${caption}</figcaption></figure>`;
    const { svg, warnings } = await draw(spec, `figure-${++drawn}`, `${title}. ${label}`);
    return html`<figure><div class="plot">${raw(svg)}</div>
<figcaption><b>${title}.</b> ${caption}${warnings.map((warning) => html` <span class="undecided">Drawing: ${warning}.</span>`)}
<details class="spec"><summary>Specification (Vega-Lite)</summary><pre tabindex="0">${toJson(spec, 0)}</pre></details></figcaption></figure>`;
  };
}
