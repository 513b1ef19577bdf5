import { joint, type Symbols } from './symbols.ts';

/** Variables, by their numbers in rising order, as one symbol. */
export type Joints = (of: readonly number[]) => Symbols;

/** Joint symbols made once each, out of those of all but the last variable. */
export function joints(variables: readonly Symbols[]): Joints {
  const known = new Map<string, Symbols>();
  const make = (of: readonly number[]): Symbols => {
    if (of.length === 1) return variables[of[0]];
    const key = of.join();
    let own = known.get(key);
    if (!own) {
      own = joint(make(of.slice(0, -1)), variables[of[of.length - 1]]);
      known.set(key, own);
    }
    return own;
  };
  return make;
}
