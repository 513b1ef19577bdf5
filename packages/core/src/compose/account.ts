import { integralFluctuation } from '../checks/integral-fluctuation.ts';
import type { Experiment } from '../contracts/dynamics.ts';
import type { RandomStream } from '../contracts/random.ts';
import type { Run } from '../contracts/run.ts';
import type { Holds } from '../contracts/verdict.ts';
import { entropyProduction, total } from '../engine/entropy-production.ts';
import { shadowWork } from '../engine/shadow-work.ts';
import { recordState, simulateAsync, type WatchOptions } from '../engine/simulate.ts';
import { SzilardError } from '../errors.ts';
import { exactProcess } from '../exact/exact-process.ts';
import type { ExactOptions, ExactProcess, PathAverages, PathFunctional } from '../exact/process.ts';
import { bipartiteEntropies } from '../functionals/bipartite-entropies.ts';
import { estimatedLaws } from '../functionals/estimated-laws.ts';
import { moments } from '../numerics/moments.ts';

/** One quantity of a process: simulated, exact, or both. */
export interface AccountRow {
  /** `entropy-production`, `partial.x`, …; with `(estimated laws)` where the laws were not known exactly. */
  readonly quantity: string;
  readonly about: string;
  readonly unit: 'energy' | 'nat';
  /** Mean over the ensemble and its standard error; absent where only the exact value exists. */
  readonly mean?: readonly [value: number, stderr: number];
  /** By an exact back-end, to rounding; absent where none applies. */
  readonly exact?: number;
  /** ⟨e^−S⟩, for functionals that may obey the integral theorem. */
  readonly integral?: {
    readonly mean?: readonly [value: number, stderr: number];
    readonly exact?: number;
    readonly holds: Holds;
    readonly because: string;
  };
}

export interface Account {
  readonly rows: readonly AccountRow[];
  /** Why exact values are missing, and other things a reader must know. */
  readonly notes: readonly string[];
  readonly trajectories: number;
}

export interface AccountOptions extends WatchOptions {
  readonly trajectories: number;
  readonly rng: RandomStream;
  /** Frozen external labels, see `ModelPlugin.labels`. */
  readonly labels?: ExactOptions['labels'];
}

/** Every quantity of docs/theory.md 10 that this experiment has, with its exactness and error: the whole book of a process. */
export async function account(experiment: Experiment, { trajectories, rng, labels, ...watch }: AccountOptions): Promise<Account> {
  const { x, theta } = experiment.subsystems;
  const run = await simulateAsync(experiment, {
    trajectories,
    rng: rng.fork('forward'),
    record: { x: recordState('x', x.dim), theta: recordState('theta', theta.dim) },
    ...watch,
  });
  const notes: string[] = [];
  const exact = attempt(() => exactProcess(experiment, labels ? { labels } : {}), notes, 'no exact values');
  if (exact) notes.push(...exact.cautions);
  return {
    rows: [...ledgerRows(run, experiment, exact), ...lawRows(run, experiment, exact, notes), ...(theta.dim === 0 ? [] : pathRows(exact))],
    notes,
    trajectories,
  };
}

function attempt<T>(act: () => T, notes: string[], otherwise: string): T | undefined {
  try {
    return act();
  } catch (error) {
    if (!(error instanceof SzilardError)) throw error;
    notes.push(`${otherwise}: ${error.message}`);
    return undefined;
  }
}

const mean = (values: Float64Array): readonly [number, number] => {
  const { mean: value, stderr } = moments(values);
  return [value, stderr];
};

/** Distances of an exact ⟨e^−S⟩ from 1 that are rounding: a Gaussian one is a ratio of determinants of a whole path. */
const ROUNDING = 1e-8;

const integralOf = (values: Float64Array, known?: PathAverages): NonNullable<AccountRow['integral']> => {
  const { statistic, holds, because } = integralFluctuation(values, known ? { secondMoment: known.second } : {});
  if (!known) return { mean: statistic, holds, because };
  const off = known.integral - 1;
  const exact = { mean: statistic, exact: known.integral };
  // A sample may be too small to see a failure that is known.
  if (Math.abs(off) > ROUNDING)
    return { ...exact, holds: 'no', because: `exactly ⟨e^−S⟩ − 1 = ${off.toPrecision(3)}; the sample says ${holds}: ${because}` };
  return { ...exact, holds, because };
};

function ledgerRows(run: Run, { ticks }: Experiment, exact: ExactProcess | undefined): AccountRow[] {
  const { ledger, energy } = run;
  const rows: AccountRow[] = [];
  const booked = { work: ledger.work, heat: ledger.heat } as const;
  const seats = ticks.some(({ mover }) => mover === 'random') ? [] : (['x', 'theta'] as const);
  for (const [name, column] of Object.entries(booked) as ['work' | 'heat', Float64Array][]) {
    const about = name === 'work' ? 'put in by the protocol, the partner and driving forces' : 'handed to the baths';
    const whole = exact ? exact.means[name].x + exact.means[name].theta : Number.NaN;
    rows.push({
      quantity: name,
      about,
      unit: 'energy',
      mean: mean(total(column, ledger.ticks)),
      ...(Number.isNaN(whole) ? {} : { exact: whole }),
    });
    for (const seat of seats) {
      if (name === 'work' || ticks.every(({ mover }) => mover !== seat)) continue;
      const known = exact?.means[name][seat];
      rows.push({
        quantity: `${name}.${seat}`,
        about: `handed to the bath of ${seat}`,
        unit: 'energy',
        mean: mean(ofSeat(run, ticks, seat)),
        ...(known === undefined || Number.isNaN(known) ? {} : { exact: known }),
      });
    }
  }
  const gained = energy.end.map((u, i) => u - energy.start[i]);
  rows.push({ quantity: 'energy-change', about: 'ΔU = work − heat, on every trajectory', unit: 'energy', mean: mean(gained) });
  rows.push({
    quantity: 'bath-entropy',
    about: 'what the reservoirs say the heat was worth',
    unit: 'nat',
    mean: mean(total(ledger.bathEntropy, ledger.ticks)),
  });
  rows.push({
    quantity: 'entropy-flow',
    about: 'what the dynamics says: Σ ln K/K̃',
    unit: 'nat',
    mean: mean(total(ledger.logRatio, ledger.ticks)),
    ...(exact ? { exact: exact.means.logRatio.x + exact.means.logRatio.theta } : {}),
  });
  rows.push({ quantity: 'shadow-work', about: 'β W_shadow = entropy-flow − bath-entropy', unit: 'nat', mean: mean(shadowWork(run)) });
  const sigma = entropyProduction(run);
  rows.push({
    quantity: 'entropy-production',
    about: 'σ against the reversed process from the model’s own end',
    unit: 'nat',
    mean: mean(sigma),
    integral: integralOf(sigma),
  });
  return rows;
}

/** Heat of one seat's moves; [trajectories]. */
function ofSeat({ ledger }: Run, ticks: Experiment['ticks'], seat: 'x' | 'theta'): Float64Array {
  const own = ledger.heat.map((q, at) => (ticks[at % ledger.ticks].mover === seat ? q : 0));
  return total(own, ledger.ticks);
}

const functionals: readonly (readonly [name: PathFunctional | 'nostalgia', about: string, theorem: boolean])[] = [
  ['total', 'σ of the pair, with its own law at the end', true],
  ['partial.x', 'what the moves of x cost, information counted', true],
  ['partial.theta', 'what the moves of θ cost, information counted', true],
  ['information-flow.x', 'information on θ that the moves of x gain', false],
  ['information-flow.theta', 'information on x that the moves of θ gain', false],
  ['nostalgia', 'information on x that the moves of θ made useless', false],
  ['apparent.x', 'interval entropy production: what an observer of x alone books', true],
  ['apparent.theta', 'the same for θ', true],
  ['conditional.x', 'of x, given θ at both ends', true],
  ['conditional.theta', 'of θ, given x at both ends', true],
];

function lawRows(run: Run, experiment: Experiment, exact: ExactProcess | undefined, notes: string[]): AccountRow[] {
  const laws = exact?.laws ?? attempt(() => estimatedLaws(run, experiment), notes, 'no laws p_n');
  const found = laws && attempt(() => bipartiteEntropies(run, experiment, laws), notes, 'no partial entropy production');
  if (!found) return [];
  const empty = experiment.subsystems.theta.dim === 0;
  // How far a fitted Gaussian is from the law is not in the error bar of the sample: it can pass no sentence.
  const fitted = !laws.exact && [experiment.subsystems.x, experiment.subsystems.theta].some(({ dim, states }) => dim > 0 && !states);
  const theoremOf = (values: Float64Array, name: (typeof functionals)[number][0]): NonNullable<AccountRow['integral']> => {
    const found = integralOf(values, name === 'nostalgia' ? undefined : exact?.paths?.averages[name]);
    if (!fitted) return found;
    return { ...found, holds: 'undecided', because: `laws are Gaussians fitted to the sample, and these need not be; ${found.because}` };
  };
  return functionals
    .filter(([name]) => !empty || name === 'total')
    .map(([name, about, theorem]) => {
      const [kind, seat] = name.split('.') as [
        'total' | 'partial' | 'information-flow' | 'nostalgia' | 'apparent' | 'conditional',
        'x' | 'theta',
      ];
      const key = kind === 'information-flow' ? 'informationFlow' : kind;
      const column = found[key] as Float64Array | Record<'x' | 'theta', Float64Array>;
      const values = column instanceof Float64Array ? column : column[seat];
      const known = exact?.means[key] as number | Record<'x' | 'theta', number> | undefined;
      const value = typeof known === 'object' ? known[seat] : known;
      return {
        quantity: laws.exact ? name : `${name} (estimated laws)`,
        about,
        unit: 'nat' as const,
        mean: mean(values),
        ...(value === undefined ? {} : { exact: value }),
        ...(theorem ? { integral: theoremOf(values, name) } : {}),
      };
    });
}

/** What only whole paths know, and the mutual information at both ends. */
function pathRows(exact: ExactProcess | undefined): AccountRow[] {
  if (!exact) return [];
  const { mutualInformation } = exact.means;
  const rows: AccountRow[] = [
    { quantity: 'mutual-information.start', about: 'I(X;Θ) before the first tick', unit: 'nat', exact: mutualInformation[0] },
    {
      quantity: 'mutual-information.end',
      about: 'I(X;Θ) after the last',
      unit: 'nat',
      exact: mutualInformation[mutualInformation.length - 1],
    },
  ];
  const more: readonly (readonly [PathFunctional, string])[] = [
    ['marginal.x', 'of the path of x, θ unseen'],
    ['marginal.theta', 'of the path of θ, x unseen'],
    ['crooks-still.x', 'of x given the path of θ: total − marginal.theta'],
    ['crooks-still.theta', 'of θ given the path of x: total − marginal.x'],
    ['transfer-entropy.x-to-theta', 'what the past of x tells of the next θ'],
    ['transfer-entropy.theta-to-x', 'what the past of θ tells of the next x'],
    ['ito-sagawa.x', 'apparent.x − final + initial information + transfer entropy'],
  ];
  for (const [name, about] of exact.paths ? more : []) {
    const { mean: value, integral } = exact.paths!.averages[name];
    // Where labels are averaged over, whole paths have no closed form.
    if (Number.isNaN(value)) continue;
    const theorem = !name.startsWith('transfer');
    rows.push({
      quantity: name,
      about,
      unit: 'nat',
      exact: value,
      ...(theorem
        ? { integral: { exact: integral, holds: Math.abs(integral - 1) <= ROUNDING ? 'yes' : 'no', because: 'every path weighed' } }
        : {}),
    });
  }
  return rows;
}
