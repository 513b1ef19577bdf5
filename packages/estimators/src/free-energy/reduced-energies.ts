import { type ReducedEnergies, SzilardError } from '@szilard/core';

/** Refuse shapes that do not fit, counts that do not add up, and numbers that are not finite. */
export function checkReduced(where: string, { reduced, counts }: ReducedEnergies): void {
  const { n, dim, data } = reduced;
  if (data.length !== n * dim || counts.length !== dim) {
    throw new SzilardError(
      'shape',
      `[${where}] reduced: expected [${n}, ${counts.length}] = ${n * counts.length} numbers, one column a state, got ${data.length} in ${dim} columns. Give every sample's energy in every state.`,
    );
  }
  const fault = counts.findIndex((count) => !(Number.isInteger(count) && count >= 0));
  if (fault >= 0) {
    throw new SzilardError(
      'input',
      `[${where}] counts: expected whole numbers from 0 on, got ${counts[fault]} for state ${fault} (counted from 0). Count its samples.`,
    );
  }
  const total = counts.reduce((sum, count) => sum + count, 0);
  if (total !== n || n < 2) {
    throw new SzilardError(
      'input',
      `[${where}] counts: expected counts that add up to the ${n} samples, at least 2, got ${total}. List the samples of state 0 first, then those of state 1, and so on.`,
    );
  }
  const bad = data.findIndex((u) => !Number.isFinite(u));
  if (bad >= 0) {
    throw new SzilardError(
      'non-finite',
      `[${where}] reduced: expected finite energies, got ${data[bad]} for sample ${Math.floor(bad / dim)} in state ${bad % dim} (both counted from 0). Repair or drop it.`,
    );
  }
}
