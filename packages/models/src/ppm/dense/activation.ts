export const activations = ['relu', 'tanh', 'softplus', 'sigmoid'] as const;
export type Activation = (typeof activations)[number];

/** z ← f(z), in place. */
export function bend(activation: Activation, z: Float64Array): void {
  if (activation === 'relu') for (let at = 0; at < z.length; at++) z[at] = Math.max(0, z[at]);
  else if (activation === 'tanh') for (let at = 0; at < z.length; at++) z[at] = Math.tanh(z[at]);
  else if (activation === 'sigmoid') for (let at = 0; at < z.length; at++) z[at] = 1 / (1 + Math.exp(-z[at]));
  else for (let at = 0; at < z.length; at++) z[at] = z[at] > 0 ? z[at] + Math.log1p(Math.exp(-z[at])) : Math.log1p(Math.exp(z[at]));
}

/** back ← back · f′(z), told from a = f(z) alone. The slope of relu at its corner is 0. */
export function slope(activation: Activation, a: Float64Array, back: Float64Array): void {
  if (activation === 'relu') for (let at = 0; at < a.length; at++) back[at] = a[at] > 0 ? back[at] : 0;
  else if (activation === 'tanh') for (let at = 0; at < a.length; at++) back[at] *= 1 - a[at] * a[at];
  else if (activation === 'sigmoid') for (let at = 0; at < a.length; at++) back[at] *= a[at] * (1 - a[at]);
  else for (let at = 0; at < a.length; at++) back[at] *= -Math.expm1(-a[at]);
}
