import type { EnsembleSummary } from '@szilard/models';
import { csvCell } from '@szilard/report';

/** One row per time: `time, NAME_mean, NAME_sd, …`; sd with n − 1, none for one trajectory. */
export function summaryCsv({ times, columns, mean, sd }: EnsembleSummary): string {
  const rows = [['time', ...columns.flatMap((name) => [`${name}_mean`, `${name}_sd`])].map(csvCell).join(',')];
  times.forEach((time, k) => {
    const cells = columns.flatMap((_, c) => [mean[k * columns.length + c], sd[k * columns.length + c]]);
    rows.push([time, ...cells.map((value) => (Number.isNaN(value) ? '' : value))].join(','));
  });
  return `${rows.join('\n')}\n`;
}

/** The same by name; what JSON has no number for is null. */
export function summaryColumns({ times, columns, mean, sd }: EnsembleSummary) {
  const column = (values: Float64Array, c: number) =>
    Array.from(times, (_, k) => values[k * columns.length + c]).map((value) => (Number.isFinite(value) ? value : null));
  const all = (values: Float64Array) => Object.fromEntries(columns.map((name, c) => [name, column(values, c)]));
  return { times: Array.from(times), columns, mean: all(mean), sd: all(sd) };
}
