import { digitsExample } from './digits.ts';
import { estimatorsBesideTheTruth } from './estimators-beside-the-truth.ts';
import type { Example } from './example.ts';
import { figure41 } from './figure-4-1/figure-4-1.ts';
import { functionals } from './functionals.ts';
import { goldtSeifert } from './goldt-seifert.ts';
import { lawsAcrossFamilies } from './laws-across-families.ts';
import { learningLedgerExample } from './learning-ledger.ts';
import { overParameterisation } from './over-parameterisation.ts';
import { ownPlugin } from './own-plugin.ts';
import { quasiStaticLimit } from './quasi-static-limit.ts';
import { rbmHeatExchangeExample } from './rbm-heat-exchange.ts';
import { sgdOutOfEquilibrium } from './sgd-out-of-equilibrium.ts';
import { twoAccountants } from './two-accountants.ts';

export {
  digitsExample,
  estimatorsBesideTheTruth,
  figure41,
  functionals,
  goldtSeifert,
  lawsAcrossFamilies,
  learningLedgerExample,
  overParameterisation,
  ownPlugin,
  quasiStaticLimit,
  rbmHeatExchangeExample,
  sgdOutOfEquilibrium,
  twoAccountants,
};
export const examples: readonly Example[] = [
  lawsAcrossFamilies,
  functionals,
  rbmHeatExchangeExample,
  estimatorsBesideTheTruth,
  digitsExample,
  figure41,
  learningLedgerExample,
  twoAccountants,
  overParameterisation,
  sgdOutOfEquilibrium,
  quasiStaticLimit,
  goldtSeifert,
  ownPlugin,
];
