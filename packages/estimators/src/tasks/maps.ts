import { type Batch, batch, normalCdf } from '@szilard/core';

/** x ↦ sign(x)|x|^{3/2}, component by component. */
export const halfCube = (x: Batch): Batch => each(x, (v) => Math.sign(v) * Math.abs(v) ** 1.5);

/** A rising, wavy line. */
export const wiggly = (x: Batch): Batch =>
  each(x, (v) => v + 0.4 * Math.sin(v) + 0.2 * Math.sin(1.7 * v + 1) + 0.03 * Math.sin(3.3 * v - 2.5));

/** x ↦ Φ(x): uniform margins of a standard normal. */
export const toUniform = (x: Batch): Batch => each(x, normalCdf);

/** x ↦ arsinh x: pulls in heavy tails. */
export const arsinh = (x: Batch): Batch => each(x, Math.asinh);

/** One uniform column rolled up in the plane. */
export function swissRoll({ n, data }: Batch): Batch {
  const out = batch(n, 2);
  for (let i = 0; i < n; i++) {
    const turn = 1.5 * Math.PI * (1 + 2 * data[i]);
    out.data[2 * i] = (turn * Math.cos(turn)) / 21;
    out.data[2 * i + 1] = (turn * Math.sin(turn)) / 21;
  }
  return out;
}

/** Turns every point about the origin, in the planes of successive components, by an angle that grows with |x|². */
export function spiral({ n, dim, data }: Batch, speed: number): Batch {
  const out = { n, dim, data: data.slice() };
  for (let i = 0; i < n; i++) {
    const row = out.data.subarray(i * dim, (i + 1) * dim);
    const angle = speed * row.reduce((sum, v) => sum + v * v, 0);
    const [cos, sin] = [Math.cos(angle), Math.sin(angle)];
    for (let k = 0; k + 1 < dim; k++) [row[k], row[k + 1]] = [cos * row[k] - sin * row[k + 1], sin * row[k] + cos * row[k + 1]];
  }
  return out;
}

const each = ({ n, dim, data }: Batch, map: (v: number) => number): Batch => ({ n, dim, data: data.map(map) });
