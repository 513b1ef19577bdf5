import type { Bounds, Estimate, LedgerFrame, Measured } from '@szilard/core';
import { type Comparison, formatEstimate, formatNumber } from '@szilard/report';
import type { Observed } from './learning-ledger-ensemble.ts';

/** Who is in the mixture that stands for the law of the sample: its own run, or others alone. */
const mixture = ['mixture with its own run', 'mixture without'] as const;

const estimate = (
  { value, stderr }: Measured,
  n: number,
  method: string,
  bound?: 'lower' | 'upper',
  cautions: string[] = [],
): Estimate => ({
  value,
  stderr,
  unit: 'nat',
  n,
  method,
  params: {},
  ...(bound ? { bound } : {}),
  cautions,
});

/** The book at the end, quantity by quantity. */
export function ledgerRows(system: string, { ledger, alone, path }: Observed): Comparison[] {
  const { frames, sources, replicas, ceilings } = ledger;
  const n = sources * replicas;
  const last = frames[frames.length - 1];
  const information = last.information!;
  const near = (value: number, ceiling: number, of: string) =>
    value > ceiling - 0.3 ? [`within ${Math.max(0, ceiling - value).toFixed(2)} nat of the ceiling ${of} = ${ceiling.toFixed(3)}`] : [];
  const row = (quantity: string, truthSource: string, estimates: Estimate[], truth: number | null = null): Comparison => ({
    quantity,
    system,
    truth,
    truthSource,
    estimates,
  });
  const both = (
    { lower, upper }: Bounds,
    [least, most]: readonly [string, string],
    ceiling = Number.POSITIVE_INFINITY,
    of = '',
  ): Estimate[] => [
    estimate(lower, n, least, 'lower', near(lower.value, ceiling, of)),
    ...(Number.isFinite(upper.value) ? [estimate(upper, n, most, 'upper')] : []),
  ];
  const told: Estimate[] = [
    ...(information.memorised
      ? [
          estimate(
            information.memorised,
            n,
            'decoder of the data set',
            'lower',
            near(information.memorised.value, ceilings.learned, 'ln S'),
          ),
        ]
      : []),
    ...(path.length > 0 ? [estimate(path[path.length - 1], n, 'whole path of Θ', 'upper')] : []),
  ];
  return [
    ...(information.learned
      ? [
          row(
            'L-info I(X;B)',
            `at most ln S = ${ceilings.learned.toFixed(3)}`,
            both(information.learned, ['data set told by other runs', 'own run among them'], ceilings.learned, 'ln S'),
          ),
        ]
      : []),
    ...(told.length > 0 ? [row('M-info I(Θ;B)', `at most ln S = ${ceilings.learned.toFixed(3)}`, told)] : []),
    row('I(X;Θ)', '', both(information.together, mixture, ceilings.together, 'ln of the runs')),
    row('I(X;Θ|B)', '', both(information.givenData, mixture, ceilings.givenData, 'ln R')),
    row(
      'I(X;Θ) of trials on one data set',
      'no L-info to be had',
      both(alone.frames[alone.frames.length - 1].information!.together, mixture),
    ),
    row('conditional entropy production of X', 'exact but for sampling', [estimate(last.dissipated, n, 'divergences')]),
    row('interval entropy production of X', '', both(information.apparent, ['entropy of X by mixtures, at least', 'at most'])),
    row('partial entropy production of X', '', both(last.partial, ['sample before the move retrodicted', 'nothing forgotten'])),
    row('nostalgia', '', both(last.nostalgia, ['nothing forgotten', 'sample before the move retrodicted'])),
    row('(B1) interval − conditional − ΔI(X;Θ)', 'identity', [estimate(information.B1, n, 'residual')], 0),
    row('(B2) conditional − partial − nostalgia', 'identity', [estimate(last.B2, n, 'residual')], 0),
  ];
}

/** The book frame by frame, wherever the information was looked at. */
export function ledgerTable(interval: number, { ledger, path, heldBack, fitted }: Observed): string[] {
  const head = [
    'step',
    '−ln p held back',
    'own data',
    'work',
    'heat',
    'Σ X|Θ',
    'interval Σ',
    'σ^X',
    'nostalgia',
    'I(X;Θ)',
    'I(X;Θ|B)',
    'L-info',
    'M-info',
  ];
  const one = ({ value, stderr }: Measured) => formatNumber(value, stderr);
  const error = ({ value, stderr }: Measured) => formatEstimate(value, stderr);
  // Bounds that are closer than their errors are one number.
  const span = (bounds: Bounds | undefined) => {
    if (!bounds) return '–';
    const { lower, upper } = bounds;
    const stderr = Math.max(lower.stderr, upper.stderr);
    if (upper.value - lower.value > stderr) return `${one(lower)}…${one(upper)}`;
    return formatEstimate((lower.value + upper.value) / 2, stderr);
  };
  const rows = ledger.frames.flatMap((at, n) => {
    const { information } = at;
    if (!information) return [];
    const { memorised } = information;
    const most = path[n] ? one(path[n]) : ledger.ceilings.learned.toFixed(2);
    return [
      [
        `${n * interval}`,
        one(heldBack[n]),
        one(fitted[n]),
        error(at.work),
        error(at.heat),
        error(at.dissipated),
        span(information.apparent),
        span(at.partial),
        span(at.nostalgia),
        span(information.together),
        span(information.givenData),
        span(information.learned),
        memorised ? `${one(memorised)}…${most}` : '–',
      ],
    ];
  });
  return aligned([head, ...rows]);
}

/** Cells as lines of columns. */
export function aligned(table: readonly (readonly string[])[]): string[] {
  const widths = table[0].map((_, k) => Math.max(...table.map((row) => row[k].length)));
  return table.map((row) => row.map((cell, k) => cell.padStart(widths[k])).join('  '));
}

const z = ({ value, stderr }: Measured, truth = 0) =>
  stderr > 0 ? (value - truth) / stderr : value === truth ? 0 : Number.POSITIVE_INFINITY;
/** Nats a step up to which ⟨e^−w⟩ is seen by as many runs as there are. */
const SEEN = 0.1;

/** What theory demands and the book does not keep; empty: nothing. */
export function ledgerBroken(system: string, { ledger, path, heldBack }: Observed): string[] {
  const broken: string[] = [];
  const expect = (fine: boolean, what: string) => {
    if (!fine) broken.push(`${system}: ${what}`);
  };
  const text = ({ value, stderr }: Measured) => `${value.toPrecision(4)} ± ${stderr.toPrecision(2)}`;
  const notAbove = (lower: Measured, upper: Measured, what: string) =>
    expect(lower.value - upper.value <= 4 * Math.hypot(lower.stderr, upper.stderr), `${what}, but ${text(lower)} > ${text(upper)}`);
  const nothing = { value: 0, stderr: 0 };
  const runs = ledger.sources * ledger.replicas;
  ledger.frames.forEach((at: LedgerFrame, n) => {
    if (n === 0) return;
    const { information, step } = at;
    expect(Math.abs(z(at.B2)) <= 4, `(B2) was expected to leave 0, left ${text(at.B2)} at frame ${n}`);
    notAbove(nothing, at.dissipated, `Σ of X given Θ ≥ 0 was expected at frame ${n}`);
    notAbove(nothing, at.partial.upper, `σ^X ≥ 0 was expected at frame ${n}`);
    notAbove(nothing, at.nostalgia.upper, `nostalgia ≥ 0 was expected at frame ${n}`);
    if (step && step.dissipated.value < SEEN && runs >= 100)
      expect(Math.abs(z(step.integral, 1)) <= 4, `⟨e^−w⟩ = 1 was expected of frame ${n}, got ${text(step.integral)}`);
    if (!information) return;
    expect(Math.abs(z(information.B1)) <= 4, `(B1) was expected to leave 0, left ${text(information.B1)} at frame ${n}`);
    if (information.learned) {
      notAbove(information.learned.lower, information.together.upper, `L ≤ I(X;Θ) was expected at frame ${n}`);
      notAbove(information.learned.lower, path[n] ?? { value: ledger.ceilings.learned, stderr: 0 }, `L ≤ M was expected at frame ${n}`);
    }
    if (information.memorised && path[n])
      notAbove(information.memorised, path[n], `what Θ tells of B was expected not to exceed what its path tells at frame ${n}`);
  });
  const [first, last] = [heldBack[0], heldBack[heldBack.length - 1]];
  expect(
    z({ value: first.value - last.value, stderr: Math.hypot(first.stderr, last.stderr) }) > 4,
    `pictures held back were expected to become likelier, but −ln p went from ${text(first)} to ${text(last)}`,
  );
  return broken;
}
