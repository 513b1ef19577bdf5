import type { BeadMove } from './chain-moves.ts';
import type { ChainKernel, ChainRoom } from './chain-room.ts';
import { reader, type Written } from './plain-functions.ts';
import { graph, type Node } from './plain-graph.ts';
import { code, moduleOf, vectorOperations } from './wasm-code.ts';

/** A kernel made of the text of a move, and the literals that it reads behind the settings. */
export interface CompiledMove {
  readonly kernel: ChainKernel;
  readonly literals: readonly number[];
}

const [TICKS, TILES, TILE, ROW, G, T, P, Z, R, END, BEAD] = Array.from({ length: 11 }, (_, k) => k);
/** Numbers that settings and literals may be. */
const MOST = 32;

/**
 * The move as a kernel like those of `assembly/chain.ts`, with the bits of its text. Null where its functions are not plain: see `reader`.
 */
export function compileMove({ memory, at }: ChainRoom, { captured, settings, ofBeta, bond, draw }: BeadMove): CompiledMove | null {
  const nodes = graph();
  const read = reader(nodes);
  const called: Record<string, Written> = {};
  for (const [name, plain] of Object.entries(captured)) {
    const found = read.function(plain);
    if (!found) return null;
    called[name] = found;
  }
  const uniform = ['lambda', ...Object.keys(settings)];
  const perBead = Object.keys(ofBeta);
  // From a bead to the next: its places, its heats, and where bonds are kept those of the bond before it.
  const row = bond ? 768 : 512;
  const loads: Record<string, number[]> = {
    left: [...code.get(P), ...code.load(at.TILES)],
    at: [...code.get(P), ...code.load(at.TILES + row)],
    right: [...code.get(P), ...code.load(at.TILES + 2 * row)],
    xi: [...code.get(Z), ...code.load(at.NOISE)],
    ...(bond && {
      bondLeft: [...code.get(P), ...code.load(at.TILES + row + 512)],
      bondRight: [...code.get(P), ...code.load(at.TILES + 2 * row + 512)],
    }),
  };
  const inputs = [...Object.keys(loads), ...uniform, ...perBead];
  const said = read.constants(draw, Object.fromEntries(inputs.map((name) => [name, nodes.name(name)])), called);
  if (!said) return null;
  const results = [said.next, said.lost, said.ratio, ...(bond ? [said.bondLeftNext, said.bondRightNext] : [])];

  const uses = new Map<Node, number>();
  const count = (node: Node): void => {
    uses.set(node, (uses.get(node) ?? 0) + 1);
    if (node.kind === 'call' && uses.get(node) === 1) node.args.forEach(count);
  };
  results.forEach(count);
  const all = [...uses.keys()];
  const literals = all.flatMap((node) => (node.kind === 'number' ? [node.value] : []));
  if (uniform.length + literals.length > MOST) return null;

  const locals = new Map<Node, number>();
  const first = BEAD + 1;
  const local = (node: Node): number => {
    if (!locals.has(node)) locals.set(node, first + locals.size);
    return locals.get(node)!;
  };
  /** Read before all loops, and for every bead. */
  const [head, ofBead]: [number[], number[]] = [[], []];
  let literal = uniform.length;
  for (const node of all) {
    const place = node.kind === 'number' ? literal++ : node.kind === 'name' ? uniform.indexOf(node.name) : -1;
    if (place >= 0) head.push(...code.word(0), ...code.loadSplat(at.SETTINGS + 8 * place), ...code.set(local(node)));
    const own = node.kind === 'name' ? perBead.indexOf(node.name) : -1;
    if (own >= 0) ofBead.push(...code.get(BEAD), ...code.shift(5), ...code.loadSplat(at.BEADS + 8 * own), ...code.set(local(node)));
  }
  const body: number[] = [];
  for (const node of all)
    if (node.kind === 'name' && Object.hasOwn(loads, node.name)) body.push(...loads[node.name], ...code.set(local(node)));
  /** Leaves the value on the stack; what is used again is kept. */
  const emit = (node: Node): void => {
    if (node.kind !== 'call' || locals.has(node)) return void body.push(...code.get(local(node)));
    node.args.forEach(emit);
    body.push(...vectorOperations[node.operation]);
    if (uses.get(node)! > 1) body.push(...code.tee(local(node)));
  };
  const addTo = (pointer: number, offset: number, node: Node): void => {
    body.push(...code.get(pointer), ...code.get(pointer), ...code.load(offset));
    emit(node);
    body.push(...vectorOperations['+'], ...code.store(offset));
  };
  const put = (offset: number, node: Node): void => {
    body.push(...code.get(P));
    emit(node);
    body.push(...code.store(offset));
  };
  addTo(P, at.TILES + row + 256, said.lost);
  addTo(R, at.RATIO, said.ratio);
  put(at.TILES + row, said.next);
  if (bond) {
    put(at.TILES + row + 512, said.bondLeftNext);
    put(at.TILES + 2 * row + 512, said.bondRightNext);
  }
  for (const pointer of [P, Z, R]) body.push(...step(pointer, 16));

  const moves = code.loop(body, P, END);
  const tick = [
    ...[...code.get(T), ...code.shift(2), ...code.loadWord(at.ORDER), ...code.set(BEAD), ...ofBead],
    ...[
      ...code.get(G),
      ...code.get(TILE),
      ...code.multiply,
      ...code.get(BEAD),
      ...code.word(row),
      ...code.multiply,
      ...code.add,
      ...code.tee(P),
    ],
    ...[...code.word(256), ...code.add, ...code.set(END)],
    ...[...code.get(G), ...code.shift(8), ...code.tee(R), ...code.get(T), ...code.get(ROW), ...code.multiply, ...code.add, ...code.set(Z)],
    ...[...moves, ...step(T, 1)],
  ];
  const tiles = [...code.word(0), ...code.set(T), ...code.loop(tick, T, TICKS), ...step(G, 1)];
  const bytes = moduleOf(ROW + 1, BEAD - ROW, locals.size, [...head, ...code.loop(tiles, G, TILES)]);
  if (!WebAssembly.validate(bytes)) return null;
  const { exports } = new WebAssembly.Instance(new WebAssembly.Module(bytes), { env: { memory } });
  return { kernel: (exports as unknown as { run: ChainKernel }).run, literals };
}

const step = (local: number, by: number): number[] => [...code.get(local), ...code.word(by), ...code.add, ...code.set(local)];
