import type { Holds } from '@szilard/core';
import { html, type Markup } from './markup.ts';

/** An answer in words and colour. */
export const holdsMark = (holds: Holds): Markup => html`<span class="holds ${holds}">${holds}</span>`;

/** Something that must not be overlooked. */
export const notice = (kind: 'yes' | 'no' | 'undecided', ...lines: readonly string[]): Markup | null =>
  lines.length === 0 ? null : html`<div class="notice ${kind}">${lines.map((line) => html`<p>${line}</p>`)}</div>`;

/** 20 000: thin spaces between thousands. */
export const grouped = (n: number): string => String(n).replace(/\B(?=(\d{3})+$)/g, '\u202f');

/** `n thing` or `n things`. */
export const counted = (n: number, thing: string): string => `${grouped(n)} ${thing}${n === 1 ? '' : 's'}`;

/** Where a table may be wider than the screen: it scrolls, also by keyboard. */
export const scrolling = (label: string, table: Markup): Markup =>
  html`<div class="scroll" role="region" tabindex="0" aria-label="${label}">${table}</div>`;
