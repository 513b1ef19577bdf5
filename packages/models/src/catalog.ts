import { drivenRing } from './jump/driven-ring.ts';
import { twoLevel } from './jump/two-level.ts';
import { breathingTrap } from './langevin/breathing-trap.ts';
import { doubleWell } from './langevin/double-well.ts';
import { draggedTrap } from './langevin/dragged-trap.ts';
import { driftedParticle } from './langevin/drifted-particle.ts';
import { eulerTrap } from './langevin/euler-trap.ts';
import { metropolisTrap } from './langevin/metropolis-trap.ts';
import { gaussianMean } from './ppm/gaussian-mean.ts';
import { quadraticLoss } from './ppm/quadratic-loss.ts';
import { softmaxClassifier } from './ppm/softmax-classifier.ts';

export {
  breathingTrap,
  doubleWell,
  draggedTrap,
  driftedParticle,
  drivenRing,
  eulerTrap,
  gaussianMean,
  metropolisTrap,
  quadraticLoss,
  softmaxClassifier,
  twoLevel,
};
export const models = [
  draggedTrap,
  breathingTrap,
  metropolisTrap,
  eulerTrap,
  doubleWell,
  driftedParticle,
  twoLevel,
  drivenRing,
  gaussianMean,
  quadraticLoss,
  softmaxClassifier,
] as const;
