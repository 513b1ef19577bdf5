import { localDetailedBalance } from '@szilard/core';
import type { Example } from './example.ts';
import { system } from './system.ts';

/** What goes wrong when a small bath is called ideal? */
export const twoAccountants: Example = {
  id: 'two-accountants',
  title: 'What goes wrong when a bath of finite heat capacity is called ideal?',
  source: 'docs/theory.md 4',
  async run(context) {
    const capacity = 3;
    const { result, examination } = await system(context, 'langevin/metropolis-trap', 'finite', { reservoirParams: { capacity } });
    const { ledger } = examination.evidence.moves;
    // βq with β = 1, the temperature that the bath was prepared at.
    const naive = localDetailedBalance({ ledger: { ...ledger, bathEntropy: ledger.heat } });
    const broken =
      naive.holds === 'no' ? [] : [`the naive accountant was expected to be caught, but local detailed balance says ${naive.holds}`];
    context.keep({
      systems: [result],
      broken: [...result.broken, ...broken],
      notes: [
        `A bath of heat capacity ${capacity} warms as it absorbs. Its own word, ΔS_R = C ln(1 + q/E), agrees with the dynamics.`,
        `An accountant who books βq instead: local detailed balance ${naive.holds}, ${naive.because}.`,
      ],
    });
  },
};
