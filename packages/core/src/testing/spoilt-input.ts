import type { RandomStream } from '../contracts/random.ts';

type Fields = Record<string, any>;
const isTable = (part: any): part is { data: Float64Array; dim: number } =>
  part?.data instanceof Float64Array && typeof part.dim === 'number';

/** All columns of numbers in an input, in a fixed order. */
export const arraysOf = (value: unknown): Float64Array[] =>
  value instanceof Float64Array ? [value] : value !== null && typeof value === 'object' ? Object.values(value).flatMap(arraysOf) : [];

/** A copy whose columns are made anew; everything else as it is. `dim`: numbers that belong to one row. */
function remade(value: any, make: (data: Float64Array, dim: number) => Float64Array): any {
  if (value instanceof Float64Array) return make(value, 1);
  if (isTable(value)) return { ...value, data: make(value.data, value.dim) };
  if (value === null || typeof value !== 'object' || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([name, part]) => [name, remade(part, make)]));
}

/** Data that continuous estimators stumble over and real data are full of. */
export const degenerate: Readonly<Record<string, (input: any) => any>> = {
  'every row twice': (input) =>
    remade(input, (data, dim) => {
      const half = Math.floor(data.length / dim / 2) * dim;
      return data.map((v, at) => (at < half ? v : at < 2 * half ? data[at - half] : v));
    }),
  'rounded to a few values': (input) => remade(input, (data) => data.map((v) => Math.round(2 * v) / 2)),
  constants: (input) => remade(input, (data) => new Float64Array(data.length).fill(0.5)),
  'one row unlike the rest': (input) => remade(input, (data, dim) => data.map((_, at) => (at < dim ? 1 : 0.5))),
  'identical variables': (input: Fields) => {
    const tables = Object.values(input).filter(isTable);
    const twins = tables.every(({ data, dim }) => data.length === tables[0].data.length && dim === tables[0].dim);
    if (tables.length < 2 || !twins) return remade(input, (data, dim) => data.map((_, at) => data[at - (at % dim)]));
    return Object.fromEntries(
      Object.entries(input).map(([name, part]) => [name, isTable(part) ? { ...part, data: tables[0].data.slice() } : part]),
    );
  },
  'numbers of very different size': (input) => remade(input, (data) => data.map((v, at) => (at % 2 === 0 ? v * 1e-8 : v * 1e8))),
};

/** Inputs one of whose parts has a row, a step or a number too few. */
export function misfits(input: any): { readonly what: string; readonly input: any }[] {
  const out: { what: string; input: any }[] = [];
  const tables = Object.entries<any>(input).filter(([, part]) => isTable(part));
  for (const [name, part] of tables) {
    out.push({ what: `${name} with a number too few`, input: { ...input, [name]: { ...part, data: part.data.slice(1) } } });
    if (tables.length < 2) continue;
    const size =
      'steps' in part
        ? { steps: part.steps - 1, data: part.data.slice(part.dim * part.trajectories) }
        : { n: part.n - 1, data: part.data.slice(part.dim) };
    out.push({ what: `${name} with a row too few`, input: { ...input, [name]: { ...part, ...size } } });
  }
  if (input.boundary instanceof Float64Array)
    out.push({ what: 'boundary with a number too few', input: { ...input, boundary: input.boundary.slice(1) } });
  return out;
}

/** Tables of so many columns of normal numbers in place of its own; functions, which expect their own columns, are left out. */
export function wide(input: any, columns: number, rng: RandomStream): any {
  const parts = Object.entries<any>(input).filter(([, part]) => typeof part !== 'function');
  return Object.fromEntries(
    parts.map(([name, part]) => {
      if (!isTable(part)) return [name, part];
      const data = new Float64Array((part.data.length / part.dim) * columns);
      rng.fork(name).fillNormal(data);
      return [name, { ...part, dim: columns, data }];
    }),
  );
}
