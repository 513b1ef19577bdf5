import { digitsExample } from './digits.ts';
import { estimatorsBesideTheTruth } from './estimators-beside-the-truth.ts';
import type { Example } from './example.ts';
import { functionals } from './functionals.ts';
import { lawsAcrossFamilies } from './laws-across-families.ts';
import { miniBatchesAsABath } from './mini-batches-as-a-bath.ts';
import { ownPlugin } from './own-plugin.ts';
import { twoAccountants } from './two-accountants.ts';

export { digitsExample, estimatorsBesideTheTruth, functionals, lawsAcrossFamilies, miniBatchesAsABath, ownPlugin, twoAccountants };
export const examples: readonly Example[] = [
  lawsAcrossFamilies,
  functionals,
  estimatorsBesideTheTruth,
  digitsExample,
  twoAccountants,
  miniBatchesAsABath,
  ownPlugin,
];
