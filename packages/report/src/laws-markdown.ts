import type { SystemResult } from './types.ts';

type Row = Pick<SystemResult, 'model' | 'reservoir' | 'claim' | 'verdicts' | 'broken'>;

/** Models × laws as a Markdown table: what each check said of each system, and the model's own claim beside it. */
export function lawsMarkdown(systems: readonly Row[]): string {
  const laws = [...new Set(systems.flatMap(({ verdicts }) => verdicts.map(({ law }) => law)))];
  const head = ['model', 'reservoir', ...laws, 'claims of local detailed balance'];
  const cell = ({ verdicts }: Row, law: string) => verdicts.find((verdict) => verdict.law === law)?.holds ?? '';
  const rows = systems.map((system) => [
    `\`${system.model}\``,
    `\`${system.reservoir}\``,
    ...laws.map((law) => cell(system, law)),
    system.broken.length === 0 ? system.claim : `${system.claim} (broken)`,
  ]);
  return [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n');
}
