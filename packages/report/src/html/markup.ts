/** Text that is already HTML; everything else is escaped when it enters a template. */
export interface Markup {
  readonly markup: string;
}

type Piece = Markup | string | number | null | undefined | false | readonly Piece[];

/** A template whose values are escaped, unless they are markup; lists are joined, nothing stays nothing. */
export const html = (strings: TemplateStringsArray, ...values: readonly Piece[]): Markup => ({
  markup: strings.reduce((text, part, i) => text + render(values[i - 1]) + part),
});

/** Markup made elsewhere and known to be safe: a drawing, a style sheet. */
export const raw = (markup: string): Markup => ({ markup });

function render(piece: Piece): string {
  if (piece === null || piece === undefined || piece === false) return '';
  if (Array.isArray(piece)) return piece.map(render).join('');
  return typeof piece === 'object' ? (piece as Markup).markup : escapeText(String(piece));
}

const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };

/** Text for element content and quoted attributes; control characters, which HTML forbids, become visible. */
export const escapeText = (text: string): string =>
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is replaced
  text.replace(/[&<>"']/g, (c) => ENTITIES[c]).replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f]/g, '\ufffd');
