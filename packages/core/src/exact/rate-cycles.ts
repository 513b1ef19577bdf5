import { SzilardError } from '../errors.ts';
import { type RateMatrix, summedRates } from './rate-matrix.ts';

/** A jump from state to state by one of the mechanisms. */
export interface Edge {
  readonly from: number;
  readonly to: number;
  readonly mechanism: number;
}

/** A closed walk through the network. */
export interface NetworkCycle {
  /** In order; the first one lies on no other cycle of the set. */
  readonly edges: readonly Edge[];
  /** A = Σ ln[w/w̃] along the walk; nats. ±∞ where an edge has one way only. */
  readonly affinity: number;
  /** J: net current through the first edge; 1/time. */
  readonly current: number;
}

/**
 * A complete set of cycles: a spanning tree, and one cycle for every edge outside it. In the steady state Σ J A is the entropy
 * production, and all A = 0 is detailed balance [Schnakenberg1976] [Kolmogorov1936].
 */
export function fundamentalCycles(law: Float64Array, mechanisms: readonly RateMatrix[]): NetworkCycle[] {
  const { states: n } = summedRates(mechanisms, '[fundamentalCycles] rates');
  if (law.length !== n) throw new SzilardError('shape', `[fundamentalCycles] law: expected ${n} numbers, got ${law.length}.`);
  const edges: Edge[] = mechanisms.flatMap(({ rates }, mechanism) =>
    Array.from(rates.keys())
      .map((at): Edge => ({ from: Math.floor(at / n), to: at % n, mechanism }))
      .filter(({ from, to }) => from < to && (rates[from * n + to] > 0 || rates[to * n + from] > 0)),
  );
  const rate = ({ from, to, mechanism }: Edge): number => mechanisms[mechanism].rates[from * n + to];
  const turned = ({ from, to, mechanism }: Edge): Edge => ({ from: to, to: from, mechanism });
  /** The edge by which the tree reaches a state. */
  const reachedBy: (Edge | undefined)[] = [];
  const tree = new Set<Edge>();
  const reached = [0];
  for (const state of reached) {
    for (const edge of edges) {
      const out = edge.from === state ? edge : edge.to === state ? turned(edge) : undefined;
      if (!out || reached.includes(out.to)) continue;
      reachedBy[out.to] = out;
      reached.push(out.to);
      tree.add(edge);
    }
  }
  const toRoot = (state: number): Edge[] => {
    const walk: Edge[] = [];
    for (let edge = reachedBy[state]; edge; edge = reachedBy[edge.from]) walk.push(turned(edge));
    return walk;
  };
  return edges
    .filter((edge) => !tree.has(edge))
    .map((chord) => {
      const home = toRoot(chord.to);
      const out = toRoot(chord.from);
      // What both ways to the root have in common is walked there and back: leave it out.
      while (
        home.length > 0 &&
        out.length > 0 &&
        home.at(-1)!.from === out.at(-1)!.from &&
        home.at(-1)!.mechanism === out.at(-1)!.mechanism
      ) {
        home.pop();
        out.pop();
      }
      const walk = [chord, ...home, ...out.toReversed().map(turned)];
      return {
        edges: walk,
        affinity: walk.reduce((nats, edge) => nats + Math.log(rate(edge) / rate(turned(edge))), 0),
        current: law[chord.from] * rate(chord) - law[chord.to] * rate(turned(chord)),
      };
    });
}
