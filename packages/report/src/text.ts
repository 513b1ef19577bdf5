/** Characters as a terminal counts them: code points, combining marks apart. */
export const width = (text: string): number => [...text.replace(/\p{M}/gu, '')].length;

export const pad = (text: string, columns: number): string => text + ' '.repeat(Math.max(0, columns - width(text)));

/** Break a text between words so that no line is wider than `columns`; a longer word keeps its own line. */
export function wrap(text: string, columns: number): string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(/\s+/)) {
    if (line !== '' && width(line) + 1 + width(word) > columns) {
      lines.push(line);
      line = word;
    } else line = line === '' ? word : `${line} ${word}`;
  }
  return [...lines, line];
}

const CODES = { green: 32, red: 31, yellow: 33, bold: 1 } as const;
export type Tint = keyof typeof CODES;

/** Colour for a terminal, or nothing at all. */
export const tint = (text: string, name: Tint, on: boolean): string => (on ? `\u001b[${CODES[name]}m${text}\u001b[0m` : text);
