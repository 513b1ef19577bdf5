import { type AffineMove, type Batch, batch, type Given, type Kernel, type LinearForce } from '@szilard/core';
import { before, hiddenOf, visibleOf, whose } from './layout.ts';
import type { Memory } from './memory.ts';

/** The kernel of (x, z): in ticks of the system its own one under the memory's force, in ticks of the memory that of z given x. */
export function embeddedKernel(kernel: Kernel, dim: number, memory: Memory): Kernel {
  const { stiffness, time, friction } = memory;
  const decay = Math.exp(-1 / time);
  const follows = friction === 'matched' ? 1 : 0;
  /** Variance of one move of z in a bath at temperature 1. */
  const spread = -Math.expm1(-2 / time) / stiffness;
  const centre = (x: number) => (1 - decay) * follows * x;

  const forceOf = (state: Batch): LinearForce => ({
    constant: hiddenOf(state, dim).data.map((z) => stiffness * z),
    stiffness: follows * stiffness,
  });
  const at = (given: Given, state: Batch, seen: boolean): Given => {
    const { force: _none, ...bath } = given.bath;
    return { ...given, control: before(given.control), bath: seen ? { ...bath, force: forceOf(state) } : bath };
  };

  const moving = (seen: boolean): Kernel => ({
    component: whose,
    step(state, given, rng, next) {
      next.data.set(state.data);
      if (whose(given.control) === 0) {
        const moved = batch(state.n, dim);
        kernel.step(visibleOf(state, dim), at(given, state, seen), rng, moved);
        for (let i = 0; i < state.n; i++) next.data.set(moved.data.subarray(i * dim, (i + 1) * dim), 2 * i * dim);
        return;
      }
      const noise = new Float64Array(state.n * dim);
      rng.fillNormal(noise);
      for (let i = 0; i < state.n; i++)
        for (let k = 0; k < dim; k++) {
          const z = (2 * i + 1) * dim + k;
          next.data[z] = centre(state.data[z - dim]) + decay * state.data[z] + Math.sqrt(spread / given.bath.beta[i]) * noise[i * dim + k];
        }
    },
    logDensity(from, to, given, out) {
      const own = whose(given.control);
      if (own === 0) kernel.logDensity(visibleOf(from, dim), visibleOf(to, dim), at(given, from, seen), out);
      for (let i = 0; i < from.n; i++) {
        const v = spread / given.bath.beta[i];
        let square = 0;
        for (let k = 0; k < dim; k++) {
          const [x, z] = [2 * i * dim + k, (2 * i + 1) * dim + k];
          const still = own === 0 ? z : x;
          if (to.data[still] !== from.data[still]) square = Number.POSITIVE_INFINITY;
          else if (own !== 0) square += (to.data[z] - centre(from.data[x]) - decay * from.data[z]) ** 2;
        }
        if (own !== 0) out[i] = -0.5 * (square / v + dim * Math.log(2 * Math.PI * v));
        else if (square > 0) out[i] = Number.NEGATIVE_INFINITY;
      }
    },
    ...(kernel.parity ? { parity: Int8Array.of(...kernel.parity, ...new Int8Array(dim).fill(1)) } : {}),
    ...(kernel.affine ? { affine: (control, beta) => affineOf(kernel.affine!, control, beta, seen) } : {}),
  });

  function affineOf(affine: NonNullable<Kernel['affine']>, control: Float64Array, beta: number, seen: boolean): AffineMove {
    const wide = 2 * dim;
    const own = new Float64Array(wide * wide);
    const covariance = new Float64Array(wide * wide);
    const offset = new Float64Array(wide);
    const force = (push: (k: number) => number): LinearForce | undefined =>
      seen ? { constant: Float64Array.from({ length: dim }, (_, k) => push(k)), stiffness: follows * stiffness } : undefined;
    const rest = affine(
      before(control),
      beta,
      force(() => 0),
    );
    const partners = rest.other.length / dim;
    const other = new Float64Array(wide * partners);
    for (let k = 0; k < dim; k++) {
      const z = dim + k;
      if (whose(control) !== 0) {
        own[k * wide + k] = 1;
        own[z * wide + z] = decay;
        own[z * wide + k] = centre(1);
        covariance[z * wide + z] = spread / beta;
        continue;
      }
      own[z * wide + z] = 1;
      offset[k] = rest.offset[k];
      // What a unit of z_k does to the mean, through its force κ z_k on component k.
      const pushed = affine(
        before(control),
        beta,
        force((l) => (l === k ? stiffness : 0)),
      );
      for (let l = 0; l < dim; l++) {
        own[l * wide + z] = pushed.offset[l] - rest.offset[l];
        own[k * wide + l] = rest.own[k * dim + l];
        covariance[k * wide + l] = rest.covariance[k * dim + l];
      }
      for (let l = 0; l < partners; l++) other[k * partners + l] = rest.other[k * partners + l];
    }
    return { own, other, offset, covariance };
  }

  return {
    ...moving(true),
    blind: moving(false),
    ...(kernel.reversed ? { reversed: embeddedKernel(alone(kernel.reversed), dim, memory) } : {}),
  };
}

/** A reversed kernel may name its own reverse, without end. */
const alone = ({ reversed: _back, ...kernel }: Kernel): Kernel => kernel;
