/**
 * What a control makes of a move on the line whose energy and drift are polynomials of y = x − centre: centre, spread, c0 … c4,
 * a0 … a3. U = Σ cₖ yᵏ; y′ = y + Σ aₖ yᵏ + spread ξ/√β.
 */
export const SETTING = 11;
export const [CENTRE, SPREAD, C0, A0] = [0, 1, 2, 7];

/** Columns of a tick's row, as `assembly/line.ts` reads them; from `D0` on they are the host's own. */
export const ROW = 16;
export const [WIDTH, SHIFT, TURN, RESCALE, D1, DRIFT, D0, KIND] = [0, 1, 2, 3, 4, 8, 12, 13];

/** Of what kind the drift is, a cubic one perhaps without a square, and to which degree a tick changes the energy: names of the kernels. */
export const KINDS = ['linear0', 'linear1', 'linear2', 'cubic0', 'cubic1', 'cubic4', 'odd0', 'odd1'] as const;
const [LINEAR, CUBIC, ODD] = [0, 3, 6];

/** 1/(2 spread²): makes nats at β = 1 of (kick back)² − kick². */
export const gainOf = (setting: Float64Array): number => 0.5 / (setting[SPREAD] * setting[SPREAD]);

/** The first tick of a stretch: whatever the control has done is booked. */
export function firstRow(now: Float64Array, row: Float64Array): void {
  row.fill(0);
  row[WIDTH] = now[SPREAD];
  row[RESCALE] = 1;
  for (let k = 0; k < 4; k++) row[DRIFT + k] = now[A0 + k];
  row[KIND] = now[A0 + 2] !== 0 ? CUBIC : now[A0 + 3] !== 0 ? ODD : LINEAR;
}

/** A tick that takes the control from `before` to `now`: U(now) − U(before) is Σ dₖ yᵏ, y from the new centre. */
export function nextRow(before: Float64Array, now: Float64Array, row: Float64Array): void {
  firstRow(now, row);
  const shift = now[CENTRE] - before[CENTRE];
  row[SHIFT] = shift;
  row[RESCALE] = gainOf(before) / gainOf(now);
  const d = shifted(before, shift);
  for (let k = 0; k < 5; k++) d[k] = now[C0 + k] - d[k];
  for (let k = 1; k < 5; k++) row[D1 + k - 1] = d[k];
  row[D0] = d[0];
  row[TURN] = now[A0] - before[A0];
  const cubic = row[KIND] !== LINEAR;
  const highest = [4, 3, 2, 1].find((k) => d[k] !== 0) ?? 0;
  const sameTurn = [1, 2, 3].every((k) => now[A0 + k] === before[A0 + k]);
  // Cubic drifts are carried from move to move, so long as nothing but their constant changes.
  if (cubic ? highest > 1 || shift !== 0 || !sameTurn || row[RESCALE] !== 1 : highest > 2) row[KIND] = CUBIC + 2;
  else if (cubic) row[KIND] += highest === 1 || row[TURN] !== 0 ? 1 : 0;
  else if (highest === 2 || row[RESCALE] !== 1) row[KIND] = LINEAR + 2;
  else row[KIND] = highest === 1 || shift !== 0 ? LINEAR + 1 : LINEAR;
}

const powers = new Float64Array(5);
/** Coefficients of Σ cₖ (y + shift)ᵏ. */
function shifted(setting: Float64Array, shift: number): Float64Array {
  for (let k = 0; k < 5; k++) powers[k] = setting[C0 + k];
  if (shift !== 0) for (let from = 0; from < 4; from++) for (let k = 3; k >= from; k--) powers[k] += shift * powers[k + 1];
  return powers;
}
