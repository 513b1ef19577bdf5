// Reaction networks from few channels to many.
import { join } from 'node:path';

const ours = 'Szilard, simulateNetwork()';
const direct = 'by the direct method, also ours';

/** @type {import('../job.d.ts').Job} */
export default {
  title: 'Reaction networks, by channels',
  unit: '10⁶ firings/s',
  scale: 1e6,
  note: 'Species that are born and die independently of one another, half as many as channels; four trajectories of about 50 000 firings. Up to 16 channels ours is the direct method, beyond the next-reaction method.',
  targets: { '100 channels': { [ours]: { [direct]: 2 } }, '1000 channels': { [ours]: { [direct]: 8 } } },
  programs: ({ root }) =>
    [10, 100, 1000].flatMap((channels) =>
      ['rule', 'direct'].map((method) => ({
        on: `${channels} channels`,
        command: [process.execPath, join(root, 'bench', 'ours', 'networks.mjs'), String(channels), method, '200000', '7'],
        shown: { [ours]: ours, direct },
      })),
    ),
};
