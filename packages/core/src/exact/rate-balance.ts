import type { Edge } from './rate-cycles.ts';
import type { RateMatrix } from './rate-matrix.ts';

/** What rates and reservoir say of one jump; nats. */
export interface EdgeBalance extends Edge {
  /** ln w(i → j)/w(j → i), by the rates. */
  readonly logRatio: number;
  /** ΔS_R, by the reservoir. */
  readonly worth: number;
}

/** Local detailed balance of every jump against what its reservoir is said to receive, and the worst miss; nats [Maes2021]. */
export function rateBalance(
  mechanisms: readonly RateMatrix[],
  worth: (from: number, to: number, mechanism: number) => number,
): { readonly edges: readonly EdgeBalance[]; readonly worst: number } {
  const edges: EdgeBalance[] = [];
  for (const [mechanism, { states: n, rates }] of mechanisms.entries()) {
    for (let from = 0; from < n; from++) {
      for (let to = 0; to < n; to++) {
        const [out, home] = [rates[from * n + to], rates[to * n + from]];
        if (from !== to && out > 0) edges.push({ from, to, mechanism, logRatio: Math.log(out / home), worth: worth(from, to, mechanism) });
      }
    }
  }
  // A jump without a way back is off by infinity, and NaN must not be lost in a maximum.
  const misses = edges.map((edge) => Math.abs(edge.logRatio - edge.worth));
  return { edges, worst: misses.some(Number.isNaN) ? Number.NaN : Math.max(0, ...misses) };
}
