import { digitsExample } from './digits.ts';
import { estimatorsBesideTheTruth } from './estimators-beside-the-truth.ts';
import type { Example } from './example.ts';
import { lawsAcrossFamilies } from './laws-across-families.ts';
import { miniBatchesAsABath } from './mini-batches-as-a-bath.ts';
import { ownPlugin } from './own-plugin.ts';
import { twoAccountants } from './two-accountants.ts';

export { digitsExample, estimatorsBesideTheTruth, lawsAcrossFamilies, miniBatchesAsABath, ownPlugin, twoAccountants };
export const examples: readonly Example[] = [
  lawsAcrossFamilies,
  estimatorsBesideTheTruth,
  digitsExample,
  twoAccountants,
  miniBatchesAsABath,
  ownPlugin,
];
