import { type Batch, type Given, type Landscape, SzilardError } from '@szilard/core';

/**
 * The heat-bath law of one coordinate, the others held: P(v) ∝ e^ΔS_R(q_v), q_v the heat from `start` on if the coordinate became v.
 * Asked with the heat so far and not of one sub-move alone, a reservoir whose β moves is served too.
 */
export interface HeatBath {
  readonly values: readonly Float64Array[];
  /** ln P(v) of coordinate k at x, by rows; [n, values of k]. `start`: U where the move began. */
  logLaw(x: Batch, k: number, given: Given, start: Float64Array): Float64Array;
}

export function heatBathOn({ dim, energy, values, force }: Landscape, kernel: string): HeatBath {
  if (!values || force) {
    const got = force ? 'a driven one' : 'one of real numbers';
    throw new SzilardError(
      'composition',
      `[${kernel}] expected an undriven landscape of coordinates with finitely many values, got ${got}. Give it \`values\`, or take monte-carlo/metropolis.`,
    );
  }
  return {
    values,
    logLaw(x, k, given, start) {
      const { n } = x;
      const several = values[k].length;
      const laws = new Float64Array(n * several);
      const trial = { n, dim, data: x.data.slice() };
      const [heat, gain] = [new Float64Array(n), new Float64Array(n)];
      for (let v = 0; v < several; v++) {
        for (let i = 0; i < n; i++) trial.data[i * dim + k] = values[k][v];
        energy(trial, given, heat);
        for (let i = 0; i < n; i++) heat[i] = start[i] - heat[i];
        given.bath.entropyGain(heat, gain);
        for (let i = 0; i < n; i++) laws[i * several + v] = gain[i];
      }
      for (let from = 0; from < laws.length; from += several) {
        let most = Number.NEGATIVE_INFINITY;
        for (let v = from; v < from + several; v++) most = Math.max(most, laws[v]);
        let sum = 0;
        for (let v = from; v < from + several; v++) sum += Math.exp(laws[v] - most);
        const lnZ = most + Math.log(sum);
        for (let v = from; v < from + several; v++) laws[v] -= lnZ;
      }
      return laws;
    },
  };
}

/** The value that the uniform u ∈ (0, 1) picks; its law stands in row `row` of `laws`. */
export function pick(laws: Float64Array, row: number, values: Float64Array, u: number): number {
  let sum = 0;
  for (let v = 0; v < values.length - 1; v++) {
    sum += Math.exp(laws[row * values.length + v]);
    if (u < sum) return values[v];
  }
  return values[values.length - 1];
}

/** ln P of the value `value` by row `row` of `laws`; −∞ where it is none of the coordinate's. */
export function lawAt(laws: Float64Array, row: number, values: Float64Array, value: number): number {
  const v = values.indexOf(value);
  return v < 0 ? Number.NEGATIVE_INFINITY : laws[row * values.length + v];
}
