import { Matrix } from 'ml-matrix';
import { batch } from '../arrays/batch.ts';
import type { Seat } from '../contracts/dynamics.ts';
import type { AffineStep } from './affine-step.ts';
import { bookEnergies } from './energies.ts';
import { type GaussianMoments, gaussianInformation } from './gaussian-law.ts';
import { type GaussianProcess, jointMap } from './gaussian-process.ts';
import { block, logDeterminant, mustBePositive } from './matrices.ts';
import { type MoveSums, meansFrom } from './means.ts';
import { naiveBath } from './naive-bath.ts';
import { type PerSeat, type ProcessMeans, partnerOf, perSeat } from './process.ts';

const WHERE = '[linear-gaussian] law';

/** The means of a linear-Gaussian process from its moments alone. */
export function gaussianMeans(process: GaussianProcess): ProcessMeans {
  const { laws, steps, layout } = process;
  const column = () => new Float64Array(steps.length);
  const known = laws.map(({ covariance }) => gaussianInformation(covariance, layout, WHERE));
  const sums: PerSeat<MoveSums> = perSeat(() => ({ lawChange: column(), informationChange: column(), logRatio: column() }));
  steps.forEach((step, t) => {
    const mine = sums[step.seat];
    mine.lawChange[t] = known[t + 1].joint - known[t].joint;
    mine.informationChange[t] = known[t + 1].mutual - known[t].mutual;
    mine.logRatio[t] = meanLogRatio(laws[t], step);
  });
  const along = (name: 'x' | 'theta' | 'joint' | 'mutual') => Float64Array.from(known, (each) => each[name]);
  return meansFrom({
    sums,
    entropy: { x: along('x'), theta: along('theta'), joint: along('joint') },
    mutualInformation: along('mutual'),
    ...energies(process),
  });
}

/** ⟨ln K/K̃⟩ = ½ [⟨r̃ᵀQ̃⁻¹r̃⟩ − d + ln det Q̃/Q], r̃ the residual of the move undone. Nats. */
function meanLogRatio({ mean, covariance }: GaussianMoments, step: AffineStep): number {
  const { moving, forward, backward } = step;
  if (moving.length === 0) return 0;
  const { map, shift } = jointMap(step, mean.length);
  // r̃ = z_moving − along (map z + shift + noise) − offset
  const spread = block(
    backward.along,
    Array.from(moving, (_, row) => row),
    moving,
  );
  const onZ = backward.along.mmul(map).mul(-1);
  moving.forEach((k, row) => void onZ.set(row, k, onZ.get(row, k) + 1));
  const centre = onZ.mmul(Matrix.columnVector(mean)).sub(backward.along.mmul(Matrix.columnVector(shift)));
  backward.offset.forEach((c, row) => void centre.set(row, 0, centre.get(row, 0) - c));
  const second = onZ
    .mmul(covariance)
    .mmul(onZ.transpose())
    .add(spread.mmul(forward.noise).mmul(spread.transpose()))
    .add(centre.mmul(centre.transpose()));
  const [there, back] = [mustBePositive(forward.noise, WHERE), mustBePositive(backward.noise, WHERE)];
  return 0.5 * (back.solve(second).trace() - moving.length + logDeterminant(back) - logDeterminant(there));
}

/** Largest disagreement of two cubatures, relative, up to which an energy passes for quadratic. */
const QUADRATIC = 1e-9;

/** Mean energies by third-degree cubature, exact for quadratic energies; NaN where two radii show that one is not quadratic. */
function energies(process: GaussianProcess): Pick<ProcessMeans, 'work' | 'heat'> {
  const { experiment, laws, layout } = process;
  if (experiment.subsystems.x.work || experiment.subsystems.theta.work)
    return { work: perSeat(() => Number.NaN), heat: perSeat(() => Number.NaN) };
  const cubature = (seat: Seat, control: Float64Array, { mean, covariance }: GaussianMoments, radius: number): number => {
    const joint = mean.length;
    const l = mustBePositive(covariance, WHERE).lowerTriangularMatrix;
    const n = 2 * joint + 1;
    const [x, theta] = [batch(n, layout.thetaAt), batch(n, joint - layout.thetaAt)];
    for (let i = 0; i < n; i++) {
      const axis = i >> 1;
      const sign = i === 2 * joint ? 0 : i % 2 === 0 ? radius : -radius;
      for (let k = 0; k < joint; k++) {
        const v = mean[k] + (sign === 0 ? 0 : sign * l.get(k, axis));
        if (k < layout.thetaAt) x.data[i * x.dim + k] = v;
        else theta.data[i * theta.dim + k - layout.thetaAt] = v;
      }
    }
    const own = seat === 'x' ? x : theta;
    const values = new Float64Array(n);
    const given = { partner: partnerOf[seat] === 'x' ? x : theta, control, bath: naiveBath(experiment, seat, own, 'linear-gaussian') };
    experiment.subsystems[seat].energy(own, given, values);
    const centre = values[2 * joint];
    let bend = 0;
    for (let i = 0; i < 2 * joint; i++) bend += values[i] - centre;
    return centre + bend / (2 * radius * radius);
  };
  return bookEnergies<GaussianMoments>(experiment, {
    energy(seat, control, law) {
      const [near, far] = [cubature(seat, control, law, 1), cubature(seat, control, law, 2)];
      return Math.abs(near - far) <= QUADRATIC * Math.max(1, Math.abs(near)) ? near : Number.NaN;
    },
    push: () => 0,
    before: (t) => laws[t],
    after: (t) => laws[t + 1],
  });
}
