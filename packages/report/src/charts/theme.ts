/** A part that colour plays. Charts are drawn with the light values; on the page they follow the reader's scheme. */
export const palette = {
  ink: { light: '#1c2127', dark: '#e8eaed' },
  label: { light: '#555e68', dark: '#aeb6bf' },
  axis: { light: '#848e99', dark: '#6d7680' },
  grid: { light: '#e9ebee', dark: '#2b3138' },
  reference: { light: '#c2410c', dark: '#ff9a5c' },
  first: { light: '#1d63a8', dark: '#6db3f2' },
  second: { light: '#0f8a69', dark: '#45d0a4' },
  third: { light: '#8a4f9e', dark: '#d79be8' },
  fourth: { light: '#a1721b', dark: '#e3b75a' },
} as const;
export type Role = keyof typeof palette;

export const ink = (role: Role): string => palette[role].light;

const FONT = 'system-ui, -apple-system, "Segoe UI", "Helvetica Neue", Arial, sans-serif';

/** Defaults of every chart; a specification's own `config` wins. */
export const theme = {
  background: 'transparent',
  aria: false,
  font: FONT,
  padding: 4,
  view: { stroke: null, continuousWidth: 264, continuousHeight: 214 },
  axis: {
    domainColor: ink('axis'),
    tickColor: ink('axis'),
    tickSize: 4,
    gridColor: ink('grid'),
    labelColor: ink('label'),
    labelFontSize: 11,
    labelLimit: 0,
    labelOverlap: true,
    labelFlush: false,
    titleColor: ink('ink'),
    titleFontSize: 12,
    titleFontWeight: 'normal',
    titlePadding: 8,
    tickCount: 5,
  },
  axisY: { minExtent: 34 },
  legend: {
    orient: 'top',
    direction: 'horizontal',
    title: null,
    labelColor: ink('ink'),
    labelFontSize: 11,
    labelLimit: 0,
    symbolSize: 90,
    symbolOpacity: 1,
    symbolStrokeWidth: 2,
    columnPadding: 14,
    offset: 6,
  },
  title: { color: ink('ink'), fontSize: 12, fontWeight: 'normal' },
  text: { color: ink('ink') },
  range: { category: [ink('first'), ink('reference'), ink('second'), ink('third'), ink('fourth'), ink('label')] },
  mark: { color: ink('first') },
} as const;

/** Room above a picture without a legend, so that it stands level with one that has it. */
export const noLegend = { top: 24, bottom: 4, left: 4, right: 4 } as const;

/** Outer size of the pictures that stand in a row of three, labels included, so that all are one size. */
export const oneOfThree = { width: 326, height: 272, autosize: { type: 'fit', contains: 'padding' } } as const;

export const schema = 'https://vega.github.io/schema/vega-lite/v6.json';

/** A declarative chart. */
export type Spec = Readonly<Record<string, unknown>>;
