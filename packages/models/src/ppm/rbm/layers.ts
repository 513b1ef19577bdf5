import { type Batch, batch, type RandomStream } from '@szilard/core';
import { fieldsOf, type Layer, sigmoid, softplus, unitsOf } from './fields.ts';
import { parameterCount, type RbmShape } from './shape.ts';

/** One machine for all rows, or one a row: how far θ moves on from row to row. */
export const strideOf = (shape: RbmShape, theta: Float64Array): number =>
  theta.length === parameterCount(shape) ? 0 : parameterCount(shape);

/** P(unit = 1 | other layer) of every unit of `layer`; [n, units]. */
export function layerMeans(shape: RbmShape, layer: Layer, theta: Float64Array, other: Batch, beta: number): Batch {
  const units = unitsOf(shape, layer);
  const [stride, fields, out] = [strideOf(shape, theta), new Float64Array(units), batch(other.n, units)];
  for (let i = 0; i < other.n; i++) {
    fieldsOf(shape, layer, theta, i * stride, other.data, i * other.dim, fields);
    for (let k = 0; k < units; k++) out.data[i * units + k] = sigmoid(beta * fields[k]);
  }
  return out;
}

/** Every unit of `layer` drawn from its law given the other layer; one uniform number a unit; [n, units]. */
export function drawLayer(shape: RbmShape, layer: Layer, theta: Float64Array, other: Batch, beta: number, rng: RandomStream): Batch {
  const chance = layerMeans(shape, layer, theta, other, beta);
  const u = new Float64Array(chance.data.length);
  rng.fillUniform(u);
  for (let at = 0; at < u.length; at++) chance.data[at] = u[at] < chance.data[at] ? 1 : 0;
  return chance;
}

/** ADDS ln P(units of `layer` | other layer) to `out`; [n], nats. −∞ for units that are neither 0 nor 1. */
export function addLogLaw(
  shape: RbmShape,
  layer: Layer,
  theta: Float64Array,
  other: Batch,
  own: Batch,
  beta: number,
  out: Float64Array,
): void {
  const units = unitsOf(shape, layer);
  const [stride, fields] = [strideOf(shape, theta), new Float64Array(units)];
  for (let i = 0; i < own.n; i++) {
    fieldsOf(shape, layer, theta, i * stride, other.data, i * other.dim, fields);
    for (let k = 0; k < units; k++) out[i] += logChance(own.data[i * units + k], beta * fields[k]);
  }
}

/** ln P(unit) in the field z = β × what it feels. */
export const logChance = (unit: number, z: number): number =>
  unit === 1 ? -softplus(-z) : unit === 0 ? -softplus(z) : Number.NEGATIVE_INFINITY;

/** Free energies −(1/β) ln Σ e^−βE over the other layer; [n], energy. */
export function freeEnergies(shape: RbmShape, layer: Layer, theta: Float64Array, own: Batch, beta: number): Float64Array {
  const other: Layer = layer === 'visible' ? 'hidden' : 'visible';
  const others = unitsOf(shape, other);
  const [stride, fields] = [strideOf(shape, theta), new Float64Array(others)];
  const first = shape.visible * shape.hidden + (layer === 'visible' ? 0 : shape.visible);
  return Float64Array.from({ length: own.n }, (_, i) => {
    fieldsOf(shape, other, theta, i * stride, own.data, i * own.dim, fields);
    let free = 0;
    for (let k = 0; k < own.dim; k++) free -= theta[i * stride + first + k] * own.data[i * own.dim + k];
    for (let k = 0; k < others; k++) free -= softplus(beta * fields[k]) / beta;
    return free;
  });
}
