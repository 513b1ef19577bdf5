import { batch } from '../arrays/batch.ts';
import type { Batch } from '../contracts/batch.ts';
import type { Experiment, Seat } from '../contracts/dynamics.ts';
import type { Run } from '../contracts/run.ts';
import { modeTemperatures } from '../diagnostics/mode-temperatures.ts';
import { SzilardError } from '../errors.ts';
import { contactOf } from '../exact/naive-bath.ts';
import { randomStream } from '../random/stream.ts';
import type { DiagnosisRow } from './diagnose.ts';

/** More components than this: a spectrum is no table, and its curvature no few energies. */
const LARGEST = 24;
/** Finite differences of energies leave so much of a curvature undecided. */
const ROUGH = 1e-4;

/** T_i = h_i Var of every mode of a seat at the end of the run, where its energy is quadratic and its own. */
export function modeRows(run: Run, experiment: Experiment, seat: Seat): DiagnosisRow[] {
  const [own, partner] = seat === 'x' ? [run.x, run.theta] : [run.theta, run.x];
  if (own.dim > LARGEST)
    throw new SzilardError(
      'shape',
      `[mode temperatures] ${seat}: expected at most ${LARGEST} components, got ${own.dim}. Give modeTemperatures a curvature of your own.`,
    );
  if (experiment.subsystems[seat].states) return [];
  const curvature = quadratic(experiment, seat, own, partner);
  if (!curvature) return [];
  const { modes, anisotropy, holds, p } = modeTemperatures(own, curvature);
  const ideal = temperatureOf(experiment, seat, own);
  return [
    ...modes.map(({ curvature: h, value, stderr }, k) => ({
      quantity: `mode-temperature.${seat}.${k + 1}`,
      about: `h Var of the mode with h = ${h.toPrecision(4)}`,
      unit: 'energy' as const,
      value,
      stderr,
      ideal,
    })),
    ...(modes.length > 1
      ? [
          {
            quantity: `mode-anisotropy.${seat}`,
            about: 'largest mode temperature over the smallest',
            unit: '1' as const,
            value: anisotropy,
            stderr: ratioError(modes),
            ideal: 1,
            holds,
            because: `chance of such differences between ${modes.length} modes at one temperature: ${p.toExponential(1)}`,
          },
        ]
      : []),
  ];
}

/** Of largest over smallest, as if the two were independent. */
function ratioError(modes: readonly { readonly value: number; readonly stderr: number }[]): number {
  const sorted = modes.toSorted((a, b) => a.value - b.value);
  const [low, high] = [sorted[0], sorted[sorted.length - 1]];
  return (high.value / low.value) * Math.hypot(high.stderr / high.value, low.stderr / low.value);
}

const temperatureOf = (experiment: Experiment, seat: Seat, state: Batch): number => {
  const n = state.n;
  const bath = experiment.reservoirs[seat].open(n, randomStream('modes').trajectories(0, n), contactOf(experiment, seat, state));
  return n / bath.beta.reduce((a, b) => a + b, 0);
};

/** ∂²U by central differences at the end of the run; null where U is not quadratic, or feels its partner. */
function quadratic(experiment: Experiment, seat: Seat, own: Batch, partner: Batch): number[][] | null {
  const { dim } = own;
  const bath = experiment.reservoirs[seat].open(
    1,
    randomStream('curvature').trajectories(0, 1),
    contactOf(experiment, seat, batch(1, dim)),
  );
  const row = (of: Batch, i: number): Batch => ({ n: 1, dim: of.dim, data: of.data.subarray(i * of.dim, (i + 1) * of.dim) });
  const out = new Float64Array(1);
  const energy = (state: Float64Array, i: number): number => {
    experiment.subsystems[seat].energy(
      { n: 1, dim, data: state },
      { partner: row(partner, i), control: experiment.end.control, bath },
      out,
    );
    return out[0];
  };
  const size = Float64Array.from({ length: dim }, (_, k) => spread(own, k));
  if (size.some((s) => !(s > 0))) return null;
  const at = (i: number): number[][] => {
    const centre = row(own, i).data;
    const shifted = (a: number, sa: number, b: number, sb: number) => {
      const state = centre.slice();
      state[a] += sa * size[a];
      state[b] += sb * size[b];
      return energy(state, i);
    };
    return Array.from({ length: dim }, (_, a) =>
      Array.from({ length: dim }, (_, b) => {
        const cross = shifted(a, 1, b, 1) - shifted(a, 1, b, -1) - shifted(a, -1, b, 1) + shifted(a, -1, b, -1);
        return cross / (4 * size[a] * size[b]);
      }),
    );
  };
  const [here, there] = [at(0), at(own.n - 1)];
  const scale = (a: number, b: number) => Math.sqrt(Math.abs(here[a][a] * here[b][b]));
  const same = here.every((line, a) => line.every((v, b) => Math.abs(v - there[a][b]) <= ROUGH * scale(a, b)));
  if (!same || here.some((line, a) => !(line[a] > 0))) return null;
  // A partner that moves the minimum moves U at a fixed state by more than a constant.
  const lean = (i: number) => energy(row(own, 0).data.slice(), i) - energy(new Float64Array(dim), i);
  if (Math.abs(lean(0) - lean(own.n - 1)) > ROUGH * (Math.abs(lean(0)) + Math.abs(lean(own.n - 1)))) return null;
  return here.map((line, a) => line.map((v, b) => 0.5 * (v + here[b][a])));
}

/** Deviation of component k over the ensemble. */
function spread({ n, dim, data }: Batch, k: number): number {
  let [sum, square] = [0, 0];
  for (let i = 0; i < n; i++) {
    sum += data[i * dim + k];
    square += data[i * dim + k] ** 2;
  }
  return Math.sqrt(Math.max(0, square / n - (sum / n) ** 2));
}
