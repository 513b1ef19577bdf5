import type { Batch } from '../contracts/batch.ts';
import type { Experiment, Seat } from '../contracts/dynamics.ts';
import type { Bath, Contact } from '../contracts/reservoir.ts';
import { SzilardError } from '../errors.ts';
import { randomStream } from '../random/stream.ts';

/** What the reservoir of a seat touches. */
export const contactOf = ({ subsystems }: Pick<Experiment, 'subsystems'>, seat: Seat, state: Batch): Contact => ({
  subsystem: subsystems[seat],
  state,
  place: { first: seat === 'x' ? 0 : subsystems.x.dim, of: subsystems.x.dim + subsystems.theta.dim },
  seat,
});

/** The bath of one seat for n states at once, refused unless it is naive: additive, isotropic, one temperature, nothing hidden. */
export function naiveBath(experiment: Experiment, seat: Seat, state: Batch, where: string, control?: Float64Array): Bath {
  const { subsystems, reservoirs } = experiment;
  const whole = reservoirs[seat].open(state.n, randomStream('exact'), contactOf(experiment, seat, state));
  const { component } = subsystems[seat].kernel;
  // Energies are asked without a move, and know no bath: any part will do.
  const bath = component && whole.part ? whole.part(control ? component(control) : 0) : whole;
  const refuse = (got: string): never => {
    throw new SzilardError(
      'composition',
      `[${where}] reservoirs.${seat}: expected an additive bath with one temperature and no hidden state, got ${got}. Use the ideal one, or estimate from runs.`,
    );
  };
  if (!bath.additive) refuse('one whose temperature changes with heat');
  if (bath.temperature) refuse('one with a temperature tensor');
  if (bath.logDensity) refuse('one with hidden state');
  const other = bath.beta.find((beta) => beta !== bath.beta[0]);
  if (other !== undefined) refuse(`β = ${bath.beta[0]} and ${other}`);
  return bath;
}
