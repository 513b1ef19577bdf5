import { defineModel, SzilardError, type Tick } from '@szilard/core';
import { still } from '../still.ts';
import { drag, draggedTrap, meanDragWork } from './dragged-trap.ts';
import { gaussianBoundary } from './gaussian-boundary.ts';
import { langevin } from './langevin.ts';

/**
 * The dragged trap under Euler-Maruyama, the textbook scheme: a model that must miss local detailed balance by k·dt/2 of
 * every ΔS_R, because its moves are exact for a softer shadow trap k(1 − k dt/2).
 */
export const eulerTrap = defineModel({
  id: 'langevin/euler-trap',
  title: 'dragged trap by Euler-Maruyama: must miss local detailed balance by k·dt/2',
  source: '[Sivak2013]; docs/theory.md 5',
  claims: { localDetailedBalance: 'order-1', reservoirs: ['ideal'] },
  reservoirs: ['ideal'],
  defaults: { ...draggedTrap.defaults },
  domain: draggedTrap.domain!,
  create: (params) => {
    const { k, beta, dt } = params;
    if (!(k * dt < 2))
      throw new SzilardError(
        'parameter',
        `[langevin/euler-trap] dt: expected k·dt below 2, where the scheme is stable, got ${k * dt}. Take dt below ${2 / k}.`,
      );
    const [from, controls, to] = drag(params);
    const rest = (control: Float64Array) => gaussianBoundary(control[0], 1 / (beta * k), control);
    return {
      subsystems: {
        x: langevin({ polynomial: () => [0, 0, k / 2], centre: (centre) => centre, dt }),
        theta: still,
      },
      ticks: controls.map((control): Tick => ({ mover: 'x', control })),
      start: rest(from),
      end: rest(to),
    };
  },
  exact: {
    /** Relative miss of every move: (ln K/K_rev − ΔS_R)/ΔS_R = −k dt/2. */
    'local-detailed-balance-miss': ({ k, dt }) => (k * dt) / 2,
    /** ⟨W⟩ of the discrete scheme: the mean decays by 1 − k dt where the exact step has e^(−k dt). */
    work: (params) => meanDragWork(params, 1 - params.k * params.dt),
  },
});
