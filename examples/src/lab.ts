import { checksModule, createLab, type Lab, type LabModule } from '@szilard/core/compose';
import { estimatorsModule } from '@szilard/estimators/module';
import { modelsModule } from '@szilard/models/module';
import { reservoirsModule } from '@szilard/reservoirs/module';

/** Everything that comes with the framework; further modules add to it or replace parts of it. */
export const standardLab = (...more: readonly LabModule[]): Lab =>
  createLab(checksModule, modelsModule, reservoirsModule, estimatorsModule, ...more);
