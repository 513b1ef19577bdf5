/** What went wrong, as a word that a program can test. */
export type ErrorCode = 'unknown-id' | 'parameter' | 'shape' | 'input' | 'non-finite' | 'composition';

/** The one error of this project. Message: `[where] expected …, got …. Do this.` */
export class SzilardError extends Error {
  readonly code: ErrorCode;
  constructor(code: ErrorCode, message: string, options?: { cause?: unknown }) {
    super(message, options);
    this.name = 'SzilardError';
    this.code = code;
  }
}

/** The known word nearest to `word` by edit distance, or undefined where none is near. */
export function nearest(word: string, known: readonly string[]): string | undefined {
  let best: string | undefined;
  let least = Math.max(2, Math.ceil(word.length / 2)) + 1;
  for (const candidate of known) {
    const far = Math.min(editDistance(word, candidate), editDistance(word, candidate.slice(candidate.lastIndexOf('/') + 1)));
    if (far < least) [best, least] = [candidate, far];
  }
  return best;
}

function editDistance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) next.push(Math.min(next[j - 1]! + 1, row[j]! + 1, row[j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1)));
    row = next;
  }
  return row[b.length]!;
}
