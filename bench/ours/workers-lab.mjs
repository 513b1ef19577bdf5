// The plugins that worker threads load.
import { createLab } from '@szilard/core/compose';
import { modelsModule } from '@szilard/models/module';
import { reservoirsModule } from '@szilard/reservoirs/module';

export const lab = () => createLab(modelsModule, reservoirsModule);
