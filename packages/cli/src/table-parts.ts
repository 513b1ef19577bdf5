/** Numbers from a file; [rows, columns], row-major. */
export interface Table {
  /** From the file's first line, or 0, 1, … where it has none. */
  readonly names: readonly string[];
  readonly columns: number;
  readonly rows: number;
  readonly data: Float64Array;
  /** The path it was read from. */
  readonly source: string;
}

export const indexNames = (columns: number): string[] => Array.from({ length: columns }, (_, k) => String(k));

/** Foreign text in a message: quoted, on one line, not too long. */
export const show = (text: string): string => JSON.stringify(text.length > 40 ? `${text.slice(0, 40)}…` : text);

/** Which columns hold labels instead of numbers, by name and place. */
export type LabelChoice = (name: string, k: number) => boolean;

/** Texts as whole numbers: 0 for the first that is met, 1 for the next other one, … */
export function labelCoder(): (text: string) => number {
  const codes = new Map<string, number>();
  return (text) => {
    const known = codes.get(text) ?? codes.size;
    codes.set(text, known);
    return known;
  };
}
