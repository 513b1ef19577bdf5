import { noise } from '@szilard/core';
import type { Provenance } from '@szilard/report';
import { version } from './program.ts';

/** What it takes to get the same numbers again. */
export function provenance(seed: string, more: Partial<Provenance> = {}): Provenance {
  return { szilard: version, node: process.version, platform: `${process.platform}-${process.arch}`, seed, noise: noise.name, ...more };
}
