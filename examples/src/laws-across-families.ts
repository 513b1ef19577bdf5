import type { Example } from './example.ts';
import { system } from './system.ts';

/** Do local detailed balance and the fluctuation theorems hold? Every model in every reservoir that suits it. */
export const lawsAcrossFamilies: Example = {
  id: 'laws-across-families',
  title: 'Do local detailed balance and the fluctuation theorems hold, in every model and every reservoir that suits it?',
  source: 'docs/theory.md 2, 3',
  async run(context) {
    const { lab, keep } = context;
    for (const model of lab.ids('model')) {
      for (const reservoir of lab.model(model).reservoirs) {
        const { result } = await system(context, model, reservoir);
        keep({ systems: [result], broken: result.broken });
      }
    }
  },
};
