import { maximumEntropyProductionBound } from './entropy-production/maximum-entropy.ts';
import { nearestNeighbourEntropyProduction } from './entropy-production/nearest-neighbours.ts';
import { plugInEntropyProduction } from './entropy-production/plug-in.ts';
import { spectralEntropyProduction } from './entropy-production/spectral.ts';
import { uncertaintyRelation } from './entropy-production/uncertainty-relation.ts';
import { waitingTimeEntropyProduction } from './entropy-production/waiting-time.ts';

export {
  maximumEntropyProductionBound,
  nearestNeighbourEntropyProduction,
  plugInEntropyProduction,
  spectralEntropyProduction,
  uncertaintyRelation,
  waitingTimeEntropyProduction,
};

/** Entropy production from recorded states alone. */
export const trajectoryEstimators = [
  plugInEntropyProduction,
  waitingTimeEntropyProduction,
  uncertaintyRelation,
  maximumEntropyProductionBound,
  spectralEntropyProduction,
  nearestNeighbourEntropyProduction,
] as const;
