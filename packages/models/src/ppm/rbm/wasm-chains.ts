import { type ChainRoom, chainRoom } from './chain-room.ts';
import type { Chains, ChainsJob } from './chains.ts';
import { type Layer, sigmoid } from './fields.ts';

/** Units of a panel, and of those whose words are drawn together: few enough to stay in the second-level cache. */
const [PANEL, TOGETHER] = [16, 64];
/** Bytes: of a line of weights, for half a panel; of its fields, biases too; of its fours; of the totals of a chain. */
const [LINE, ROW, FOURS, TOTALS] = [4 * PANEL, 8 * PANEL, 8, 32];
/** What a four has for its first unit, and for its place, as `assembly/rbm.ts` has it. */
const FIRST = 128;
const placeOf = (four: number) => 2048 * ((four >> 1) & 7) + 64 * (four & 1);
const layers = ['visible', 'hidden'] as const satisfies readonly Layer[];
const otherThan = { visible: 'hidden', hidden: 'visible' } as const satisfies Record<Layer, Layer>;

/** Where the numbers of a layer lie; addresses in bytes. */
interface Seat {
  readonly units: number;
  /** First unit in a row of x. */
  readonly first: number;
  readonly panels: number;
  /** Lines of the other layer's units, panels filled up. */
  readonly lines: number;
  /** [2 · panels, lines, 8] doubles. */
  readonly weights: number;
  /** [panels, 16] doubles. */
  readonly biases: number;
  /** [chains, panels, 4], 16 bits each. */
  readonly fours: number;
}

/** The SIMD engine, or null where WebAssembly SIMD is not to be had. */
export function wasmChains({ shape, x, labels, beta }: ChainsJob): Chains | null {
  const { visible, hidden } = shape;
  const { n, dim } = x;
  const chains = 4 * Math.ceil(n / 4);
  let next = 0;
  const take = (bytes: number) => {
    const at = next;
    next += 64 * Math.ceil(bytes / 64);
    return at;
  };
  const seatOf = (units: number, others: number, first: number): Seat => {
    const panels = Math.ceil(units / PANEL);
    const lines = PANEL * Math.ceil(others / PANEL);
    const own = { weights: take(2 * panels * lines * LINE), biases: take(panels * ROW), fours: take(chains * panels * FOURS) };
    return { units, first, panels, lines, ...own };
  };
  const plan = { visible: seatOf(visible, hidden, labels), hidden: seatOf(hidden, visible, labels + visible) };
  const [fields, totals, scale] = [take(chains * ROW), take(chains * TOTALS), take(4 * chains)];
  const [was, open] = [take(chains * FOURS), take(4 * (chains + 1))];
  // Rows of units that fill a panel up, and lanes of chains that fill a four up, are read and not used.
  const words = take(8 * n * TOGETHER + 16);
  const found = chainRoom(next);
  if (!found) return null;
  const room: ChainRoom = found;
  const at = (address: number, size: number) => (room.free + address) / size;
  const sums = room.doubles.subarray(at(totals, 8), at(totals, 8) + (chains * TOTALS) / 8);
  const drawn = (units: number) => room.words.subarray(at(words, 4), at(words, 4) + 2 * units * n);
  let theta: Float64Array = new Float64Array(0);

  function loadLayer(layer: Layer): void {
    const { units, lines, panels, weights, biases } = plan[layer];
    const others = plan[otherThan[layer]].units;
    const [first, line, step] = layer === 'visible' ? [visible * hidden, hidden, 1] : [visible * hidden + visible, 1, hidden];
    room.doubles.fill(0, at(weights, 8), at(weights, 8) + panels * PANEL * lines);
    room.doubles.fill(0, at(biases, 8), at(biases, 8) + panels * PANEL);
    room.doubles.set(theta.subarray(first, first + units), at(biases, 8));
    for (let from = 0; from < units; from += PANEL / 2) {
      let to = at(weights, 8) + from * lines;
      const width = Math.min(PANEL / 2, units - from);
      for (let o = 0; o < others; o++, to += PANEL / 2)
        for (let k = 0; k < width; k++) room.doubles[to + k] = theta[(from + k) * line + o * step];
    }
  }

  function readLayer(layer: Layer): void {
    const { units, first, panels, fours } = plan[layer];
    for (let i = 0; i < chains; i++) {
      const [from, to] = [i * dim + first, at(fours, 2) + 4 * i * panels];
      for (let four = 0; four < 4 * panels; four++) room.fours[to + four] = placeOf(four);
      for (let k = 0; k < units && i < n; k++) if (x.data[from + k] === 1) room.fours[to + (k >> 2)] |= FIRST << (k & 3);
    }
  }

  /** Decides the units of some chains as everybody does. `within`: the first of the panel among those drawn together. */
  function settle(opened: number, { units, fours, panels }: Seat, panel: number, within: number): void {
    for (let k = 0; k < opened; k++) {
      const i = room.words[at(open, 4) + k];
      for (let unit = 0; unit < Math.min(PANEL, units - panel * PANEL) && i < n; unit++) {
        const word = at(words, 4) + 2 * (within + unit) * n + i;
        const u = ((room.words[word] >>> 6) * 67108864 + (room.words[word + n] >>> 6) + 0.5) * 2.220446049250313e-16;
        const four = at(fours, 2) + 4 * (i * panels + panel) + (unit >> 2);
        const bit = FIRST << (unit & 3);
        const on = u < sigmoid(beta[i] * room.doubles[at(fields, 8) + PANEL * i + unit]);
        room.fours[four] = on ? room.fours[four] | bit : room.fours[four] & ~bit;
      }
    }
  }

  function enter(): void {
    if (room.owner === self) return;
    room.owner = self;
    for (let i = 0; i < n; i++) room.singles[at(scale, 4) + i] = -beta[i] / Math.LN2;
    for (const layer of layers) {
      loadLayer(layer);
      readLayer(layer);
    }
  }

  const self: Chains = {
    name: 'wasm',
    load(machine) {
      theta = machine;
      if (room.owner === self) for (const layer of layers) loadLayer(layer);
    },
    read() {
      if (room.owner === self) for (const layer of layers) readLayer(layer);
    },
    draw(layer, rng, before, after) {
      enter();
      const seat = plan[layer];
      const { units, panels, lines } = seat;
      const other = plan[otherThan[layer]];
      const { kernel, free } = room;
      const [stride, otherStride] = [FOURS * panels, FOURS * other.panels];
      sums.fill(0);
      for (let panel = 0; panel < panels; panel++) {
        const unit = panel * PANEL;
        const within = unit % TOGETHER;
        if (within === 0) rng.fillUniformWords(drawn(Math.min(TOGETHER, units - unit)));
        for (let half = 0; half < 2; half++) {
          const from = free + seat.weights + (2 * panel + half) * lines * LINE;
          const bias = free + seat.biases + panel * ROW + half * LINE;
          kernel.fields(from, lines / 4, bias, free + other.fours, otherStride, chains, free + fields + half * LINE);
        }
        const [felt, own, past] = [free + fields, free + seat.fours + panel * FOURS, free + was];
        const [beta, word, row] = [free + scale, free + words + 8 * n * within, 4 * n];
        const opened = kernel.draw(felt, beta, word, row, own, stride, panel, units - unit, chains, past, free + open);
        if (opened > 0) settle(opened, seat, panel, within);
        kernel.total(felt, own, stride, past, chains, free + totals);
      }
      for (let i = 0, sum = 0; i < n; i++, sum += 4) {
        after[i] = sums[sum] + sums[sum + 1];
        before[i] = sums[sum + 2] + sums[sum + 3];
      }
    },
    write(layer) {
      const { units, first, fours, panels } = plan[layer];
      for (let i = 0; i < n; i++) {
        const [to, from] = [i * dim + first, at(fours, 2) + 4 * i * panels];
        for (let k = 0; k < units; k++) x.data[to + k] = (room.fours[from + (k >> 2)] >> (7 + (k & 3))) & 1;
      }
    },
  };
  return self;
}
