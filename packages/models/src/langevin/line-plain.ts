import { D1, DRIFT, KIND, KINDS, RESCALE, SHIFT, TURN, WIDTH } from './line-row.ts';

/** What a move on the line works on; [n] each. */
export interface LineColumns {
  /** Distance from the centre. */
  readonly x: Float64Array;
  /** A cubic drift, at the end of the last move. */
  readonly push: Float64Array;
  /** Work since the stretch began. */
  readonly flow: Float64Array;
  /** ((kick back)² − kick²) since then, in units of 1/gain at β = 1. */
  readonly ratio: Float64Array;
}

/** One tick of a polynomial move: the specification in plain TypeScript; `assembly/line.ts` gives the same bits. `scale`: 1/√β, [n]. */
export function plainTick({ x, push, flow, ratio }: LineColumns, tick: Float64Array, draws: Float64Array, scale: Float64Array): void {
  const name = KINDS[tick[KIND]];
  const cubic = !name.startsWith('linear');
  const odd = name.startsWith('odd');
  const drives = Number(name.at(-1));
  const [shift, turn, rescale, spread] = [tick[SHIFT], tick[TURN], tick[RESCALE], tick[WIDTH]];
  const [d1, d2, d3, d4] = tick.subarray(D1);
  const [a0, a1, a2, a3] = tick.subarray(DRIFT);
  const drift = (y: number) => (cubic ? a0 + a1 * y + y * y * (odd ? a3 * y : a2 + a3 * y) : a0 + a1 * y);
  for (let i = 0; i < x.length; i++) {
    let y = x[i];
    if (drives > 1 || (drives === 1 && !cubic)) y -= shift;
    const start = !cubic || drives > 1 ? drift(y) : drives === 1 ? push[i] + turn : push[i];
    if (drives > 0) {
      const slope = drives === 1 ? d1 : drives === 2 ? d1 + d2 * y : d1 + (d2 + (d3 + d4 * y) * y) * y;
      flow[i] += slope * y;
    }
    const kick = spread * scale[i] * draws[i];
    const way = start + kick;
    y += way;
    x[i] = y;
    const back = drift(y);
    if (cubic) push[i] = back;
    const far = back + (way + kick);
    ratio[i] = (drives > 1 ? ratio[i] * rescale : ratio[i]) + (start + back) * far;
  }
}
