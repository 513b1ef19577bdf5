import { type Ensemble, moments, type Recorder } from '@szilard/core';
import type { MlpModel } from '@szilard/models';

/** A number and its standard error. */
export interface Measured {
  readonly value: number;
  readonly stderr: number;
}

export const measured = (values: ArrayLike<number>): Measured => {
  const { mean: value, stderr } = moments(values);
  return { value, stderr };
};

/** p(·|u, θ) of every probe after every round; [replicas, rounds + 1, probes · classes]. */
export function chances({ classifier, test }: MlpModel, probes: number, every: number): Recorder {
  const { classes, inputs } = classifier;
  const shown = test.features.subarray(0, probes * inputs);
  return {
    every,
    dim: probes * classes,
    observe(_x, theta, out) {
      for (let i = 0; i < theta.n; i++) {
        const lnP = classifier.logProbabilities(theta.data.subarray(i * theta.dim, (i + 1) * theta.dim), shown, probes);
        for (let k = 0; k < out.dim; k++) out.data[i * out.dim + k] = Math.exp(lnP[k]);
      }
    },
  };
}

/** U(θ) = L_B/T + |θ|²/2w² on one data set after every round, k_BT; [replicas, rounds + 1, 1]. */
export function energies(
  { classifier, train, sets }: MlpModel,
  { temperature, prior }: { readonly temperature: number; readonly prior: number },
  every: number,
): Recorder {
  const { inputs } = classifier;
  const rows = Array.from(sets[0].rows);
  const features = Float64Array.from(rows.flatMap((row) => Array.from(train.features.subarray(row * inputs, (row + 1) * inputs))));
  const labels = rows.map((row) => train.labels[row]);
  return {
    every,
    dim: 1,
    observe(_x, theta, out) {
      for (let i = 0; i < theta.n; i++) {
        const own = theta.data.subarray(i * theta.dim, (i + 1) * theta.dim);
        const square = own.reduce((sum, v) => sum + v * v, 0);
        out.data[i] = classifier.crossEntropy(own, features, labels).mean / temperature + square / (2 * prior ** 2);
      }
    },
  };
}

/** C_Θ = Var U over replicas, k_B, averaged over the frames from `first` on; error by leaving out replicas. */
export function fluctuations({ trajectories, steps, data }: Ensemble, first: number): Measured {
  const without = (left: number) => {
    let sum = 0;
    for (let f = first; f < steps; f++) {
      const kept = Array.from({ length: trajectories }, (_, i) => i).filter((i) => i !== left);
      sum += moments(Float64Array.from(kept, (i) => data[i * steps + f])).variance;
    }
    return sum / (steps - first);
  };
  const each = moments(Float64Array.from({ length: trajectories }, (_, i) => without(i)));
  return { value: without(-1), stderr: Math.sqrt(((trajectories - 1) ** 2 / trajectories) * each.variance) };
}

/** C_X of the last frame, k_B: variance of φ = −ln p(y|u, θ) over labels, averaged over probes; one number a replica. */
export function labelCapacity({ trajectories, steps, dim, data }: Ensemble, classes: number): Float64Array {
  return Float64Array.from({ length: trajectories }, (_, i) => {
    const frame = data.subarray((i * steps + steps - 1) * dim, (i + 1) * steps * dim);
    let sum = 0;
    for (let at = 0; at < dim; at += classes) {
      let [mean, square] = [0, 0];
      for (let k = at; k < at + classes; k++) {
        mean -= frame[k] * Math.log(frame[k]);
        square += frame[k] * Math.log(frame[k]) ** 2;
      }
      sum += square - mean ** 2;
    }
    return (sum * classes) / dim;
  });
}

/**
 * Heat that the labels hand on in a whole run, k_BT, averaged over them: Σ_n Σ_y (p_{n−1} − p_n)(y)·(−ln p_n(y)), since y, drawn
 * afresh from p_{n−1}, is looked at with p_n before it is drawn again; averaged over probes, one number a replica.
 */
export function labelHeat({ trajectories, steps, dim, data }: Ensemble, classes: number): Float64Array {
  return Float64Array.from({ length: trajectories }, (_, i) => {
    let sum = 0;
    for (let f = 1; f < steps; f++) {
      const at = (i * steps + f) * dim;
      for (let k = at; k < at + dim; k++) sum -= (data[k - dim] - data[k]) * Math.log(data[k]);
    }
    return (sum * classes) / dim;
  });
}

/** ln y = a + slope · ln x by weighted least squares; error from those of y. */
export function powerLaw(points: readonly ({ readonly width: number } & Measured)[]): Measured {
  const all = points.map(({ width, value, stderr }) => ({ x: Math.log(width), y: Math.log(value), w: (value / stderr) ** 2 }));
  const total = (of: (point: (typeof all)[number]) => number) => all.reduce((sum, point) => sum + point.w * of(point), 0);
  const [w, x, y] = [total(() => 1), total((p) => p.x), total((p) => p.y)];
  const spread = total((p) => p.x * p.x) - (x * x) / w;
  return { value: (total((p) => p.x * p.y) - (x * y) / w) / spread, stderr: 1 / Math.sqrt(spread) };
}

/** a/b with independent errors. */
export const ratio = (a: Measured, b: Measured): Measured => ({
  value: a.value / b.value,
  stderr: Math.abs(a.value / b.value) * Math.hypot(a.stderr / a.value, b.stderr / b.value),
});
