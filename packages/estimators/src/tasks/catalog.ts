import type { TaskPlugin } from '@szilard/core';
import { channelTasks } from './channels.ts';
import { entropyTasks } from './entropy.ts';
import { entropyProductionTasks } from './entropy-production.ts';
import { freeEnergyTasks } from './free-energy.ts';
import { informationTasks } from './information.ts';
import { knownLawTasks } from './known-laws.ts';
import { learningTasks } from './learning.ts';
import { mutualInformationTasks } from './mutual-information.ts';
import { seriesTasks } from './series.ts';

/** At least one for every quantity. */
export const tasks: readonly TaskPlugin[] = [
  ...entropyTasks,
  ...mutualInformationTasks,
  ...channelTasks,
  ...knownLawTasks,
  ...informationTasks,
  ...seriesTasks,
  ...entropyProductionTasks,
  ...freeEnergyTasks,
  ...learningTasks,
];
