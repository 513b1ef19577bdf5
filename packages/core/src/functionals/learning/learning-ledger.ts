import type { Batch } from '../../contracts/batch.ts';
import type { RandomStream } from '../../contracts/random.ts';
import { SzilardError } from '../../errors.ts';
import { frame } from '../bipartite-entropies.ts';
import { informationsOf } from './informations.ts';
import { interval } from './interval.ts';
import type { LearningLedger, LedgerFrame } from './ledger-frame.ts';
import { type Frame, ledgerStep, less, type StepColumns } from './ledger-step.ts';
import { lossDecoder } from './loss-decoder.ts';
import { averages, type Bounds, type DataSets, plain } from './measured.ts';
import { averaged, type Mixtures, mixturesOf } from './mixtures.ts';
import { type Groups, groupsOf, type KnownModel, type LearningRecord, logMatrix, logRows } from './record.ts';
import { sourceDecoder } from './source-decoder.ts';

export interface LearningLedgerOptions {
  /** Chance of the samples that are drawn only to look. */
  readonly rng: RandomStream;
  /** Such samples for each θ and frame; 1 where absent. */
  readonly probes?: number;
  /** What data sets are; `these` where absent. */
  readonly dataSets?: DataSets;
  /** Frames at which information is asked for; every one where absent. The first and the last always are. */
  readonly every?: number;
  /** ln K(θ_i at frame n | θ_j at frame n − 1) for every run j into `out`, where the law of the learner's moves is known. */
  readonly logTransition?: (n: number, i: number, out: Float64Array) => void;
  /** Loss of every θ of frame n on every data set; [trajectories, sources]: tells data sets apart better than where θ lies. */
  readonly losses?: (theta: Batch, n: number) => Float64Array;
  readonly onFrame?: (done: number) => void;
}

const where = '[learningLedger]';

/**
 * The thermodynamic book of a learner whose samples relax fully after every recorded move of its parameters [Parsi2024,
 * docs/theory.md 21]: x_n ~ p(·|θ_n), independent of the past. Needs ln p(x|θ), samples, and runs on one or several data sets.
 */
export function learningLedger(model: KnownModel, record: LearningRecord, options: LearningLedgerOptions): LearningLedger {
  const { rng, probes = 1, dataSets = 'these', every = 1, logTransition, losses, onFrame } = options;
  const groups = groupsOf(record, where);
  const { sources, replicas, trajectories } = groups;
  for (const [name, value] of [
    ['probes', probes],
    ['every', every],
  ] as const)
    if (!Number.isSafeInteger(value) || value < 1)
      throw new SzilardError('parameter', `${where} ${name}: expected a whole number of at least 1, got ${value}.`);
  const steps = record.theta.steps - 1;
  const { mean } = averages(groups, dataSets);
  const bounds = (least: Float64Array, most: Float64Array): Bounds => ({ lower: mean(least), upper: mean(most) });
  const asked = (n: number) => n % every === 0 || n === steps;

  const look = (n: number): Frame => {
    const [theta, chain] = [frame(record.theta, n), frame(record.x, n)];
    const others = Array.from({ length: probes }, (_, k): Batch => {
      const x = { ...chain, data: chain.data.slice() };
      model.sample(theta, rng.fork('probes').fork(k).fork(n).trajectories(0, trajectories), x);
      return x;
    });
    const own = [chain, ...others].map((x) => logRows(model, x, theta, where));
    if (own[0].some((v) => v === Number.NEGATIVE_INFINITY))
      throw new SzilardError(
        'input',
        `${where} x: expected samples that their θ can give, got one of density 0 at frame ${n}. Record x after it has relaxed.`,
      );
    return { theta, chain, probes: others, own };
  };
  const matrices = ({ theta, chain, probes: others }: Frame) => [chain, ...others].map((x) => logMatrix(model, x, theta, where));

  const sums = new Map<keyof StepColumns, Float64Array>();
  const column = (name: keyof StepColumns) => sums.get(name) ?? new Float64Array(trajectories);
  const frames: LedgerFrame[] = [];
  let first: readonly Mixtures[] | undefined;
  let before: Frame | undefined;
  let logsBefore: readonly Float64Array[] | undefined;
  for (let n = 0; n <= steps; n++) {
    const now = look(n);
    const logSource = losses ? lossDecoder(mustBeLosses(losses(now.theta, n), groups, n), groups) : sourceDecoder(now.theta, groups);
    const moved = before && ledgerStep(before, now, { model, groups, dataSets, where, logSource, ...transition(n) });
    if (moved)
      for (const [name, values] of entries(moved))
        sums.set(
          name,
          column(name).map((v, i) => v + values[i]),
        );
    const logs = asked(n) || logTransition ? matrices(now) : undefined;
    let information: LedgerFrame['information'];
    if (asked(n)) {
      const mixtures = logs!.map((matrix) => mixturesOf(matrix, groups, dataSets));
      const informations = informationsOf(averaged(mixtures.slice(1)), { mean });
      first ??= mixtures;
      information = {
        ...informations,
        ...(logSource && sources > 1 ? { memorised: mean(own(logSource).map((lnP) => lnP + Math.log(sources))) } : {}),
        ...interval(column('heat'), column('dissipated'), mixtures, first, mean),
      };
    }
    frames.push({
      frame: n,
      ...sumsOf(column),
      ...(moved ? { step: sumsOf((name) => moved[name]) } : {}),
      ...(information ? { information } : {}),
      B2: plain(less(less(column('work'), column('partialLeast')), column('nostalgiaBeside'))),
    });
    [before, logsBefore] = [now, logs];
    onFrame?.(n + 1);
  }
  return {
    sources,
    replicas,
    dataSets,
    ceilings: { together: Math.log(trajectories), givenData: Math.log(replicas), learned: Math.log(sources) },
    frames,
    cautions: cautionsOf(sources, replicas, dataSets),
  };

  function transition(n: number) {
    if (!logTransition || !logsBefore) return {};
    const moves = new Float64Array(trajectories * trajectories).fill(Number.NaN);
    for (let i = 0; i < trajectories; i++) logTransition(n, i, moves.subarray(i * trajectories, (i + 1) * trajectories));
    const lost = moves.findIndex(Number.isNaN);
    if (lost >= 0)
      throw new SzilardError(
        'non-finite',
        `${where} logTransition: expected ln K for every run, got NaN at frame ${n}. Write all of \`out\`.`,
      );
    return { transition: { logs: logsBefore, moves } };
  }

  function sumsOf(of: (name: keyof StepColumns) => Float64Array) {
    return {
      work: mean(of('work')),
      heat: mean(of('heat')),
      dissipated: mean(of('dissipated')),
      integral: mean(of('work').map((w) => Math.exp(-w))),
      partial: bounds(of('partialLeast'), of('partialMost')),
      nostalgia: bounds(of('nostalgiaLeast'), of('nostalgiaMost')),
    };
  }

  /** ln π of the data set that it was. */
  function own(logSource: Float64Array): Float64Array {
    return Float64Array.from({ length: trajectories }, (_, i) => logSource[i * sources + groups.source[i]]);
  }
}

function mustBeLosses(losses: Float64Array, { trajectories, sources }: Groups, n: number): Float64Array {
  if (losses.length !== trajectories * sources)
    throw new SzilardError(
      'shape',
      `${where} losses: expected [${trajectories}, ${sources}] at frame ${n}, got ${losses.length} numbers. Give one for each run and data set.`,
    );
  const lost = losses.findIndex((loss) => !Number.isFinite(loss));
  if (lost >= 0)
    throw new SzilardError(
      'non-finite',
      `${where} losses: expected finite numbers, got ${losses[lost]} at frame ${n}. Did the loss explode? Lower the learning rate.`,
    );
  return losses;
}

const entries = (columns: StepColumns) => Object.entries(columns) as [keyof StepColumns, Float64Array][];

function cautionsOf(sources: number, replicas: number, dataSets: DataSets): string[] {
  const cautions: string[] = [];
  if (sources === 1) cautions.push('one data set: I(X;Θ) is I(X;Θ|B), and L-info and M-info are not to be had; run on several data sets');
  else if (replicas === 1) cautions.push('one run on each data set: L-info and M-info are not to be had; run at least three times on each');
  else if (replicas < 3) cautions.push('two runs on each data set: M-info is not to be had; run at least three times on each');
  if (dataSets === 'drawn' && sources > 1 && sources < 20) cautions.push(`only ${sources} data sets: error bars are rough`);
  return cautions;
}
