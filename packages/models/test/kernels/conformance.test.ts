// Every kernel of the catalogue against everything it claims, on several landscapes.
import { kernelConformance } from '@szilard/core/testing';
import { kernels } from '@szilard/models';
import { describe, test } from 'vitest';

describe.each(kernels.map((plugin) => [plugin.id, plugin] as const))('%s', (_id, plugin) => {
  for (const { name, run } of kernelConformance({ plugin })) test(name, run);
});
