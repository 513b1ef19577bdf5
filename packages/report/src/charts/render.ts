import { SzilardError } from '@szilard/core';
import { escapeText } from '../html/markup.ts';
import { palette, type Spec, theme } from './theme.ts';

/** A picture, and what vega-lite had to say about its specification. */
export interface Picture {
  /** One <svg> element: no script, no link, no style sheet; ids start with the given prefix. */
  readonly svg: string;
  readonly warnings: readonly string[];
}

/** Draw a specification without a browser. `id`: unique on the page. `label`: what the picture shows, in words. */
export async function draw(spec: Spec, id: string, label: string): Promise<Picture> {
  refuseLoading(spec, id);
  const [{ mergeConfig, parse, View, Error: onlyErrors }, { compile }] = await Promise.all([import('vega'), import('vega-lite')]);
  const warnings: string[] = [];
  try {
    const logger = collector(warnings);
    const themed = { ...spec, config: mergeConfig(theme as never, (spec.config ?? {}) as never) };
    const { spec: flow } = compile(themed as never, { logger: logger as never });
    const view = new View(parse(flow), { renderer: 'none', logLevel: onlyErrors, logger: logger as never });
    const svg = await view.toSVG();
    view.finalize();
    return { svg: dress(svg, id, label), warnings };
  } catch (cause) {
    throw new SzilardError(
      'input',
      `[chart] ${id}: expected a vega-lite specification, got one that cannot be drawn: ${(cause as Error).message.split('\n')[0]}. Correct it.`,
      { cause },
    );
  }
}

/** A page that opens from disk must not depend on what lies elsewhere. */
function refuseLoading(value: unknown, id: string): void {
  if (typeof value !== 'object' || value === null || ArrayBuffer.isView(value)) return;
  for (const [key, inner] of Object.entries(value)) {
    if (key === 'url')
      throw new SzilardError(
        'input',
        `[chart] ${id}: expected data inside the specification, got a url. Put the values under data.values.`,
      );
    refuseLoading(inner, id);
  }
}

function collector(warnings: string[]) {
  const keep = (...text: readonly unknown[]) => {
    warnings.push(text.join(' '));
    return logger;
  };
  const ignore = () => logger;
  const logger = { level: () => logger, error: keep, warn: keep, info: ignore, debug: ignore };
  return logger;
}

/** Name the picture, keep its ids apart from other pictures', and let its colours follow the page. */
function dress(svg: string, id: string, label: string): string {
  const roles = new Map(Object.entries(palette).map(([role, { light }]) => [light, `var(--chart-${role}, ${light})`]));
  return svg
    .replace(/^[^<]*<svg /, `<svg role="img" aria-label="${escapeText(label)}" `)
    .replace(/ xmlns:xlink="[^"]*"/, '')
    .replace(/ id="([^"]+)"/g, ` id="${id}-$1"`)
    .replace(/url\(#([^)]+)\)/g, `url(#${id}-$1)`)
    .replace(/ (xlink:)?href="#([^"]+)"/g, ` href="#${id}-$2"`)
    .replace(/ (fill|stroke|stop-color)="(#[0-9a-f]{6})"/g, (whole, name, color) =>
      roles.has(color) ? ` ${name}="${roles.get(color)}"` : whole,
    );
}
