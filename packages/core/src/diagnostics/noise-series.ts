import { batch } from '../arrays/batch.ts';
import type { Batch, Ensemble } from '../contracts/batch.ts';
import type { Experiment, Seat } from '../contracts/dynamics.ts';
import type { Given, Kernel } from '../contracts/kernel.ts';
import type { RandomStream } from '../contracts/random.ts';
import type { Subsystem } from '../contracts/subsystem.ts';
import { simulate } from '../engine/simulate.ts';
import { SzilardError } from '../errors.ts';

/** Noise move by move: what of a displacement its mean does not explain. [trajectories, moves, dim] each. */
export interface NoiseSeries {
  /** η with some noise of its own, independent of all else at other moves: ⟨residual(t) residual(s)⟩ = ⟨η(t) η(s)⟩ for t ≠ s. */
  readonly residual: Ensemble;
  /** ⟨power(t)⟩ = ⟨η(t)²⟩, component by component; single values may be below 0. */
  readonly power: Ensemble;
}

/** Noise that is known as such, e.g. the difference of a batch's gradient from that of all data. */
export const knownNoise = (noise: Ensemble): NoiseSeries => ({ residual: noise, power: { ...noise, data: noise.data.map((v) => v * v) } });

export interface NoiseOptions {
  readonly trajectories: number;
  readonly rng: RandomStream;
}

/**
 * The noise that a seat gets in a run: each displacement less the mean of two more draws from the same state. Free of any knowledge
 * of the drift, and unbiased: with twins y₁, y₂ of x′, ⟨(x′ − ȳ)²⟩ − ⟨(y₁ − y₂)²⟩/4 = ⟨η²⟩. Where the reservoir has coordinates of its
 * own, twins are drawn by an observer who does not see them, and η is what surprises that observer.
 */
export function noiseSeries(experiment: Experiment, seat: Seat, { trajectories, rng }: NoiseOptions): NoiseSeries {
  const subsystem = experiment.subsystems[seat];
  const dim = subsystem.dim - (subsystem.hidden ?? 0);
  const frames: Frame[] = [];
  const watched: Subsystem = { ...subsystem, kernel: watchedKernel(subsystem, dim, (frame) => void frames.push(frame)) };
  const { fuse: _oneByOne, ...plain } = watched;
  simulate({ ...experiment, subsystems: { ...experiment.subsystems, [seat]: plain } }, { trajectories, rng, ledger: 'totals' });
  const blocks = new Map<RandomStream, Frame[]>();
  for (const frame of frames) {
    const block = blocks.get(frame.stream) ?? [];
    block.push(frame);
    blocks.set(frame.stream, block);
  }
  const steps = frames.length / Math.max(1, blocks.size);
  if (!Number.isInteger(steps) || steps === 0)
    throw new SzilardError(
      'composition',
      `[noiseSeries] subsystems.${seat}: expected as many moves of it in every trajectory, got ${frames.length} in all. Name a seat that moves.`,
    );
  const make = (): Ensemble => ({ trajectories, steps, dim, data: new Float64Array(trajectories * steps * dim) });
  const out = { residual: make(), power: make() };
  let from = 0;
  for (const block of blocks.values()) {
    block.forEach(({ residual, power }, t) => {
      for (let i = 0; i < residual.n; i++) {
        const to = ((from + i) * steps + t) * dim;
        out.residual.data.set(residual.data.subarray(i * dim, (i + 1) * dim), to);
        out.power.data.set(power.data.subarray(i * dim, (i + 1) * dim), to);
      }
    });
    from += block[0].residual.n;
  }
  return out;
}

interface Frame {
  /** Streams are made block by block: they tell blocks apart. */
  readonly stream: RandomStream;
  readonly residual: Batch;
  readonly power: Batch;
}

function watchedKernel({ kernel, hidden = 0 }: Subsystem, dim: number, keep: (frame: Frame) => void): Kernel {
  const twins = new WeakMap<RandomStream, RandomStream>();
  const blind = kernel.blind ?? kernel;
  const look = (x: Batch, given: Given, rng: RandomStream, next: Batch) => {
    const width = x.dim;
    const visible = (k: number) => k % width < dim;
    // A move of the reservoir's own coordinates is none of the seat.
    if (hidden > 0 && !x.data.some((v, k) => visible(k) && v !== next.data[k])) return;
    const stream = twins.get(rng) ?? rng.fork('twins');
    twins.set(rng, stream);
    const [one, two] = [batch(x.n, width), batch(x.n, width)];
    blind.step(x, given, stream, one);
    blind.step(x, given, stream, two);
    const [residual, power] = [batch(x.n, dim), batch(x.n, dim)];
    for (let i = 0; i < x.n; i++)
      for (let k = 0; k < dim; k++) {
        const [from, to] = [i * width + k, i * dim + k];
        residual.data[to] = next.data[from] - 0.5 * (one.data[from] + two.data[from]);
        power.data[to] = residual.data[to] ** 2 - 0.25 * (one.data[from] - two.data[from]) ** 2;
      }
    keep({ stream, residual, power });
  };
  const { walk } = kernel;
  return {
    ...kernel,
    step(x, given, rng, next) {
      kernel.step(x, given, rng, next);
      look(x, given, rng, next);
    },
    ...(walk
      ? {
          walk(x, given, rng, next, passage) {
            walk(x, given, rng, next, passage);
            look(x, given, rng, next);
          },
        }
      : {}),
  };
}
