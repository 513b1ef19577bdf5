import type { Bath } from '../contracts/reservoir.ts';
import type { Parts } from '../contracts/subsystem.ts';

/** Accounts of the heat of every component, for movers of one component at a time in baths of their own. */
export function partAccounts(n: number, dim: number) {
  const parts: Parts = { beta: new Float64Array(dim * n), heat: new Float64Array(dim * n) };
  const row = (of: Float64Array, k: number) => of.subarray(k * n, (k + 1) * n);
  const worth = new Float64Array(n);
  const moved = new Uint8Array(dim);
  let baths: readonly Bath[] = [];
  return {
    parts,
    /** Opens the accounts in these baths. False: one of them is not additive and isotropic. */
    open(bath: Bath): boolean {
      baths = Array.from({ length: dim }, (_, k) => bath.part?.(k) ?? bath);
      parts.heat.fill(0);
      moved.fill(0);
      for (const [k, { beta }] of baths.entries()) row(parts.beta, k).set(beta);
      return baths.every((part) => part.additive && !part.part && !part.temperature);
    },
    moved: (component: number) => void (moved[component] = 1),
    allMoved: () => void moved.fill(1),
    /** Closes the accounts of the components that have moved: ADDS their heats to `heat`, writes what they are worth to `gain`. */
    close(heat: Float64Array, gain: Float64Array): void {
      gain.fill(0);
      for (let k = 0; k < dim; k++) {
        if (moved[k] === 0) continue;
        const own = row(parts.heat, k);
        baths[k].entropyGain(own, worth);
        for (let i = 0; i < n; i++) {
          heat[i] += own[i];
          gain[i] += worth[i];
        }
        own.fill(0);
        moved[k] = 0;
      }
    },
  };
}
