/** Axis limits with a little air; a flat or empty set still gets a width. Infinite values have no place on an axis. */
export function domain(values: readonly number[], air = 0.05): [number, number] {
  const finite = values.filter(Number.isFinite);
  if (finite.length === 0) return [-1, 1];
  const [low, high] = [Math.min(...finite), Math.max(...finite)];
  const span = high - low;
  // Rounding noise is no structure to zoom into.
  if (span < 1e-9 * Math.max(1, Math.abs(low), Math.abs(high))) {
    const half = Math.max(1, Math.abs(low) / 2);
    return [low - half, high + half];
  }
  return [low - air * span, high + air * span];
}
