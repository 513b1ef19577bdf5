import type { Protocol } from '../contracts/dynamics.ts';
import { SzilardError } from '../errors.ts';
import { endsOf, momentOf } from './value.ts';

export interface GeodesicOptions {
  readonly from: number;
  readonly to: number;
  /** Thermodynamic metric g(λ) > 0: the equilibrium variance of ∂U/∂λ in units of k_BT, times the relaxation time if that varies. */
  readonly metric: (lambda: number) => number;
  /** Steps of the quadrature. */
  readonly nodes?: number;
}

/**
 * One control at constant thermodynamic speed, √g dλ/ds = L: the path of least dissipation for slow driving, L²/2n in n
 * quenches with full relaxation [Crooks2007]. L by Simpson's rule, inverted with the same rule.
 */
export function geodesic(options: GeodesicOptions): Protocol {
  const { at, speed, piece, travelled, nodes, way } = lengthTable(options);
  const length = travelled[nodes];
  return (s) => {
    const wanted = momentOf(s, 'geodesic') * length;
    const j = s === 1 ? nodes : travelled.findLastIndex((far) => far <= wanted);
    if (j === nodes) return Float64Array.of(at(nodes));
    const [from, rest] = [at(j), wanted - travelled[j]];
    let lambda = from + ((at(j + 1) - from) * rest) / (travelled[j + 1] - travelled[j]);
    // Newton on a smooth, monotone function from a good start.
    for (let pass = 0; pass < 4; pass++) lambda -= (way * (Math.abs(piece(from, lambda)) - rest)) / speed(lambda);
    return Float64Array.of(lambda);
  };
}

/** L = ∫ √g |dλ| by Simpson's rule; √nats. */
export function thermodynamicLength(options: GeodesicOptions): number {
  const { travelled, nodes } = lengthTable(options);
  return travelled[nodes];
}

function lengthTable({ from, to, metric, nodes = 1024 }: GeodesicOptions) {
  const [[start], [end]] = endsOf(from, to, 'geodesic');
  if (!Number.isSafeInteger(nodes) || nodes < 1)
    throw new SzilardError('parameter', `[geodesic] nodes: expected a whole number of at least 1, got ${nodes}.`);
  const speed = (lambda: number): number => {
    const g = metric(lambda);
    if (g > 0 && g < Number.POSITIVE_INFINITY) return Math.sqrt(g);
    throw new SzilardError('parameter', `[geodesic] metric: expected a finite number above 0 at λ = ${lambda}, got ${g}.`);
  };
  const piece = (a: number, b: number): number => ((b - a) / 6) * (speed(a) + 4 * speed((a + b) / 2) + speed(b));
  const at = (j: number): number => (j === nodes ? end : start + ((end - start) * j) / nodes);
  const travelled = new Float64Array(nodes + 1);
  for (let j = 0; j < nodes; j++) travelled[j + 1] = travelled[j] + Math.abs(piece(at(j), at(j + 1)));
  return { at, speed, piece, travelled, nodes, way: Math.sign(end - start) };
}
