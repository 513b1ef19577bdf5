import { gaussianActiveInformationStorage } from './active-information-storage/gaussian.ts';
import { ksgActiveInformationStorage } from './active-information-storage/ksg.ts';
import { frenzelPompe } from './conditional-mutual-information/frenzel-pompe.ts';
import { gaussianConditionalMutualInformation } from './conditional-mutual-information/gaussian.ts';
import { gaussianEntropy } from './entropy/gaussian.ts';
import { kozachenkoLeonenko } from './entropy/kozachenko-leonenko.ts';
import { gaussianInformationFlow } from './information-flow/gaussian.ts';
import { ksgInformationFlow } from './information-flow/ksg.ts';
import { ksg2 } from './mutual-information/ksg2.ts';
import { ross } from './mutual-information/ross.ts';
import { gaussianOInformation } from './o-information/gaussian.ts';
import { ksgOInformation } from './o-information/ksg.ts';
import { gaussianTotalCorrelation } from './total-correlation/gaussian.ts';
import { ksg1TotalCorrelation } from './total-correlation/ksg1.ts';
import { ksg2TotalCorrelation } from './total-correlation/ksg2.ts';
import { gaussianTransferEntropy } from './transfer-entropy/gaussian.ts';
import { ksgTransferEntropy } from './transfer-entropy/ksg.ts';

export {
  frenzelPompe,
  gaussianActiveInformationStorage,
  gaussianConditionalMutualInformation,
  gaussianEntropy,
  gaussianInformationFlow,
  gaussianOInformation,
  gaussianTotalCorrelation,
  gaussianTransferEntropy,
  kozachenkoLeonenko,
  ksg1TotalCorrelation,
  ksg2,
  ksg2TotalCorrelation,
  ksgActiveInformationStorage,
  ksgInformationFlow,
  ksgOInformation,
  ksgTransferEntropy,
  ross,
};

/** Entropies and informations of continuous variables, from nearest neighbours and from covariances. */
export const continuousEstimators = [
  gaussianEntropy,
  kozachenkoLeonenko,
  ksg2,
  ross,
  gaussianConditionalMutualInformation,
  frenzelPompe,
  gaussianTotalCorrelation,
  ksg1TotalCorrelation,
  ksg2TotalCorrelation,
  gaussianOInformation,
  ksgOInformation,
  gaussianTransferEntropy,
  ksgTransferEntropy,
  gaussianActiveInformationStorage,
  ksgActiveInformationStorage,
  gaussianInformationFlow,
  ksgInformationFlow,
] as const;
