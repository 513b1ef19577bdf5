// What the workers of these tests import.
import { checksModule, createLab } from '@szilard/core/compose';
import { modelsModule } from '@szilard/models/module';
import { reservoirsModule } from '@szilard/reservoirs/module';

export const lab = () => createLab(checksModule, modelsModule, reservoirsModule);
