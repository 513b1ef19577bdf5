import { continuousRing } from './jump/continuous-ring.ts';
import { discreteRing } from './jump/discrete-ring.ts';
import { drivenRing } from './jump/driven-ring.ts';
import { jumpRatchet } from './jump/flashing-ratchet.ts';
import { informationRatchet } from './jump/information-ratchet.ts';
import { laggedSensor } from './jump/lagged-sensor.ts';
import { quantumDots } from './jump/quantum-dots.ts';
import { ratchetChain } from './jump/ratchet-chain.ts';
import { rateMatrixModel } from './jump/rate-matrix.ts';
import { reactionNetwork } from './jump/reaction-network.ts';
import { twoLevel } from './jump/two-level.ts';
import { twoStateSensor } from './jump/two-state-sensor.ts';
import { bernoulliLearner, bernoulliModel } from './lagged/bernoulli-learner.ts';
import { bernoulliPair } from './lagged/bernoulli-pair.ts';
import { gaussianPair } from './lagged/gaussian-pair.ts';
import { beadChain } from './langevin/bead-chain.ts';
import { breathingTrap } from './langevin/breathing-trap.ts';
import { doubleWell } from './langevin/double-well.ts';
import { draggedTrap } from './langevin/dragged-trap.ts';
import { driftedParticle } from './langevin/drifted-particle.ts';
import { erasure } from './langevin/erasure.ts';
import { eulerTrap } from './langevin/euler-trap.ts';
import { feedbackEngine } from './langevin/feedback-engine.ts';
import { flashingRatchet } from './langevin/flashing-ratchet.ts';
import { gyrator } from './langevin/gyrator.ts';
import { linearSensor } from './langevin/linear-sensor.ts';
import { metropolisTrap } from './langevin/metropolis-trap.ts';
import { mexicanHatShear } from './langevin/mexican-hat-shear.ts';
import { runAndTumble } from './langevin/run-and-tumble.ts';
import { tiltedRing } from './langevin/tilted-ring.ts';
import { underdampedTrap } from './langevin/underdamped-trap.ts';
import { ebm } from './ppm/ebm.ts';
import { ebmLearner } from './ppm/ebm-learner.ts';
import { ebmUnadjusted } from './ppm/ebm-unadjusted.ts';
import { gaussianLinear } from './ppm/gaussian-linear.ts';
import { gaussianMean } from './ppm/gaussian-mean.ts';
import { madeDigits } from './ppm/made/plugin.ts';
import { mlpClassifier } from './ppm/mlp-classifier.ts';
import { quadraticLoss } from './ppm/quadratic-loss.ts';
import { rbmHeatExchange } from './ppm/rbm/heat-exchange.ts';
import { rbmQuench } from './ppm/rbm/quench.ts';
import { restrictedBoltzmannMachine } from './ppm/rbm/restricted-boltzmann-machine.ts';
import { sgldQuadratic } from './ppm/sgld-quadratic.ts';
import { softmaxClassifier } from './ppm/softmax-classifier.ts';
import { teacherStudentHebbian } from './ppm/teacher-student-hebbian.ts';
import { isingHeatBath } from './spin/ising-heat-bath.ts';
import { kineticIsing } from './spin/kinetic-ising.ts';

export {
  beadChain,
  bernoulliLearner,
  bernoulliModel,
  bernoulliPair,
  breathingTrap,
  continuousRing,
  discreteRing,
  doubleWell,
  draggedTrap,
  driftedParticle,
  drivenRing,
  ebm,
  ebmLearner,
  ebmUnadjusted,
  erasure,
  eulerTrap,
  feedbackEngine,
  flashingRatchet,
  gaussianLinear,
  gaussianMean,
  gaussianPair,
  gyrator,
  informationRatchet,
  isingHeatBath,
  jumpRatchet,
  kineticIsing,
  laggedSensor,
  linearSensor,
  madeDigits,
  metropolisTrap,
  mexicanHatShear,
  mlpClassifier,
  quadraticLoss,
  quantumDots,
  ratchetChain,
  rateMatrixModel,
  rbmHeatExchange,
  rbmQuench,
  reactionNetwork,
  restrictedBoltzmannMachine,
  runAndTumble,
  sgldQuadratic,
  softmaxClassifier,
  teacherStudentHebbian,
  tiltedRing,
  twoLevel,
  twoStateSensor,
  underdampedTrap,
};
export const models = [
  draggedTrap,
  breathingTrap,
  metropolisTrap,
  eulerTrap,
  doubleWell,
  driftedParticle,
  erasure,
  underdampedTrap,
  feedbackEngine,
  runAndTumble,
  tiltedRing,
  flashingRatchet,
  mexicanHatShear,
  gyrator,
  beadChain,
  linearSensor,
  reactionNetwork,
  twoLevel,
  drivenRing,
  continuousRing,
  discreteRing,
  rateMatrixModel,
  jumpRatchet,
  ratchetChain,
  twoStateSensor,
  laggedSensor,
  quantumDots,
  informationRatchet,
  kineticIsing,
  isingHeatBath,
  gaussianPair,
  bernoulliPair,
  bernoulliLearner,
  bernoulliModel,
  gaussianMean,
  gaussianLinear,
  quadraticLoss,
  sgldQuadratic,
  teacherStudentHebbian,
  softmaxClassifier,
  madeDigits,
  mlpClassifier,
  ebm,
  ebmUnadjusted,
  ebmLearner,
  rbmQuench,
  rbmHeatExchange,
  restrictedBoltzmannMachine,
] as const;
