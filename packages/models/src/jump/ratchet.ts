import type { Jumps } from './jumps.ts';

/**
 * Three positions in a potential V k that is switched on and off: states 0, 1, 2 with it, 3, 4, 5 without. Between positions
 * w = e^{−βΔU/2}; switching goes at its own rate wherever the particle is, so that the energy it changes is work of the switch and no heat
 * [Kim2020].
 */
export interface Ratchet {
  readonly height: number;
  readonly switching: number;
  readonly beta: number;
}

export const ratchetEnergy = ({ height }: Pick<Ratchet, 'height'>, state: number): number => (state < 3 ? height * state : 0);

export function ratchetJumps({ height, switching }: Omit<Ratchet, 'beta'>): Jumps {
  const climbed = (from: number, to: number) => ratchetEnergy({ height }, to) - ratchetEnergy({ height }, from);
  const switched = (from: number, to: number) => from < 3 !== to < 3;
  return {
    states: 6,
    rate: (from, to, { beta }) => {
      if (switched(from, to)) return from % 3 === to % 3 ? switching : 0;
      return Math.exp((-beta * climbed(from, to)) / 2);
    },
    work: (from, to) => (switched(from, to) && from % 3 === to % 3 ? climbed(from, to) : 0),
  };
}
