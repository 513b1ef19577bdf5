import { cycleAffinityCheck } from './cycle-affinity.ts';
import { detailedFluctuationCheck } from './detailed-fluctuation.ts';
import { integralFluctuationCheck } from './integral-fluctuation.ts';
import { localDetailedBalanceCheck } from './local-detailed-balance.ts';
import { secondLawCheck } from './second-law.ts';

export { cycleAffinityCheck, detailedFluctuationCheck, integralFluctuationCheck, localDetailedBalanceCheck, secondLawCheck };
export const checks = [
  localDetailedBalanceCheck,
  detailedFluctuationCheck,
  integralFluctuationCheck,
  secondLawCheck,
  cycleAffinityCheck,
] as const;
