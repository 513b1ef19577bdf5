import { discreteActiveInformationStorage } from './active-information-storage/discrete.ts';
import { discreteConditionalMutualInformation } from './conditional-mutual-information/discrete.ts';
import { bayesEntropy } from './entropy/bayes.ts';
import { bonachelaEntropy } from './entropy/bonachela.ts';
import { chaoShenEntropy } from './entropy/chao-shen.ts';
import { grassbergerEntropy } from './entropy/grassberger.ts';
import { jackknifeEntropy } from './entropy/jackknife.ts';
import { millerMadowEntropy } from './entropy/miller-madow.ts';
import { nsbEntropy } from './entropy/nsb.ts';
import { plugInEntropy } from './entropy/plug-in.ts';
import { shrinkageEntropy } from './entropy/shrinkage.ts';
import { zhangEntropy } from './entropy/zhang.ts';
import { discreteInformationFlow } from './information-flow/discrete.ts';
import { discreteMutualInformation } from './mutual-information/discrete.ts';
import { discreteOInformation } from './o-information/discrete.ts';
import { discreteTotalCorrelation } from './total-correlation/discrete.ts';
import { discreteTransferEntropy } from './transfer-entropy/discrete.ts';

export {
  bayesEntropy,
  bonachelaEntropy,
  chaoShenEntropy,
  discreteActiveInformationStorage,
  discreteConditionalMutualInformation,
  discreteInformationFlow,
  discreteMutualInformation,
  discreteOInformation,
  discreteTotalCorrelation,
  discreteTransferEntropy,
  grassbergerEntropy,
  jackknifeEntropy,
  millerMadowEntropy,
  nsbEntropy,
  plugInEntropy,
  shrinkageEntropy,
  zhangEntropy,
};

/** Estimators that take rows for symbols: only whether two are equal counts. */
export const discreteEstimators = [
  plugInEntropy,
  millerMadowEntropy,
  jackknifeEntropy,
  grassbergerEntropy,
  zhangEntropy,
  bonachelaEntropy,
  chaoShenEntropy,
  shrinkageEntropy,
  bayesEntropy,
  nsbEntropy,
  discreteMutualInformation,
  discreteConditionalMutualInformation,
  discreteTotalCorrelation,
  discreteOInformation,
  discreteTransferEntropy,
  discreteActiveInformationStorage,
  discreteInformationFlow,
] as const;
