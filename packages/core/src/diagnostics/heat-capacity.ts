import { SzilardError } from '../errors.ts';
import { moments } from '../numerics/moments.ts';
import { type Reading, ratioOfMeans } from '../numerics/ratio-of-means.ts';

/** Energies of independent trajectories, and the temperature that they are at. */
export interface Warm {
  readonly energies: Float64Array;
  /** T; energy. */
  readonly temperature: number;
}

/** C = Var(U)/T²: d⟨U⟩/dT where the law is e^−U/T; k_B. */
export function heatCapacity(at: Warm): Reading {
  const { mean, stderr } = moments(spreads(at));
  return { value: mean, stderr };
}

/**
 * C = Δ⟨U⟩/ΔT between two ensembles, in equilibrium or not; k_B. `paired`: trajectory i of both had the same chance, so that the
 * error is that of the differences.
 */
export function heatCapacityBetween(cold: Warm, hot: Warm, { paired = false } = {}): Reading {
  const step = hot.temperature - cold.temperature;
  if (!(Math.abs(step) > 0))
    throw new SzilardError(
      'parameter',
      `[heatCapacityBetween] expected two temperatures, got ${cold.temperature} and ${hot.temperature}. Change one.`,
    );
  if (paired) {
    const { mean, stderr } = moments(hot.energies.map((u, i) => (u - cold.energies[i]) / step));
    return { value: mean, stderr };
  }
  const [a, b] = [moments(cold.energies), moments(hot.energies)];
  return { value: (b.mean - a.mean) / step, stderr: Math.hypot(a.stderr, b.stderr) / Math.abs(step) };
}

/** C of one over C of the other, trajectory i of both being the same: C_θ/C_x ≫ 1 is a large reservoir. */
export function heatCapacityRatio(over: Warm, under: Warm): Reading {
  const { value, stderr } = ratioOfMeans(spreads(over), spreads(under));
  return { value, stderr };
}

/** (U − ⟨U⟩)²/T², their mean unbiased. */
function spreads({ energies, temperature }: Warm): Float64Array {
  if (!(temperature > 0)) throw new SzilardError('parameter', `[heatCapacity] temperature: expected a number above 0, got ${temperature}.`);
  const { mean, n } = moments(energies);
  return energies.map((u) => (n * (u - mean) ** 2) / ((n - 1) * temperature ** 2));
}
