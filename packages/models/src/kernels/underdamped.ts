import { type Batch, type Boundary, batch, type Landscape, SzilardError } from '@szilard/core';
import { madeOf } from './line.ts';

/** [q, p] taken apart; [n, 2d] → [n, d] each. */
export function split(x: Batch, q: Batch, p: Batch): void {
  const d = q.dim;
  for (let i = 0; i < x.n; i++)
    for (let k = 0; k < d; k++) {
      q.data[i * d + k] = x.data[2 * i * d + k];
      p.data[i * d + k] = x.data[(2 * i + 1) * d + k];
    }
}

/** [q, p] put together; [n, d] each → [n, 2d]. */
export function join(q: Batch, p: Batch, x: Batch): void {
  const d = q.dim;
  for (let i = 0; i < x.n; i++)
    for (let k = 0; k < d; k++) {
      x.data[2 * i * d + k] = q.data[i * d + k];
      x.data[(2 * i + 1) * d + k] = p.data[i * d + k];
    }
}

/** The landscape of [q, p]: U(q) + Σ p_k²/2m_k. `mass`: one for all, or one for each coordinate. */
export function underdamped(positions: Landscape, { mass = 1 }: { readonly mass?: number | ArrayLike<number> } = {}): Landscape {
  const d = positions.dim;
  const masses = typeof mass === 'number' ? new Float64Array(d).fill(mass) : Float64Array.from(mass);
  if (masses.length !== d || !masses.every((m) => m > 0 && Number.isFinite(m)))
    throw new SzilardError('parameter', `[underdamped] mass: expected ${d} numbers above 0, got ${Array.from(masses).join(', ')}.`);
  const half = (x: Batch) => {
    const [q, p] = [batch(x.n, d), batch(x.n, d)];
    split(x, q, p);
    return { q, p };
  };
  const { gradient, force, stiffness } = positions;
  const made: Landscape = {
    dim: 2 * d,
    phase: { positions, masses },
    energy(x, given, out) {
      const { q, p } = half(x);
      positions.energy(q, given, out);
      for (let i = 0; i < x.n; i++) for (let k = 0; k < d; k++) out[i] += (0.5 * p.data[i * d + k] * p.data[i * d + k]) / masses[k];
    },
    ...(gradient && {
      gradient(x, given, out) {
        const { q, p } = half(x);
        const slope = batch(x.n, d);
        gradient(q, given, slope);
        for (let at = 0; at < p.data.length; at++) p.data[at] /= masses[at % d];
        join(slope, p, out);
      },
    }),
    ...(force && {
      force(x, given, out) {
        const { q } = half(x);
        const push = batch(x.n, d);
        force(q, given, push);
        join(push, batch(x.n, d), out);
      },
    }),
    ...(stiffness && {
      stiffness(control) {
        const [k, out] = [stiffness(control), new Float64Array(4 * d * d)];
        for (let i = 0; i < d; i++) {
          for (let j = 0; j < d; j++) out[2 * i * d + j] = k[i * d + j];
          out[2 * (d + i) * d + d + i] = 1 / masses[i];
        }
        return out;
      },
    }),
  };
  return madeOf(made, positions);
}

/** A law of positions with momenta at rest in a bath at β: p(q) Π N(p_k; 0, m_k/β). */
export function withMomenta(positions: Boundary, { masses, beta }: { readonly masses: Float64Array; readonly beta: number }): Boundary {
  const d = masses.length;
  const lnZ = masses.reduce((sum, m) => sum + 0.5 * Math.log((2 * Math.PI * m) / beta), 0);
  return {
    control: positions.control,
    sample(rng, x, theta) {
      const [q, p] = [batch(x.n, d), batch(x.n, d)];
      positions.sample(rng, q, theta);
      rng.fork('momenta').fillNormal(p.data);
      for (let at = 0; at < p.data.length; at++) p.data[at] *= Math.sqrt(masses[at % d] / beta);
      join(q, p, x);
    },
    logDensity(x, theta, out) {
      const [q, p] = [batch(x.n, d), batch(x.n, d)];
      split(x, q, p);
      positions.logDensity(q, theta, out);
      for (let i = 0; i < x.n; i++) {
        out[i] -= lnZ;
        for (let k = 0; k < d; k++) out[i] -= (0.5 * beta * p.data[i * d + k] ** 2) / masses[k];
      }
    },
  };
}
