import { batch, rows } from '../arrays/batch.ts';
import type { Batch } from '../contracts/batch.ts';
import type { Boundary, Experiment, Seat } from '../contracts/dynamics.ts';
import type { Given } from '../contracts/kernel.ts';
import type { RandomStream } from '../contracts/random.ts';
import type { Recorder, Run } from '../contracts/run.ts';
import type { FusedPass } from '../contracts/subsystem.ts';
import { bookkeeper, type Entry, forget, mustBeFinite, recorder } from './bookkeeping.ts';
import { mustBeBath } from './border.ts';
import { passOf } from './own-pass.ts';
import { partAccounts } from './part-accounts.ts';
import { plainMove } from './plain-move.ts';

const SEATS = ['x', 'theta'] as const satisfies readonly Seat[];
const partnerOf = { x: 'theta', theta: 'x' } as const satisfies Record<Seat, Seat>;

/** Fused moves after which a pass is asked whether all was finite. */
const PATIENCE = 64;
/** Thrown where a pass says no: the block is run again, and every move looked at. */
const UNSOUND = Symbol('unsound');

/** Adds sign · b to a; [n]. Not written out below: what a run brings along is compiled anew by every run. */
function add(a: Float64Array, sign: 1 | -1, b: Float64Array): void {
  for (let i = 0; i < a.length; i++) a[i] += sign * b[i];
}

/** Runs blocks of n trajectories, one after the other, in the same buffers. Asks no plugin who it is. */
export type BlockRunner = (run: Run, record: Readonly<Record<string, Recorder>>, root: RandomStream, first: number, from: number) => void;

export function blockRunner(experiment: Experiment, n: number): BlockRunner {
  const { subsystems, reservoirs, ticks, start, end, sharedEnergy = false } = experiment;
  // One H(x, θ) is one account: it is opened and closed through seat x.
  const accounts = sharedEnergy ? (['x'] as const) : SEATS;
  const scratch = () => new Float64Array(n);
  const now: Record<Seat, Batch> = { x: batch(n, subsystems.x.dim), theta: batch(n, subsystems.theta.dim) };
  // U of each seat when last looked at: what changed since, while the seat stood still, is work.
  const known: Record<Seat, Float64Array> = { x: scratch(), theta: scratch() };
  const beta: Record<Seat, Float64Array> = { x: scratch(), theta: scratch() };
  const empty = (): Entry => ({ work: scratch(), heat: scratch(), logRatio: scratch() });
  const entry: Record<Seat, Entry> = { x: empty(), theta: empty() };
  const [density, gain] = [scratch(), scratch()];
  const chosen = { x: scratch(), theta: scratch() };
  const scans = ticks.some(({ mover }) => mover === 'random');
  const movers = (['x', 'theta', 'random'] as const).filter((who) => ticks.some(({ mover }) => mover === who)) as Seat[];
  const plain = { x: plainMove(experiment, 'x', n), theta: plainMove(experiment, 'theta', n) };
  const fused: Partial<Record<Seat, FusedPass>> = {};
  const parts: Partial<Record<Seat, ReturnType<typeof partAccounts>>> = {};
  for (const seat of SEATS) {
    const fuse = passOf(subsystems[seat]);
    if (fuse && subsystems[seat].kernel.component) parts[seat] = partAccounts(n, subsystems[seat].dim);
    const { states: partnerStates } = subsystems[partnerOf[seat]];
    const pass = fuse?.({
      x: now[seat],
      partner: now[partnerOf[seat]],
      ...(partnerStates ? { partnerStates } : {}),
      beta: beta[seat],
      known: known[seat],
      ...entry[seat],
      ...(parts[seat] ? { parts: parts[seat].parts } : {}),
    });
    if (pass) fused[seat] = pass;
  }
  let pass: Partial<Record<Seat, FusedPass>> = {};
  let forked: { readonly root: RandomStream; readonly by: Map<string, RandomStream> } | undefined;
  /** Blocks of one run share it. */
  const forkOf = (root: RandomStream, label: string): RandomStream => {
    if (forked?.root !== root) forked = { root, by: new Map() };
    const known = forked.by.get(label) ?? root.fork(label);
    forked.by.set(label, known);
    return known;
  };
  const clear = (seat: Seat) => {
    for (const column of ['work', 'heat', 'logRatio'] as const) entry[seat][column].fill(0);
  };

  /** `careful`: looks after every move at what is not finite, whatever a pass says of itself. */
  const attempt = (careful: boolean, ...[run, record, root, first, from]: Parameters<BlockRunner>): void => {
    const rng = (label: string) => forkOf(root, label).trajectories(first + from, n);
    const boundary = run.boundary.subarray(from, from + n);
    for (const seat of SEATS) {
      now[seat].data.fill(0);
      clear(seat);
    }
    start.sample(rng('start'), now.x, now.theta);
    const open = (seat: Seat) =>
      reservoirs[seat].open(n, rng(`bath-${seat}`), {
        subsystem: subsystems[seat],
        state: now[seat],
        place: { first: seat === 'x' ? 0 : now.x.dim, of: now.x.dim + now.theta.dim },
        seat,
      });
    const bath = { x: mustBeBath(open('x'), n, 'x'), theta: mustBeBath(open('theta'), n, 'theta') };
    // Streams are opened when first drawn from: a seat that never moves needs none.
    const opened: { noise: Partial<Record<Seat, RandomStream>>; own: Partial<Record<Seat, RandomStream>> } = { noise: {}, own: {} };
    const noise = (seat: Seat) => (opened.noise[seat] ??= rng(seat));
    const own = (seat: Seat) => (opened.own[seat] ??= rng(`bath-${seat}`).fork('own'));
    const given = (seat: Seat, control: Float64Array): Given => ({ partner: now[partnerOf[seat]], control, bath: bath[seat] });
    // A mover of one component at a time meets the bath of that component.
    const touched = (seat: Seat, here: Given): Given => {
      const { component } = subsystems[seat].kernel;
      return component && here.bath.part ? { ...here, bath: here.bath.part(component(here.control)) } : here;
    };
    const weigh = (sign: 1 | -1, at: Boundary) => {
      at.logDensity(now.x, now.theta, density);
      add(boundary, sign, density);
      for (const seat of SEATS) {
        if (!bath[seat].logDensity) continue;
        bath[seat].logDensity(density);
        add(boundary, sign, density);
      }
    };
    pass = {};
    for (const seat of SEATS) {
      const candidate = fused[seat];
      if (!candidate) continue;
      if (candidate.byPart ? !parts[seat]?.open(bath[seat]) : !bath[seat].additive || bath[seat].temperature || bath[seat].part) continue;
      beta[seat].set(bath[seat].beta);
      if (candidate.admits?.() === false) continue;
      candidate.begin(noise(seat));
      pass[seat] = candidate;
    }

    const total = run.energy.start.subarray(from, from + n);
    for (const seat of SEATS) {
      subsystems[seat].energy(now[seat], given(seat, start.control), known[seat]);
      if (accounts.includes(seat as 'x')) add(total, 1, known[seat]);
      mustBeFinite(now[seat], known[seat], seat, -1, ticks.length, first + from);
    }
    weigh(1, start);
    const keep = recorder(run, record, now, from, n);
    keep(0);

    const book = bookkeeper(run, from, n);
    const order = scans ? rng('order') : undefined;
    // Fused moves of a seat in an additive bath may pile up in its `entry`; they are booked together.
    const piled = { x: false, theta: false };
    const flush = (seat: Seat, t: number) => {
      if (!piled[seat]) return;
      pass[seat]!.settle?.();
      if (pass[seat]!.byPart) parts[seat]!.close(entry[seat].heat, gain);
      else bath[seat].entropyGain(entry[seat].heat, gain);
      book(t, entry[seat], gain);
      clear(seat);
      piled[seat] = false;
    };
    /** What the bath of a seat does by itself while the partner moves. */
    const settle = (seat: Seat, t: number, mask: Float64Array | null) => {
      const { settle: rest } = bath[seat];
      if (!rest) return;
      flush(seat, t);
      gain.fill(0);
      rest(own(seat), mask, gain, entry[seat].logRatio);
      book(t, entry[seat], gain);
      clear(seat);
    };
    /** Asks the pass of a seat, after so many moves, whether all was finite. */
    const unasked = { x: 0, theta: 0 };
    const ask = (seat: Seat, patience: number) => {
      if (unasked[seat] < patience) return;
      unasked[seat] = 0;
      if (!pass[seat]!.sound!()) throw UNSOUND;
    };
    const move = (seat: Seat, t: number, mask: Float64Array | null) => {
      const { control } = ticks[t];
      const quick = mask ? undefined : pass[seat];
      let trusted = false;
      // A mover must not meet a partner that is no number.
      ask(partnerOf[seat], 1);
      if (!quick) {
        flush(seat, t);
        plain[seat](touched(seat, given(seat, control)), now[seat], noise(seat), known[seat], mask, entry[seat], gain);
        book(t, entry[seat], gain);
        clear(seat);
      } else {
        if (quick.byPart) parts[seat]!.moved(subsystems[seat].kernel.component!(control));
        quick.move(control);
        trusted = quick.finite === true || (quick.sound !== undefined && !careful);
        piled[seat] = true;
        if (sharedEnergy || !trusted) quick.settle?.();
        if (book.perMove) flush(seat, t);
      }
      if (!quick) pass[seat]?.disturbed?.();
      pass[partnerOf[seat]]?.disturbed?.();
      if (sharedEnergy) known[partnerOf[seat]].set(known[seat]);
      if (!trusted) mustBeFinite(now[seat], known[seat], seat, t, ticks.length, first + from);
      else if (!quick!.finite) {
        unasked[seat]++;
        ask(seat, PATIENCE);
      }
      if (bath[partnerOf[seat]].settle) settle(partnerOf[seat], t, mask);
    };

    // Where nobody looks between two ticks, they may be made in one go.
    const unseen =
      !careful && !book.perMove && !sharedEnergy && movers.every((seat) => pass[seat]) && SEATS.every((seat) => !bath[seat].settle);
    const stretch = unseen ? (pass.x ?? pass.theta)?.together?.(pass) : undefined;
    for (let t = 0; t < ticks.length; t++) {
      if (stretch) {
        const reached = stretch(ticks, t, Math.min(keep.next(t), ticks.length));
        if (reached > t) {
          for (const seat of SEATS) {
            piled[seat] = pass[seat] !== undefined;
            if (pass[seat]?.byPart) parts[seat]!.allMoved();
          }
          keep(reached);
          t = reached - 1;
          continue;
        }
      }
      const { mover, slowShare = 0.5 } = ticks[t];
      if (mover !== 'random') move(mover, t, null);
      else {
        order!.fillUniform(chosen.theta);
        for (let i = 0; i < n; i++) {
          chosen.theta[i] = chosen.theta[i] < slowShare ? 1 : 0;
          chosen.x[i] = 1 - chosen.theta[i];
        }
        for (const seat of SEATS) move(seat, t, chosen[seat]);
      }
      keep(t + 1);
    }
    const last = ticks.length - 1;
    for (const seat of SEATS) {
      ask(seat, 1);
      flush(seat, last);
      // What the pass made of both ends of a pile.
      if (!careful && pass[seat]?.sound?.() === false) throw UNSOUND;
    }

    gain.fill(0);
    const ended = run.energy.end.subarray(from, from + n);
    for (const seat of accounts) {
      subsystems[seat].energy(now[seat], given(seat, end.control), density);
      add(ended, 1, density);
      add(density, -1, known[seat]);
      add(entry.x.work, 1, density);
    }
    book(last, entry.x, gain);
    clear('x');
    weigh(-1, end);
    for (const seat of SEATS) if (run[seat].n > 0) rows(run[seat], from, from + n).data.set(now[seat].data);
  };

  return (run, record, root, first, from) => {
    try {
      return attempt(false, run, record, root, first, from);
    } catch (cause) {
      // What else goes wrong with numbers that are none is not the fault to name.
      if (cause !== UNSOUND && SEATS.every((seat) => pass[seat]?.sound?.() !== false)) throw cause;
    }
    forget(run, from, n);
    attempt(true, run, record, root, first, from);
  };
}
