import { ledgerEntropyProduction } from './entropy-production/ledger.ts';
import { gaussianMutualInformation } from './mutual-information/gaussian.ts';
import { ksg1 } from './mutual-information/ksg1.ts';
import { mixtureMutualInformation } from './mutual-information/mixture.ts';

export { gaussianMutualInformation, ksg1, ledgerEntropyProduction, mixtureMutualInformation };
export const estimators = [ksg1, gaussianMutualInformation, mixtureMutualInformation, ledgerEntropyProduction] as const;
