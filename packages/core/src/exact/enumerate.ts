import type { Experiment, Seat } from '../contracts/dynamics.ts';
import { shares } from './energies.ts';
import { finiteAverages } from './finite-averages.ts';
import { finiteLaws } from './finite-laws.ts';
import { finiteMeans } from './finite-means.ts';
import { countPaths, walkPaths } from './finite-paths.ts';
import { type FiniteProcess, finiteProcess } from './finite-process.ts';
import { type ExactOptions, type ExactProcess, isLabelled, labelCaution, partnerOf, perSeat } from './process.ts';

/** More paths than this are not walked. */
const PATHS = 2e5;

/**
 * Everything about a process with finitely many states, in naive baths: its laws p_n, the means of the functionals of
 * docs/theory.md 10, and, where there are at most 2·10⁵ paths, their exponential averages by walking every one.
 */
export function enumerateProcess(experiment: Experiment, options: ExactOptions = {}): ExactProcess {
  const process = finiteProcess(experiment, options);
  const means = finiteMeans(process);
  const count = countPaths(process);
  const walked = count <= PATHS;
  const cautions = [
    ...(walked ? [] : [`${count} paths are more than ${PATHS}: means only, no path averages`]),
    ...labelCaution(options),
    ...(means.total === Number.POSITIVE_INFINITY
      ? ['some move cannot be undone: Σ = ∞, absolutely irreversible, and ⟨e^−σ⟩ falls short of 1']
      : []),
  ];
  return {
    laws: finiteLaws(process.states, process.laws, true),
    means,
    ...(walked ? { paths: { size: count, averages: finiteAverages(process, walkPaths(process, count), isLabelled(options)) } } : {}),
    autonomous: perSeat((seat) => isAutonomous(process, seat)),
    cautions,
  };
}

/** True where no table of a seat depends on the partner's state. */
function isAutonomous({ experiment, states, tables }: FiniteProcess, seat: Seat): boolean {
  const others = states[partnerOf[seat]].n;
  return experiment.ticks
    .filter((tick) => shares(tick)[seat] > 0)
    .every((tick) => {
      const { forward, own } = tables(seat, tick);
      const block = own * own;
      for (let p = 1; p < others; p++)
        for (let e = 0; e < block; e++) if (Math.abs(forward[p * block + e] - forward[e]) > 1e-14) return false;
      return true;
    });
}
