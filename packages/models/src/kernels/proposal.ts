import type { Batch, Given, Kernel, RandomStream } from '@szilard/core';

/** A proposal density q(y|x); the acceptance that makes it exact is the reservoir's. */
export interface Proposal {
  /** Draw y ~ q(·|x) into `next`. */
  draw(x: Batch, given: Given, rng: RandomStream, next: Batch): void;
  /** ln q(to|from); [n], nats. */
  logDensity(from: Batch, to: Batch, given: Given, out: Float64Array): void;
}

/**
 * Propose and accept with min(1, e^ΔS_R q(x|y)/q(y|x)): ln K(x′|x)/K(x|x′) = ΔS_R to rounding, for any proposal
 * [Metropolis1953], [Hastings1970]. A rejected move stays put: it is its own reverse, its density is written 0 and cancels.
 */
export function metropolised(
  { draw, logDensity }: Proposal,
  worth: (from: Batch, to: Batch, given: Given) => Float64Array,
): Pick<Kernel, 'step' | 'logDensity'> {
  /** ln of the acceptance odds of from → to; [n]. */
  const odds = (from: Batch, to: Batch, given: Given, there: Float64Array): Float64Array => {
    const [gain, back] = [worth(from, to, given), new Float64Array(from.n)];
    logDensity(from, to, given, there);
    logDensity(to, from, given, back);
    for (let i = 0; i < from.n; i++) gain[i] += back[i] - there[i];
    return gain;
  };
  return {
    step(x, given, rng, next) {
      draw(x, given, rng, next);
      const gain = odds(x, next, given, new Float64Array(x.n));
      const chance = new Float64Array(x.n);
      rng.fillUniform(chance);
      for (let i = 0; i < x.n; i++) {
        // Written so that NaN is taken, not turned down: it must reach the engine, which names it.
        if (!(Math.log(chance[i]) >= gain[i])) continue;
        for (let at = i * x.dim; at < (i + 1) * x.dim; at++) next.data[at] = x.data[at];
      }
    },
    logDensity(from, to, given, out) {
      const gain = odds(from, to, given, out);
      for (let i = 0; i < from.n; i++) {
        let stays = true;
        for (let at = i * from.dim; at < (i + 1) * from.dim; at++) stays &&= to.data[at] === from.data[at];
        out[i] = stays ? 0 : out[i] + Math.min(0, gain[i]);
      }
    },
  };
}
