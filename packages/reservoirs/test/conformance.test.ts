import { make, type ReservoirPlugin } from '@szilard/core';
import { reservoirConformance } from '@szilard/core/testing';
import { reservoirs } from '@szilard/reservoirs/catalog';
import { describe, test } from 'vitest';

describe.each((reservoirs as readonly ReservoirPlugin[]).map((plugin) => [plugin.id, plugin] as const))('%s', (_id, plugin) => {
  for (const { name, run } of reservoirConformance(make(plugin))) test(name, run);
});
