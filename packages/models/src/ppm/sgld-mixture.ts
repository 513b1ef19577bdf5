import { SzilardError } from '@szilard/core';

/** θ′ = keep·θ ± kick + N(0, spread), either sign with the chance ½: a step on batches of ±1 averaged over in the kernel. */
export interface MixtureStep {
  readonly keep: number;
  readonly kick: number;
  /** 0: no noise but that of the batches. */
  readonly spread: number;
}

/** ln K(θ′|θ), a mixture of two Gaussians; of two points, by counting, where there is no further noise. */
export function mixtureLogDensity(from: number, to: number, { keep, kick, spread }: MixtureStep): number {
  const mean = keep * from;
  if (spread === 0) return to === mean + kick || to === mean - kick ? -Math.LN2 : Number.NEGATIVE_INFINITY;
  const near = Math.abs(to - mean) - Math.abs(kick);
  const rest = Math.exp((-2 * Math.abs(to - mean) * Math.abs(kick)) / spread);
  return -(near * near) / (2 * spread) + Math.log1p(rest) - Math.LN2 - 0.5 * Math.log(2 * Math.PI * spread);
}

/** Points of the lattices per smallest width: integrands are smooth, sums on a lattice then miss less than 1e-12. */
const PER_WIDTH = 8;
/** More points than this take minutes. */
const CELLS = 1e5;

/**
 * Entropy production per step of the steady state, ∫∫ p K ln K/K̃; nats. p from its characteristic function
 * Π_j cos(kick·keep^j q) · exp(−v q²/2), v = spread/(1 − keep²), as a sum over the waves that fit into a box it does not fill.
 */
export function mixtureEntropyProduction(step: MixtureStep): number {
  const { keep, kick, spread } = step;
  if (spread === 0) return Number.POSITIVE_INFINITY;
  const [deviation, width] = [Math.sqrt(spread), Math.sqrt(spread / (1 - keep * keep))];
  const reach = Math.abs(kick) / (1 - Math.abs(keep)) + 10 * width;
  const cells = Math.ceil((2 * reach * PER_WIDTH) / Math.min(deviation, width));
  if (cells > CELLS)
    throw new SzilardError(
      'parameter',
      `[ppm/sgld-quadratic] temperature: expected injected noise above ${((2 * reach * PER_WIDTH) / CELLS).toPrecision(2)} a step for the integral, got ${deviation.toPrecision(2)}. Estimate it instead.`,
    );
  const waves: number[] = [];
  for (let m = 0; ; m++) {
    const q = (Math.PI * m) / reach;
    let share = Math.exp(-0.5 * (q * width) ** 2);
    if (share < 1e-18) break;
    for (let push = q * kick; Math.abs(push) > 1e-9; push *= keep) share *= Math.cos(push);
    waves.push(m === 0 ? share : 2 * share);
  }
  let total = 0;
  for (let c = 0; c < cells; c++) {
    const at = -reach + (2 * reach * c) / cells;
    let density = 0;
    for (let m = 0; m < waves.length; m++) density += waves[m] * Math.cos((Math.PI * m * at) / reach);
    total += (density / cells) * meanLogRatio(at, step, deviation);
  }
  return total;
}

/** ⟨ln K(θ′|θ)/K(θ|θ′)⟩ over the moves from θ. */
function meanLogRatio(from: number, step: MixtureStep, deviation: number): number {
  let [sum, weights] = [0, 0];
  for (let z = -9 * PER_WIDTH * 2; z <= 9 * PER_WIDTH * 2; z++) {
    const off = z / (PER_WIDTH * 2);
    const weight = Math.exp(-0.5 * off * off);
    for (const kick of [step.kick, -step.kick]) {
      const to = step.keep * from + kick + deviation * off;
      sum += weight * (mixtureLogDensity(from, to, step) - mixtureLogDensity(to, from, step));
    }
    weights += 2 * weight;
  }
  return sum / weights;
}

/** Signs of so many batches make 2^so many components. */
const STEPS = 8;

/** A normalised law near the stationary one: what N(0, variance) has become after eight steps; centres and one variance. */
export function mixtureStart({ keep, kick, spread }: MixtureStep, variance: number): { centres: Float64Array; variance: number } {
  let centres = Float64Array.of(0);
  let rest = variance;
  for (let k = 0; k < STEPS; k++) {
    centres = Float64Array.from([...centres, ...centres], (c, i) => keep * c + (i < centres.length ? kick : -kick));
    rest = keep * keep * rest + spread;
  }
  return { centres, variance: rest };
}
