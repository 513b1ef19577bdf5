/** Fewer windows than this behind ⟨e^−ΔS⟩, which is 1 of the true ΔS: a few make the value, and its error. */
const FEW = 30;

/** A word where ⟨e^−ΔS⟩ of the test windows rests on few of them: the network expects what it has not seen turned; [windows], nats. */
export function rareCautions(deltas: Float64Array): string[] {
  const least = deltas.reduce((a, b) => Math.min(a, b), Number.POSITIVE_INFINITY);
  let [total, squares] = [0, 0];
  for (const s of deltas) {
    total += Math.exp(least - s);
    squares += Math.exp(2 * (least - s));
  }
  const effective = total ** 2 / squares;
  if (!(effective < Math.min(FEW, 0.5 * deltas.length))) return [];
  return [`⟨e^−ΔS⟩ rests on ${Number(effective.toPrecision(2))} of ${deltas.length} windows: the bound may come out far too low`];
}
