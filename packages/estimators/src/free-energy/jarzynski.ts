import { defineEstimator, type Estimate, moments, type WorkSamples } from '@szilard/core';
import { exponentialAverage } from './exponential-average.ts';
import { logSumExp } from './log-sum-exp.ts';
import { constantCautions, type Direction, workOf } from './work-samples.ts';

const id = 'free-energy/jarzynski';

export interface JarzynskiParams {
  /** Whose work is averaged; `backward`: ΔF = +ln⟨e^−w⟩ of the reverse. */
  direction: Direction;
}

/** Effective samples below which the average rests on too few. */
const FEW = 30;

/**
 * ΔF = −ln⟨e^−w⟩ [Jarzynski1997]; [n], kT, ΔF of the reverse's start over the forward's.
 *
 * Error: delta method. Bias, upwards (downwards from the reverse): (⟨e^−2w⟩/⟨e^−w⟩² − 1)/2n to first order [Gore2003], given
 * as `predictedBias`; both hold only where the samples show the variance of e^−w: tail index below ½ and many effective samples.
 * Where work of the other direction is at hand it shows the variance that these samples may have missed [docs/theory.md 15].
 */
export const jarzynski = defineEstimator<'free-energy-difference', JarzynskiParams>({
  id,
  title: 'free energy difference from the exponential average of work',
  quantity: 'free-energy-difference',
  source: '[Jarzynski1997]; docs/theory.md 15',
  calibrated: true,
  verifiedBy: 'pymbar',
  defaults: { direction: 'forward' },
  domain: { direction: { oneOf: ['forward', 'backward'] } },
  create: (params) => ({ estimate: (input) => estimate(params, input) }),
});

function estimate(params: JarzynskiParams, input: WorkSamples): Estimate {
  const { direction } = params;
  const other = direction === 'forward' ? 'backward' : 'forward';
  const work = workOf(id, input, direction);
  const n = work.length;
  const { value, stderr, effective, largest, tailIndex } = exponentialAverage(work);
  const unseen = input[other] ? unseenError(value, workOf(id, input, other), n) : undefined;
  const details = {
    effectiveSamples: effective,
    largestShare: largest,
    tailIndex,
    predictedBias: (direction === 'forward' ? 0.5 : -0.5) * stderr ** 2,
    dissipation: moments(work).mean - value,
    ...(unseen === undefined ? {} : { errorByReverse: unseen }),
  };
  return {
    value: direction === 'forward' ? value : -value,
    stderr,
    unit: 'kT',
    n,
    method: id,
    params: { ...params },
    details,
    cautions: [
      ...constantCautions(input, [direction]),
      ...cautionsOf({ n, stderr, effective, largest, tailIndex, unseen, up: direction === 'forward' }),
    ],
  };
}

/** Crooks: ⟨e^−2w⟩/⟨e^−w⟩² of one direction is e^ΔF⟨e^w⟩ of the other, ΔF signed for the first. Undefined where that came out below 1. */
function unseenError(value: number, reverse: Float64Array, n: number): number | undefined {
  const excess = Math.expm1(value + logSumExp(reverse) - Math.log(reverse.length));
  return excess >= 0 ? Math.sqrt(excess / n) : undefined;
}

interface Signs {
  readonly n: number;
  readonly stderr: number;
  readonly effective: number;
  readonly largest: number;
  readonly tailIndex: number;
  readonly unseen: number | undefined;
  readonly up: boolean;
}

function cautionsOf({ n, stderr, effective, largest, tailIndex, unseen, up }: Signs): string[] {
  const cautions: string[] = [];
  const side = up ? 'large' : 'small';
  if (effective < FEW) {
    const share = `the largest makes ${(100 * largest).toFixed(0)} % of the average`;
    cautions.push(`rests on ${effective.toPrecision(2)} effective samples of ${n}, ${share}: comes out too ${side} on average`);
  }
  if (!(tailIndex < 0.5)) {
    cautions.push(
      `⟨e^−2w⟩ has no finite value that these samples show (tail index ${tailIndex.toPrecision(2)}, limit 0.5): error bar not calibrated, too small as a rule; sample the reverse too and take free-energy/bar`,
    );
  }
  if (unseen !== undefined && unseen > 1.5 * stderr)
    cautions.push(
      `the reverse shows a tail that these samples missed: error ${unseen.toPrecision(2)} kT by its count; take free-energy/bar`,
    );
  return cautions;
}
