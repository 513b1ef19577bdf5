import { checks } from '../checks/catalog.ts';
import { catalogModule } from './lab.ts';

export const checksModule = catalogModule('check', checks);
