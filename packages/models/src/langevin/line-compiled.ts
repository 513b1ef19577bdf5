import type { LineMove } from './fused-line.ts';
import type { KickRoom } from './line-room.ts';
import { underBefore } from './line-text.ts';
import { reader, type Written } from './plain-functions.ts';
import { graph, type Node } from './plain-graph.ts';
import { code, moduleOf, vectorOperations } from './wasm-code.ts';

/** Loops over a block that ask the functions of a move: at the start of ticks, between two of them, and at their end. */
export type AskedLoops = Readonly<Record<'depart' | 'pass' | 'stay', () => void>>;

/** What they ask, and the column that it goes to. */
const ASKED = {
  depart: { drift: 'next', rise: 'work' },
  pass: { driftBefore: 'back', drift: 'next', rise: 'work' },
  stay: { checked: 'back' },
} as const;

/**
 * The loops of that name of `lineText` in SIMD, where the functions are plain, see `reader`: the same operations in the same order, so the
 * same bits. Null where they are not.
 */
export function compileAsked(room: KickRoom, line: LineMove, settings: Float64Array, perBeta: Float64Array): AskedLoops | null {
  const { captured, carried, energy, settings: names } = line;
  const nodes = graph();
  const read = reader(nodes);
  const called: Record<string, Written> = {};
  for (const [name, plain] of Object.entries(captured)) {
    const found = read.function(plain as (...args: number[]) => number);
    if (!found) return null;
    called[name] = found;
  }
  // In the order in which they are written to the room.
  const inputs = [...names.map((name) => `${name}Before`), ...names, ...Object.keys(line.ofBeta), 'zero'];
  const [drift, here] = [carried.push('at'), energy('at')];
  const said = read.constants(
    `const drift = ${drift}; const driftBefore = ${underBefore(names, drift)}; const rise = ${here} - ${underBefore(names, here)};
    const checked = drift + ${here} * zero;`,
    Object.fromEntries(['at', ...inputs].map((name) => [name, nodes.name(name)])),
    called,
  );
  if (!said) return null;
  const literals: number[] = [];
  const { numbers, end } = room;
  const compile = (name: keyof AskedLoops): (() => void) => {
    const outputs = Object.entries(ASKED[name]).map(([result, column]) => ({
      node: said[result],
      to: room.at[column],
      adds: result === 'rise',
    }));
    const bytes = asking(outputs, room.at.x, (node) => {
      const place = node.kind === 'name' ? inputs.indexOf(node.name) : inputs.length + literals.push(node.value) - 1;
      return room.at.numbers + 8 * place;
    });
    const { exports } = new WebAssembly.Instance(new WebAssembly.Module(bytes), { env: { memory: room.memory } });
    const { run } = exports as unknown as { run: (end: number) => void };
    return () => {
      numbers.set(settings);
      run(end);
    };
  };
  const loops = { depart: compile('depart'), pass: compile('pass'), stay: compile('stay') };
  if (inputs.length + literals.length > numbers.length) return null;
  return {
    ...loops,
    depart() {
      numbers.set(perBeta, settings.length);
      numbers[inputs.length - 1] = 0;
      numbers.set(literals, inputs.length);
      loops.depart();
    },
  };
}

interface Output {
  readonly node: Node;
  readonly to: number;
  readonly adds: boolean;
}
type Given = Exclude<Node, { readonly kind: 'call' }>;

const [END, POINTER, FIRST] = [0, 1, 2];

/** A module whose `run(bytes)` writes these outputs of `at`, by column, to theirs; `numberAt`: where a number lies. */
function asking(outputs: readonly Output[], x: number, numberAt: (node: Given) => number): Uint8Array {
  const uses = new Map<Node, number>();
  const count = (node: Node): void => {
    uses.set(node, (uses.get(node) ?? 0) + 1);
    if (node.kind === 'call' && uses.get(node) === 1) node.args.forEach(count);
  };
  for (const { node } of outputs) count(node);
  const locals = new Map<Node, number>();
  const head: number[] = [];
  for (const node of uses.keys()) {
    if (node.kind === 'call' && uses.get(node) === 1) continue;
    locals.set(node, FIRST + locals.size);
    if (node.kind === 'call' || (node.kind === 'name' && node.name === 'at')) continue;
    head.push(...code.word(0), ...code.loadSplat(numberAt(node)), ...code.set(locals.get(node)!));
  }
  /** Two lanes; the numbers of a function are made once and kept. */
  const lanes = (offset: number): number[] => {
    const body: number[] = [];
    const made = new Set<Node>();
    const emit = (node: Node): void => {
      const local = locals.get(node);
      if (local !== undefined && (node.kind === 'number' || (node.kind === 'name' && node.name !== 'at') || made.has(node)))
        return void body.push(...code.get(local));
      made.add(node);
      if (node.kind === 'call') {
        node.args.forEach(emit);
        body.push(...vectorOperations[node.operation]);
      } else body.push(...code.get(POINTER), ...code.load(x + offset));
      if (local !== undefined) body.push(...code.tee(local));
    };
    for (const { node, to, adds } of outputs) {
      body.push(...code.get(POINTER));
      if (adds) body.push(...code.get(POINTER), ...code.load(to + offset));
      emit(node);
      body.push(...(adds ? vectorOperations['+'] : []), ...code.store(to + offset));
    }
    return body;
  };
  const step = [...code.get(POINTER), ...code.word(32), ...code.add, ...code.set(POINTER)];
  const loop = code.loop([...lanes(0), ...lanes(16), ...step], POINTER, END);
  return moduleOf(1, 1, locals.size, [...head, ...loop]);
}
