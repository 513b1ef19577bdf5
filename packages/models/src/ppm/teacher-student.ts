import { type Batch, type Boundary, batch, type Kernel, lagged, type Model, type Subsystem } from '@szilard/core';
import { patternsOf, type TeacherStudent } from './teacher-patterns.ts';

export interface Student {
  readonly model: Model;
  /** True labels of a run's patterns; [n, patterns]. */
  truth(x: Batch): Batch;
  /** A = ξ_μ·ω/√N of every pattern; [n, patterns]. */
  sums(theta: Batch): Batch;
}

/** The model of `ppm/teacher-student-hebbian` with the means to read it: x = [labels of the student, source of the true ones, F]. */
export function teacherStudent(params: TeacherStudent): Student {
  const { weights, rate, labels, dt, steps } = params;
  const { count, sums, pull } = patternsOf(params);
  const given = labels === 'random' ? count : weights;
  const dim = count + given + weights;
  const keep = Math.exp(-dt);
  const force = count + given;
  const part = (x: Batch, from: number, width: number): Batch => {
    const out = batch(x.n, width);
    for (let i = 0; i < x.n; i++) out.data.set(x.data.subarray(i * dim + from, i * dim + from + width), i * width);
    return out;
  };
  const signs = (source: Batch): Batch => ({ ...source, data: source.data.map((v) => (v < 0 ? -1 : 1)) });
  const labelled = (source: Batch): Batch => (labels === 'random' ? source : signs(sums(source)));

  const samples: Subsystem = {
    dim,
    kernel: readoutKernel(count, sums),
    energy: (x, { partner }, out) => readoutEnergy(x, sums(partner), out),
  };
  const student: Subsystem = {
    dim: weights,
    kernel: {
      step(theta, { partner, control, bath }, rng, next) {
        rng.fillNormal(next.data);
        for (let i = 0; i < theta.n; i++) {
          const width = Math.sqrt((1 - keep * keep) / bath.beta[i]);
          for (let k = 0, at = i * weights; k < weights; k++, at++) {
            const centre = control[0] * partner.data[i * dim + force + k];
            next.data[at] = centre + keep * (theta.data[at] - centre) + width * next.data[at];
          }
        }
      },
      logDensity(from, to, { partner, control, bath }, out) {
        for (let i = 0; i < from.n; i++) {
          const variance = (1 - keep * keep) / bath.beta[i];
          let square = 0;
          for (let k = 0, at = i * weights; k < weights; k++, at++) {
            const centre = control[0] * partner.data[i * dim + force + k];
            square += (to.data[at] - centre - keep * (from.data[at] - centre)) ** 2;
          }
          out[i] = -0.5 * (square / variance + weights * Math.log(2 * Math.PI * variance));
        }
      },
    },
    energy(theta, { partner, control }, out) {
      for (let i = 0; i < theta.n; i++) {
        out[i] = 0;
        for (let k = 0; k < weights; k++)
          out[i] += 0.5 * (theta.data[i * weights + k] - control[0] * partner.data[i * dim + force + k]) ** 2;
      }
    },
  };

  /** Source of labels, ω ~ N(followed·νF, 1), student's labels from ω. */
  const boundary = (control: number, followed: number): Boundary => ({
    control: Float64Array.of(control),
    sample(rng, x, theta) {
      const source = batch(x.n, given);
      rng.fork('source').fillNormal(source.data);
      const made = labels === 'random' ? signs(source) : source;
      const f = pull(labelled(made));
      rng.fillNormal(theta.data);
      for (let at = 0; at < theta.data.length; at++) theta.data[at] += followed * rate * f.data[at];
      for (let i = 0; i < x.n; i++) {
        x.data.set(made.data.subarray(i * given, (i + 1) * given), i * dim + count);
        x.data.set(f.data.subarray(i * weights, (i + 1) * weights), i * dim + force);
      }
      const u = batch(x.n, count);
      rng.fork('labels').fillUniform(u.data);
      writeLabels(x, u, sums(theta), () => 1, x);
    },
    logDensity(x, theta, out) {
      logReadout(x, sums(theta), () => 1, out);
      for (let i = 0; i < x.n; i++) {
        let square = labels === 'random' ? 2 * count * Math.LN2 : given * Math.log(2 * Math.PI);
        if (labels === 'perceptron') for (let k = 0; k < given; k++) square += x.data[i * dim + count + k] ** 2;
        for (let k = 0; k < weights; k++) square += (theta.data[i * weights + k] - followed * rate * x.data[i * dim + force + k]) ** 2;
        out[i] -= 0.5 * (square + weights * Math.log(2 * Math.PI));
      }
    },
  });
  return {
    model: {
      subsystems: { x: samples, theta: student },
      ticks: lagged({ steps, lag: 1, protocol: () => Float64Array.of(rate) }),
      start: boundary(0, 0),
      end: boundary(rate, 1 - keep ** steps),
    },
    truth: (x) => labelled(part(x, count, given)),
    sums,
  };
}

/** All labels of the student drawn afresh, each +1 with the odds e^βA; what else is in x stands still. */
function readoutKernel(count: number, sums: (theta: Batch) => Batch): Kernel {
  return {
    step(x, { partner, bath }, rng, next) {
      next.data.set(x.data);
      const u = batch(x.n, count);
      rng.fillUniform(u.data);
      writeLabels(x, u, sums(partner), (i) => bath.beta[i], next);
    },
    logDensity(_from, to, { partner, bath }, out) {
      logReadout(to, sums(partner), (i) => bath.beta[i], out);
    },
  };
}

function writeLabels({ n, dim }: Batch, u: Batch, a: Batch, beta: (i: number) => number, into: Batch): void {
  for (let i = 0; i < n; i++)
    for (let m = 0; m < a.dim; m++)
      into.data[i * dim + m] = u.data[i * a.dim + m] < 1 / (1 + Math.exp(-beta(i) * a.data[i * a.dim + m])) ? 1 : -1;
}

function logReadout({ n, dim, data }: Batch, a: Batch, beta: (i: number) => number, out: Float64Array): void {
  for (let i = 0; i < n; i++) {
    out[i] = 0;
    for (let m = 0; m < a.dim; m++) out[i] -= softplus(-data[i * dim + m] * beta(i) * a.data[i * a.dim + m]);
  }
}

function readoutEnergy({ n, dim, data }: Batch, a: Batch, out: Float64Array): void {
  for (let i = 0; i < n; i++) {
    out[i] = 0;
    for (let m = 0; m < a.dim; m++) out[i] -= 0.5 * data[i * dim + m] * a.data[i * a.dim + m];
  }
}

/** ln(1 + eᶻ) without overflow. */
const softplus = (z: number): number => Math.max(z, 0) + Math.log1p(Math.exp(-Math.abs(z)));
