import { palette } from '../charts/theme.ts';

const chartColors = (scheme: 'light' | 'dark'): string =>
  Object.entries(palette)
    .map(([role, color]) => `--chart-${role}: ${color[scheme]};`)
    .join(' ');

const light = `--paper: #ffffff; --sheet: #f7f8f9; --text: #1c2127; --quiet: #555e68; --line: #d8dce1; --link: #1d5fa3;
  --yes: #0b6b3a; --yes-back: #e4f4ea; --no: #a8241b; --no-back: #fdeae8; --undecided: #7a5200; --undecided-back: #fdf3d8; ${chartColors('light')}`;
const dark = `--paper: #15181c; --sheet: #1c2025; --text: #e8eaed; --quiet: #aeb6bf; --line: #363d45; --link: #86bdf5;
  --yes: #7fdca4; --yes-back: #17301f; --no: #ff9d94; --no-back: #3b1b19; --undecided: #f0c96a; --undecided-back: #362c12; ${chartColors('dark')}`;

/** The style sheet of the page: light, dark, narrow and on paper. Loads nothing. */
export const style = `
:root { color-scheme: light dark; ${light} }
@media screen and (prefers-color-scheme: dark) { :root { ${dark} } }
* { box-sizing: border-box; }
html { -webkit-text-size-adjust: 100%; }
body { margin: 0; background: var(--paper); color: var(--text); line-height: 1.5;
  font: 17px/1.5 Charter, "Bitstream Charter", "Iowan Old Style", "Palatino Linotype", Cambria, Georgia, serif; }
main, header, footer { max-width: 1080px; margin: 0 auto; padding: 0 24px; }
header { padding-top: 44px; } footer { padding: 24px 24px 60px; color: var(--quiet); font-size: 15px; }
h1 { font-size: 34px; line-height: 1.2; margin: 0 0 6px; font-weight: 600; }
h2 { font-size: 25px; line-height: 1.25; margin: 60px 0 10px; padding-top: 14px; border-top: 1px solid var(--line); font-weight: 600; }
h3 { font-size: 19px; margin: 40px 0 4px; font-weight: 600; } h4 { font-size: 17px; margin: 28px 0 2px; font-weight: 600; }
h3 code, h4 code { font-size: 0.92em; }
p { margin: 6px 0 12px; max-width: 74ch; } a { color: var(--link); }
code, pre { font-family: ui-monospace, SFMono-Regular, Menlo, "DejaVu Sans Mono", monospace; font-size: 0.88em; }
.quiet { color: var(--quiet); } .params { font-size: 15px; color: var(--quiet); max-width: none; overflow-wrap: anywhere; }
dl.provenance { display: grid; grid-template-columns: max-content minmax(0, 1fr); gap: 2px 18px; font-size: 15px; margin: 18px 0; }
dl.provenance dt { color: var(--quiet); } dl.provenance dd { margin: 0; overflow-wrap: anywhere; }
.scroll { overflow-x: auto; margin: 10px 0 16px; }
table { border-collapse: collapse; font: 14px/1.45 system-ui, -apple-system, "Segoe UI", "Helvetica Neue", Arial, sans-serif; font-variant-numeric: tabular-nums; }
caption { text-align: left; color: var(--quiet); padding-bottom: 6px; }
th, td { text-align: left; vertical-align: top; padding: 5px 14px 5px 0; border-bottom: 1px solid var(--line); }
thead th { border-bottom: 1.5px solid var(--text); font-weight: 600; vertical-align: bottom; }
tbody th { font-weight: 400; } th.group { padding-top: 16px; font-weight: 600; }
th.name { white-space: nowrap; } td.number, th.number { text-align: right; white-space: nowrap; }
table.verdicts { width: 100%; } table.verdicts td.reason { width: 99%; } table.matrix th[scope=col] { max-width: 10em; } td.reason { min-width: 15em; max-width: 34em; } td.why { max-width: 24em; }
.holds { display: inline-block; padding: 0 9px; border-radius: 3px; font-weight: 600; white-space: nowrap; }
.yes { color: var(--yes); background: var(--yes-back); } .no { color: var(--no); background: var(--no-back); }
.undecided { color: var(--undecided); background: var(--undecided-back); }
.notice { border-left: 4px solid currentColor; padding: 8px 14px; margin: 14px 0; overflow-wrap: anywhere; } .notice p { margin: 2px 0; max-width: none; }
.figures { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 310px), 1fr)); gap: 18px 26px; margin: 14px 0; align-items: start; }
.comparison { display: flex; flex-wrap: wrap; gap: 6px 34px; align-items: flex-start; } .comparison > * { min-width: 0; max-width: 100%; } .comparison figure { flex: 0 1 auto; }
.comparison .table { flex: 1 1 380px; }
.comparison .scroll { margin-top: 2px; } .comparison figcaption, .charts figcaption { contain: inline-size; }
.charts { display: flex; flex-wrap: wrap; gap: 18px 30px; margin: 14px 0; align-items: flex-start; } .charts figure { max-width: 100%; }
figure { margin: 0; min-width: 0; } .plot { overflow-x: auto; } .plot svg { display: block; max-width: 100%; height: auto; }
figcaption { font-size: 14px; line-height: 1.4; color: var(--quiet); } figcaption b { color: var(--text); font-weight: 600; }
.absent { font-size: 15px; color: var(--quiet); border: 1px dashed var(--line); padding: 18px; margin: 0 0 6px; min-height: 266px; display: grid; align-items: center; } .comparison .absent { min-height: 0; }
details { margin: 4px 0; } summary { cursor: pointer; } details.spec summary { font-size: 13px; }
pre { max-height: 15em; overflow: auto; background: var(--sheet); padding: 10px; font-size: 12px; white-space: pre-wrap; overflow-wrap: anywhere; }
ul { padding-left: 22px; } li { margin: 3px 0; max-width: 74ch; }
@media (max-width: 640px) { body { font-size: 16px; } main, header, footer { padding-left: 16px; padding-right: 16px; } h1 { font-size: 27px; } h2 { font-size: 22px; } th.name { white-space: normal; min-width: 10.5em; overflow-wrap: break-word; } dl.provenance { grid-template-columns: 1fr; gap: 0; } dl.provenance dd { margin-bottom: 6px; } }
@media print { body { font-size: 10.5pt; } main, header, footer { max-width: none; padding: 0; } details { display: none; } figure, tr, .notice, .comparison { break-inside: avoid; } h2, h3, h4, caption { break-after: avoid; }
  .figures { grid-template-columns: repeat(3, 1fr); gap: 10px; } .scroll { overflow: visible; } table { font-size: 8pt; } th, td { padding-right: 8px; } th.name { white-space: normal; } td.reason { min-width: 0; } table.matrix { width: 100%; } .holds { border: 1px solid currentColor; } @page { margin: 14mm; } }
`;
