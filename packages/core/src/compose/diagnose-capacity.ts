import type { Experiment, Seat } from '../contracts/dynamics.ts';
import type { RandomStream } from '../contracts/random.ts';
import type { Run } from '../contracts/run.ts';
import { heatCapacity, heatCapacityBetween, heatCapacityRatio, type Warm } from '../diagnostics/heat-capacity.ts';
import { contactOf } from '../exact/naive-bath.ts';
import { moments } from '../numerics/moments.ts';
import type { DiagnosisRow } from './diagnose.ts';

/** Heat capacities of both seats from their energies at the end of the run, at the mean temperature of their baths. */
export function capacityRows(run: Run, experiment: Experiment, rng: RandomStream): DiagnosisRow[] {
  const { subsystems, sharedEnergy = false } = experiment;
  const seats = (['x', 'theta'] as const).filter((seat) => subsystems[seat].dim > 0);
  const asked = sharedEnergy ? (['x'] as const) : seats;
  const warm = Object.fromEntries(asked.map((seat) => [seat, warmOf(run, experiment, seat, rng)])) as Record<Seat, Warm>;
  const rows: DiagnosisRow[] = asked.map((seat) => ({
    quantity: `heat-capacity${sharedEnergy ? '' : `.${seat}`}`,
    about: sharedEnergy ? 'Var(H)/T² at the end, T that of the bath of x' : 'Var(U)/T² at the end: dim/2 in a harmonic minimum',
    unit: 'k_B',
    ...heatCapacity(warm[seat]),
  }));
  if (asked.length === 2)
    rows.push({
      quantity: 'heat-capacity-ratio',
      about: 'C_θ/C_x: large where θ is a large reservoir',
      unit: '1',
      ...heatCapacityRatio(warm.theta, warm.x),
    });
  return rows;
}

/** Δ⟨U⟩/ΔT between two runs with the same chance in baths of different temperature. */
export function differenceRows(
  one: { readonly run: Run; readonly experiment: Experiment },
  other: { readonly run: Run; readonly experiment: Experiment },
  rng: RandomStream,
): DiagnosisRow[] {
  const { subsystems, sharedEnergy = false } = one.experiment;
  const rows: DiagnosisRow[] = [];
  for (const seat of ['x', 'theta'] as const) {
    if (subsystems[seat].dim === 0 || (sharedEnergy && seat === 'theta')) continue;
    const [cold, hot] = [one, other].map(({ run, experiment }) => warmOf(run, experiment, seat, rng));
    // A reservoir may serve one seat only.
    if (cold.temperature === hot.temperature) continue;
    rows.push({
      quantity: `heat-capacity-by-difference${sharedEnergy ? '' : `.${seat}`}`,
      about: `Δ⟨U⟩/ΔT at the end, T from ${cold.temperature.toPrecision(4)} to ${hot.temperature.toPrecision(4)}`,
      unit: 'k_B',
      ...heatCapacityBetween(cold, hot, { paired: true }),
    });
  }
  return rows;
}

function warmOf(run: Run, experiment: Experiment, seat: Seat, rng: RandomStream): Warm {
  const [own, partner] = seat === 'x' ? [run.x, run.theta] : [run.theta, run.x];
  const lanes = rng.fork('heat-capacity').fork(seat).trajectories(0, own.n);
  const bath = experiment.reservoirs[seat].open(own.n, lanes, contactOf(experiment, seat, own));
  const energies = new Float64Array(own.n);
  experiment.subsystems[seat].energy(own, { partner, control: experiment.end.control, bath }, energies);
  return { energies, temperature: 1 / moments(bath.beta).mean };
}
