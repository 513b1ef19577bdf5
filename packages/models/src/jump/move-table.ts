/** What can happen in one move, or at one jump in continuous time, while nothing else moves; sorted by the state it leaves. */
export interface MoveTable {
  readonly states: number;
  /** Moves from state i are entries first[i] … first[i + 1] − 1; [states + 1]. */
  readonly first: Int32Array;
  /** State it leads to. */
  readonly to: Int32Array;
  /** 1 less the chance of it and of those before it, a multiple of 2⁻⁵²: u lies beyond it if u + bound ≥ 1. 0 for the last of a state. */
  readonly bound: Float64Array;
  /** Nats. */
  readonly logRatio: Float64Array;
  /** Non-conservative work; energy. */
  readonly work: Float64Array;
  /** Mean time of stay in each state; [states]. In discrete time: none. */
  readonly stay?: Float64Array;
}

/** One way out of a state. */
export interface Move {
  readonly to: number;
  readonly chance: number;
  readonly logRatio: number;
  readonly work: number;
}

/** `movesFrom` in the order in which they share (0, 1); the one that is numbered `rest` also takes what rounding leaves. */
export function moveTable(
  states: number,
  movesFrom: (state: number) => { readonly moves: readonly Move[]; readonly rest: number },
  stay?: Float64Array,
): MoveTable {
  const first = new Int32Array(states + 1);
  const all: Move[] = [];
  const bound: number[] = [];
  for (let i = 0; i < states; i++) {
    const { moves, rest } = movesFrom(i);
    const at = first[i];
    all.push(...moves);
    first[i + 1] = all.length;
    for (let k = 0, below = 0; k < rest; k++) bound[at + k] = 1 - grained((below += moves[k].chance));
    for (let k = moves.length - 1, above = 0; k >= rest; above += moves[k--].chance) bound[at + k] = grained(above);
  }
  return {
    states,
    first,
    to: Int32Array.from(all, ({ to }) => to),
    bound: Float64Array.from(bound),
    logRatio: Float64Array.from(all, ({ logRatio }) => logRatio),
    work: Float64Array.from(all, ({ work }) => work),
    ...(stay ? { stay } : {}),
  };
}

/** The move that a uniform draw u chooses. */
export function choose({ first, bound }: MoveTable, state: number, u: number): number {
  let move = first[state];
  while (u + bound[move] >= 1) move++;
  return move;
}

/** Uniform draws are odd multiples of 2⁻⁵³: with bounds between them, u + bound is never rounded across 1. */
const grained = (chance: number): number => Math.min(1, Math.round(chance * 2 ** 52) * 2 ** -52);
