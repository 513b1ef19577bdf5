import { exampleSection } from './html/example.ts';
import { figureMaker } from './html/figure.ts';
import { glossary } from './html/glossary.ts';
import { html, type Markup, raw } from './html/markup.ts';
import { provenanceList } from './html/provenance.ts';
import { style } from './html/style.ts';
import { summary } from './html/summary.ts';
import type { SuiteResult } from './types.ts';

/** One page that needs nothing else: no script, no network, no font. The same result gives the same bytes. */
export async function reportHtml(result: SuiteResult): Promise<string> {
  const figures = figureMaker();
  const examples: Markup[] = [];
  for (const [index, example] of result.examples.entries()) examples.push(await exampleSection(example, index, figures));
  const title = 'Stochastic thermodynamics of learning: which laws hold';
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<meta name="generator" content="szilard ${result.provenance.szilard}">
<title>${title}</title>
<style>${raw(style)}</style>
</head>
<body>
<header><h1>${title}</h1>${provenanceList(result.provenance)}${glossary()}</header>
<main>${summary(result)}${examples}</main>
<footer>Made by szilard ${result.provenance.szilard}, seed ${result.provenance.seed}.</footer>
</body>
</html>
`.markup;
}
