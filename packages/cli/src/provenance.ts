import { readFileSync } from 'node:fs';
import { noise } from '@szilard/core';
import type { Provenance } from '@szilard/report';

export const version: string = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8')).version;

/** What it takes to get the same numbers again. */
export function provenance(seed: string, more: Partial<Provenance> = {}): Provenance {
  return { szilard: version, node: process.version, platform: `${process.platform}-${process.arch}`, seed, noise: noise.name, ...more };
}

/** Which backend was taken, and why the others were passed over. */
export const tensorReport = ({
  backend,
  report,
}: {
  backend: string;
  report: readonly { backend: string; taken: boolean; why: string }[];
}) => ({
  backend,
  report: report.map((entry) => `${entry.backend}: ${entry.taken ? 'taken' : 'passed over'}, ${entry.why}`),
});
