import { type Batch, type RandomStream, SzilardError } from '@szilard/core';

/** Spins ±1 that feel h_i = f_i + f(λ) + Σ_j J_ij s_j, only neighbours listed. */
export interface SpinNetwork {
  readonly spins: number;
  /** Own fields f_i; [spins], energy. */
  readonly fields: Float64Array;
  /** Neighbours of spin i are entries first[i] … first[i + 1] − 1; [spins + 1]. */
  readonly first: Int32Array;
  readonly neighbour: Int32Array;
  /** J_ij of each entry; energy. */
  readonly coupling: Float64Array;
  /** (J_ij + J_ji)/2 of each entry: what an energy can hold. */
  readonly symmetric: Float64Array;
  readonly reciprocal: boolean;
}

/** Couplings by rows, J[i][j] the pull of spin j on spin i, and fields; refused where they are no network of spins. */
export function spinNetwork(couplings: readonly (readonly number[])[], fields: readonly number[], where = '[spinNetwork]'): SpinNetwork {
  const spins = couplings.length;
  const need = (met: boolean, name: string, expected: string, got: unknown) => {
    if (!met) throw new SzilardError('parameter', `${where} ${name}: expected ${expected}, got ${got}.`);
  };
  need(spins >= 1, 'couplings', 'at least one spin', spins);
  need(fields.length === spins, 'fields', `${spins} numbers, one a spin`, fields.length);
  const first = new Int32Array(spins + 1);
  const [neighbour, coupling, symmetric]: [number[], number[], number[]] = [[], [], []];
  for (const [i, row] of couplings.entries()) {
    need(row.length === spins, `couplings[${i}]`, `${spins} numbers, one a spin`, row.length);
    need(row[i] === 0, `couplings[${i}][${i}]`, '0, a spin does not pull itself', row[i]);
    need(Number.isFinite(fields[i]), `fields[${i}]`, 'a finite number', fields[i]);
    for (const [j, pull] of row.entries()) {
      need(Number.isFinite(pull), `couplings[${i}][${j}]`, 'a finite number', pull);
      if (pull === 0 && couplings[j][i] === 0) continue;
      neighbour.push(j);
      coupling.push(pull);
      symmetric.push((pull + couplings[j][i]) / 2);
    }
    first[i + 1] = neighbour.length;
  }
  return {
    spins,
    fields: Float64Array.from(fields),
    first,
    neighbour: Int32Array.from(neighbour),
    coupling: Float64Array.from(coupling),
    symmetric: Float64Array.from(symmetric),
    reciprocal: coupling.every((pull, at) => pull === symmetric[at]),
  };
}

/** h_i of spin `site` in row i of x, by the given pulls of its neighbours; energy. `extra`: a field on every spin. */
export function localField(
  { first, neighbour, fields }: SpinNetwork,
  { dim, data }: Batch,
  i: number,
  site: number,
  extra: number,
  pull: Float64Array,
): number {
  let field = fields[site] + extra;
  for (let at = first[site]; at < first[site + 1]; at++) field += pull[at] * data[i * dim + neighbour[at]];
  return field;
}

/** −Σ (f_i + extra) s_i − ½ Σ (J_ij + J_ji)/2 s_i s_j of row i; energy. */
export function rowEnergy(network: SpinNetwork, x: Batch, i: number, extra: number): number {
  let energy = 0;
  for (let site = 0; site < network.spins; site++) {
    const own = network.fields[site] + extra;
    energy -= (x.data[i * x.dim + site] * (own + localField(network, x, i, site, extra, network.symmetric))) / 2;
  }
  return energy;
}

/** The energy of every row; [n], energy. */
export function spinEnergy(network: SpinNetwork, x: Batch, extra: number, out: Float64Array): void {
  for (let i = 0; i < x.n; i++) out[i] = rowEnergy(network, x, i, extra);
}

/**
 * Gaussian couplings of all pairs: J_ij = strength (S_ij + k A_ij)/√(n(1 + k²)), S symmetric, A antisymmetric, both of variance 1
 * [Crisanti1988]. k = 0: reciprocal; k = 1: J_ij and J_ji independent.
 */
export function randomCouplings(
  spins: number,
  { strength, asymmetry }: { strength: number; asymmetry: number },
  rng: RandomStream,
): number[][] {
  const couplings = Array.from({ length: spins }, () => new Array<number>(spins).fill(0));
  const scale = strength / Math.sqrt(spins * (1 + asymmetry ** 2));
  for (let i = 0; i < spins; i++) {
    for (let j = 0; j < i; j++) {
      const [s, a] = [rng.normal(), asymmetry * rng.normal()];
      couplings[i][j] = scale * (s + a);
      couplings[j][i] = scale * (s - a);
    }
  }
  return couplings;
}

/** A width × height square lattice with opposite edges joined; J between neighbours, twice where a pair meets twice. */
export function latticeCouplings(width: number, height: number, coupling: number): number[][] {
  const spins = width * height;
  const couplings = Array.from({ length: spins }, () => new Array<number>(spins).fill(0));
  for (let i = 0; i < spins; i++) {
    const [column, row] = [i % width, Math.floor(i / width)];
    for (const j of [row * width + ((column + 1) % width), ((row + 1) % height) * width + column]) {
      if (j === i) continue;
      couplings[i][j] += coupling;
      couplings[j][i] += coupling;
    }
  }
  return couplings;
}
