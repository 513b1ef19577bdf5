import { type EstimatorPlugin, make, type RandomStream, randomStream } from '@szilard/core';
import {
  frenzelPompe,
  gaussianActiveInformationStorage,
  gaussianConditionalMutualInformation,
  gaussianEntropy,
  gaussianInformationFlow,
  gaussianMutualInformation,
  gaussianOInformation,
  gaussianTotalCorrelation,
  gaussianTransferEntropy,
  kozachenkoLeonenko,
  ksg1,
  ksg1TotalCorrelation,
  ksg2,
  ksg2TotalCorrelation,
  ksgActiveInformationStorage,
  ksgInformationFlow,
  ksgOInformation,
  ksgTransferEntropy,
  ross,
} from '@szilard/estimators';
import { describe, expect, test } from 'vitest';
import { coverage } from '../src/uncertainty/coverage.ts';
import { coin, coinTruth, common, driven, drivenTruth, factorTruth, oneFactor, pair } from './normal-truths.ts';

type Sample = (rng: RandomStream) => { readonly input: any; readonly truth: number };

const n = 1000;
const factor =
  (m: number, load: number, of: keyof ReturnType<typeof factorTruth>): Sample =>
  (rng) => ({ input: oneFactor(n, m, load, rng), truth: factorTruth(m, load)[of] });
const series =
  (trajectories: number, of: keyof ReturnType<typeof drivenTruth>): Sample =>
  (rng) => ({ input: driven(trajectories, n / trajectories, 0.5, rng), truth: drivenTruth(0.5)[of] });

const informations: [string, Sample][] = [
  ['1 + 1, ρ = 0.6', pair(n, 1, 0.6)],
  ['2 + 2, ρ = 0.5', pair(n, 2, 0.5)],
];
const entropies: [string, Sample][] = [
  ['1 column', factor(1, 0, 'entropy')],
  ['2 columns', factor(2, 0.6, 'entropy')],
];
const conditionals: [string, Sample][] = [1, 2].map((dz) => [
  `${dz} known`,
  (rng) => ({ input: common(n, dz, 0.6, rng), truth: -0.5 * Math.log(1 - 0.36) }),
]);
const totals: [string, Sample][] = [3, 4].map((m) => [`${m} columns`, factor(m, 0.7, 'total')]);
const organisations: [string, Sample][] = [3, 4].map((m) => [`${m} columns`, factor(m, 0.7, 'organisation')]);
const dynamic = (of: keyof ReturnType<typeof drivenTruth>): [string, Sample][] => [
  ['1 trajectory', series(1, of)],
  ['50 trajectories', series(50, of)],
];

const suites: [EstimatorPlugin, [string, Sample][]][] = [
  [gaussianEntropy, entropies],
  [kozachenkoLeonenko, entropies],
  [gaussianMutualInformation, informations],
  [ksg1, informations],
  [ksg2, informations],
  [ross, [0.5, 2].map((s) => [`separation ${s}`, (rng) => ({ input: coin(n, s, rng), truth: coinTruth(s) })])],
  [gaussianConditionalMutualInformation, conditionals],
  [frenzelPompe, conditionals],
  [gaussianTotalCorrelation, totals],
  [ksg1TotalCorrelation, totals],
  [ksg2TotalCorrelation, totals],
  [gaussianOInformation, organisations],
  [ksgOInformation, organisations],
  [gaussianTransferEntropy, dynamic('transfer')],
  [ksgTransferEntropy, dynamic('transfer')],
  [gaussianActiveInformationStorage, dynamic('storage')],
  [ksgActiveInformationStorage, dynamic('storage')],
  [gaussianInformationFlow, dynamic('flow')],
  [ksgInformationFlow, dynamic('flow')],
];

describe.each(suites.map(([plugin, cases]) => [plugin.id, plugin, cases] as const))('%s', (id, plugin, cases) => {
  test('its error bars cover on normal laws; what it claims of others is held to docs/coverage.md', () => {
    const rows = cases.map(([name, sample]) => ({
      name,
      ...coverage(() => make(plugin), sample, randomStream(1).fork(id).fork(name), 200),
    }));
    for (const { name, within68, within95, bias, ratio } of rows) {
      const slack = [3 * Math.sqrt((0.68 * 0.32) / 200), 3 * Math.sqrt((0.95 * 0.05) / 200)];
      process.stdout.write(
        `${id.padEnd(42)} ${name.padEnd(16)} ${(100 * within68).toFixed(1)} % ${(100 * within95).toFixed(1)} %  bias ${bias.value.toFixed(4)} ± ${bias.stderr.toFixed(4)}  ratio ${ratio.toFixed(2)}\n`,
      );
      expect(ratio).toBeGreaterThan(0.8);
      expect(Math.max(0.6 - within68, within68 - 0.76)).toBeLessThan(slack[0]);
      expect(Math.max(0.9 - within95, within95 - 0.98)).toBeLessThan(slack[1]);
    }
  });
});
