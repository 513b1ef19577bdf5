let made = 0;

/**
 * A function compiled for one block: `source` with `values` captured under `names`. Its own source text keeps the engine of
 * the language from sharing it with other blocks, so that typed arrays become constants and closures are inlined:
 * 3-4 ns a move instead of 20-30 once several models have run. Where code generation is forbidden it throws `EvalError`.
 */
export function specialise(names: readonly string[], source: string, values: readonly unknown[]): (...args: number[]) => void {
  return new Function(...names, `'use strict';\n${source}\n//# sourceURL=szilard-kernel-${made++}.js`)(...values);
}

/** Can functions be made from text here? Not under a strict content-security policy. */
export const canSpecialise = (() => {
  try {
    return new Function('return true')() === true;
  } catch {
    return false;
  }
})();
