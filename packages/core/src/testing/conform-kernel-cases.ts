import { batch } from '../arrays/batch.ts';
import type { Batch } from '../contracts/batch.ts';
import type { Given } from '../contracts/kernel.ts';
import type { Landscape } from '../contracts/landscape.ts';
import type { RandomStream } from '../contracts/random.ts';
import { logGamma } from '../numerics/special.ts';

/** A landscape whose equilibrium is known: what kernels are held against. */
export interface KernelCase {
  readonly name: string;
  readonly landscape: Landscape;
  readonly beta: number;
  /** Draw x from e^−βU/Z, exactly. */
  sample(rng: RandomStream, x: Batch): void;
  /** ⟨product of these components⟩ at equilibrium, e.g. [0, 0, 1] for ⟨x₀²x₁⟩. */
  readonly moments: readonly { readonly of: readonly number[]; readonly truth: number }[];
  /** c of Z(β) ∝ β^−c. Absent: Z is no power. */
  readonly exponent?: number;
}

/** What holds still in a case: no partner, no control, an ideal bath at β. */
export const givenAt = (beta: number, n: number): Given => ({
  partner: batch(n, 0),
  control: new Float64Array(0),
  bath: {
    beta: new Float64Array(n).fill(beta),
    additive: true,
    entropyGain(heat, out) {
      for (let i = 0; i < n; i++) out[i] = beta * heat[i];
    },
    absorb() {},
  },
});

const BETA = 1.3;

/** U = ½ Σ K_ij x_i x_j, in one dimension or two. */
function quadratic(stiffness: readonly number[]): KernelCase {
  const dim = Math.sqrt(stiffness.length);
  const [a, b, c] = dim === 1 ? [stiffness[0], 0, 1] : [stiffness[0], stiffness[1], stiffness[3]];
  const det = a * c - b * b;
  // (βK)⁻¹ and its Cholesky factor.
  const [v0, v01, v1] = [c / det / BETA, -b / det / BETA, a / det / BETA];
  return {
    name: dim === 1 ? 'a quadratic well' : 'an anisotropic quadratic well in two dimensions',
    beta: BETA,
    exponent: dim / 2,
    landscape: {
      dim,
      stiffness: () => Float64Array.from(stiffness),
      energy(x, _given, out) {
        for (let i = 0; i < x.n; i++) {
          out[i] = 0;
          for (let k = 0; k < dim; k++)
            for (let l = 0; l < dim; l++) out[i] += 0.5 * stiffness[k * dim + l] * x.data[i * dim + k] * x.data[i * dim + l];
        }
      },
      gradient(x, _given, out) {
        for (let i = 0; i < x.n; i++)
          for (let k = 0; k < dim; k++) {
            out.data[i * dim + k] = 0;
            for (let l = 0; l < dim; l++) out.data[i * dim + k] += stiffness[k * dim + l] * x.data[i * dim + l];
          }
      },
    },
    sample(rng, x) {
      rng.fillNormal(x.data);
      for (let i = 0; i < x.n; i++) {
        const z = x.data[i * dim];
        x.data[i * dim] = Math.sqrt(v0) * z;
        if (dim === 2) x.data[2 * i + 1] = (v01 / Math.sqrt(v0)) * z + Math.sqrt(v1 - v01 ** 2 / v0) * x.data[2 * i + 1];
      }
    },
    moments: [
      { of: [0, 0], truth: v0 },
      { of: [0, 0, 0, 0], truth: 3 * v0 ** 2 },
      ...(dim === 2
        ? [
            { of: [1, 1], truth: v1 },
            { of: [0, 1], truth: v01 },
          ]
        : []),
    ],
  };
}

/** U = x⁴/4: ⟨x⁴⟩ = 1/β by equipartition, ⟨x²⟩ = (4/β)^{1/2} Γ(3/4)/Γ(1/4). */
const quartic: KernelCase = {
  name: 'a quartic well',
  beta: BETA,
  exponent: 1 / 4,
  landscape: {
    dim: 1,
    energy(x, _given, out) {
      for (let i = 0; i < x.n; i++) out[i] = x.data[i] ** 4 / 4;
    },
    gradient(x, _given, out) {
      for (let i = 0; i < x.n; i++) out.data[i] = x.data[i] ** 3;
    },
  },
  sample(rng, x) {
    // Rejection under a Gaussian of variance v: −βx⁴/4 + x²/2v is at most 1/4βv².
    const v = 0.6;
    for (let i = 0; i < x.n; i++) {
      const lane = rng.lane(i);
      do x.data[i] = Math.sqrt(v) * lane.normal();
      while (Math.log(lane.uniform()) > (-BETA * x.data[i] ** 4) / 4 + x.data[i] ** 2 / (2 * v) - 1 / (4 * BETA * v * v));
    }
  },
  moments: [
    { of: [0, 0], truth: Math.sqrt(4 / BETA) * Math.exp(logGamma(0.75) - logGamma(0.25)) },
    { of: [0, 0, 0, 0], truth: 1 / BETA },
  ],
};

/** The same positions with momenta beside them. */
function withMomenta({ name, landscape: positions, beta, sample, moments, exponent }: KernelCase): KernelCase {
  const d = positions.dim;
  const masses = Float64Array.from({ length: d }, (_, k) => 0.7 + 1.2 * k);
  const half = (x: Batch, from: number): Batch => ({
    n: x.n,
    dim: d,
    data: x.data.filter((_, at) => at % (2 * d) >= from && at % (2 * d) < from + d),
  });
  return {
    name: `${name}, with momenta`,
    beta,
    exponent: (exponent ?? 0) + d / 2,
    landscape: {
      dim: 2 * d,
      phase: { positions, masses },
      energy(x, given, out) {
        positions.energy(half(x, 0), given, out);
        half(x, d).data.forEach((p, at) => {
          out[Math.floor(at / d)] += p ** 2 / (2 * masses[at % d]);
        });
      },
    },
    sample(rng, x) {
      const [q, p] = [batch(x.n, d), batch(x.n, d)];
      sample(rng.fork('positions'), q);
      rng.fork('momenta').fillNormal(p.data);
      for (let i = 0; i < x.n; i++)
        for (let k = 0; k < d; k++) {
          x.data[2 * i * d + k] = q.data[i * d + k];
          x.data[(2 * i + 1) * d + k] = Math.sqrt(masses[k] / beta) * p.data[i * d + k];
        }
    },
    moments: [
      ...moments,
      { of: [d, d], truth: masses[0] / beta },
      { of: [d, d, d, d], truth: 3 * (masses[0] / beta) ** 2 },
      { of: [0, d], truth: 0 },
    ],
  };
}

const positions: readonly KernelCase[] = [quadratic([1.5]), quadratic([3, 1, 1, 1.2]), quartic];

/** The landscapes of a space that has infinitely many states. */
export const kernelCases = { positions, 'phase-space': positions.map(withMomenta) } as const;
