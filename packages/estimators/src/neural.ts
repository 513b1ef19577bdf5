import { neep, neepOfSymbols } from './entropy-production/neep.ts';
import { donskerVaradhan } from './mutual-information/donsker-varadhan.ts';
import { infoNce } from './mutual-information/info-nce.ts';
import { nwj } from './mutual-information/nwj.ts';

export { donskerVaradhan, infoNce, neep, neepOfSymbols, nwj };

/** Bounds from trained networks: they need the service `tensors`. */
export const neuralEstimators = [infoNce, nwj, donskerVaradhan, neep, neepOfSymbols] as const;
