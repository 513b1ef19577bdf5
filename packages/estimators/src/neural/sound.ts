export interface Found {
  readonly value: number;
  readonly stderr: number;
  readonly details: Readonly<Record<string, number>>;
  readonly cautions: readonly string[];
}

/** As it is, where it is a number; else −∞, which every quantity is above, and a word about it. */
export function sound({ value, stderr, details, cautions }: Found): Found {
  const known = Object.fromEntries(Object.entries(details).filter(([, number]) => !Number.isNaN(number)));
  if (Number.isFinite(value) && Number.isFinite(stderr)) return { value, stderr, details: known, cautions };
  const words = 'infinite: what the network says of the test part is beyond the range of numbers';
  return { value: Number.NEGATIVE_INFINITY, stderr: Number.POSITIVE_INFINITY, details: known, cautions: [words, ...cautions] };
}
