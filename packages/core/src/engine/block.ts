import { batch, rows } from '../arrays/batch.ts';
import type { Batch } from '../contracts/batch.ts';
import type { Boundary, Experiment, Seat } from '../contracts/dynamics.ts';
import type { Given } from '../contracts/kernel.ts';
import type { RandomStream } from '../contracts/random.ts';
import type { Recorder, Run } from '../contracts/run.ts';
import type { FusedPass } from '../contracts/subsystem.ts';
import { SzilardError } from '../errors.ts';

const SEATS = ['x', 'theta'] as const satisfies readonly Seat[];
const partnerOf = { x: 'theta', theta: 'x' } as const satisfies Record<Seat, Seat>;
type Entry = Readonly<Record<'work' | 'heat' | 'logRatio', Float64Array>>;
/** Moves between two looks for non-finite states where a fused pass runs. */
const LOOK = 32;

/** Runs blocks of n trajectories, one after the other, in the same buffers. Asks no plugin who it is. */
export type BlockRunner = (run: Run, record: Readonly<Record<string, Recorder>>, root: RandomStream, first: number, from: number) => void;

export function blockRunner(experiment: Experiment, n: number): BlockRunner {
  const { subsystems, reservoirs, ticks, start, end } = experiment;
  const scratch = () => new Float64Array(n);
  const now: Record<Seat, Batch> = { x: batch(n, subsystems.x.dim), theta: batch(n, subsystems.theta.dim) };
  // U of each seat when last looked at: what changed since, while the seat stood still, is work.
  const known: Record<Seat, Float64Array> = { x: scratch(), theta: scratch() };
  const beta: Record<Seat, Float64Array> = { x: scratch(), theta: scratch() };
  const entry: Entry = { work: scratch(), heat: scratch(), logRatio: scratch() };
  const [density, gain] = [scratch(), scratch()];
  const chosen = { x: scratch(), theta: scratch() };
  const scans = ticks.some(({ mover }) => mover === 'random');
  const plain = { x: plainMove(experiment, 'x', n), theta: plainMove(experiment, 'theta', n) };
  const fused: Partial<Record<Seat, FusedPass>> = {};
  for (const seat of SEATS) {
    const pass = subsystems[seat].fuse?.({ x: now[seat], partner: now[partnerOf[seat]], beta: beta[seat], known: known[seat], ...entry });
    if (pass) fused[seat] = pass;
  }
  const clear = () => {
    entry.work.fill(0);
    entry.heat.fill(0);
    entry.logRatio.fill(0);
  };

  return (run, record, root, first, from) => {
    const rng = (label: string) => root.fork(label).trajectories(first + from, n);
    const boundary = run.boundary.subarray(from, from + n);
    for (const seat of SEATS) now[seat].data.fill(0);
    start.sample(rng('start'), now.x, now.theta);
    const open = (seat: Seat) => reservoirs[seat].open(n, rng(`bath-${seat}`), { subsystem: subsystems[seat], state: now[seat] });
    const bath = { x: open('x'), theta: open('theta') };
    const noise = { x: rng('x'), theta: rng('theta') };
    const given = (seat: Seat, control: Float64Array): Given => ({ partner: now[partnerOf[seat]], control, bath: bath[seat] });
    const weigh = (sign: 1 | -1, at: Boundary) => {
      at.logDensity(now.x, now.theta, density);
      for (let i = 0; i < n; i++) boundary[i] += sign * density[i];
      for (const seat of SEATS) {
        if (!bath[seat].logDensity) continue;
        bath[seat].logDensity(density);
        for (let i = 0; i < n; i++) boundary[i] += sign * density[i];
      }
    };
    const pass: Partial<Record<Seat, FusedPass>> = {};
    for (const seat of SEATS) {
      const candidate = fused[seat];
      if (!candidate || !bath[seat].additive || bath[seat].temperature) continue;
      beta[seat].set(bath[seat].beta);
      candidate.begin(noise[seat]);
      pass[seat] = candidate;
    }

    const total = run.energy.start.subarray(from, from + n);
    for (const seat of SEATS) {
      subsystems[seat].energy(now[seat], given(seat, start.control), known[seat]);
      for (let i = 0; i < n; i++) total[i] += known[seat][i];
    }
    weigh(1, start);
    const keep = recorder(run, record, now, from, n);
    keep(0);

    const book = bookkeeper(run, from, n);
    const order = scans ? rng('order') : undefined;
    // Fused moves of one seat in an additive bath may pile up in `entry`; they are booked together.
    let piled: Seat | null = null;
    const flush = (t: number) => {
      if (piled === null) return;
      bath[piled].entropyGain(entry.heat, gain);
      book(t, entry, gain);
      piled = null;
    };
    const move = (seat: Seat, t: number, mask: Float64Array | null) => {
      const { control } = ticks[t];
      const quick = mask ? undefined : pass[seat];
      if (!quick) {
        flush(t);
        clear();
        plain[seat](given(seat, control), now[seat], noise[seat], known[seat], mask, entry, gain);
        book(t, entry, gain);
      } else {
        if (piled !== seat || book.perMove) {
          flush(t);
          clear();
        }
        quick.move(control);
        piled = seat;
        if (book.perMove) flush(t);
      }
      if (!quick || t % LOOK === LOOK - 1) mustBeFinite(now[seat], known[seat], seat, t, ticks.length, first + from);
    };

    for (let t = 0; t < ticks.length; t++) {
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
    flush(last);
    for (const seat of SEATS) mustBeFinite(now[seat], known[seat], seat, last, ticks.length, first + from);

    clear();
    gain.fill(0);
    const ended = run.energy.end.subarray(from, from + n);
    for (const seat of SEATS) {
      subsystems[seat].energy(now[seat], given(seat, end.control), density);
      for (let i = 0; i < n; i++) {
        entry.work[i] += density[i] - known[seat][i];
        ended[i] += density[i];
      }
    }
    book(last, entry, gain);
    weigh(-1, end);
    rows(run.x, from, from + n).data.set(now.x.data);
    rows(run.theta, from, from + n).data.set(now.theta.data);
  };
}

/** One move by the plain contract: step, energies, the reservoir's opinion, the dynamics' opinion. */
function plainMove({ subsystems }: Experiment, seat: Seat, n: number) {
  const { kernel, energy, work, dim } = subsystems[seat];
  const back = kernel.reversed ?? kernel;
  const next = batch(n, dim);
  const [rest, after, push, heat, forward, backward] = Array.from({ length: 6 }, () => new Float64Array(n));

  return (here: Given, x: Batch, rng: RandomStream, known: Float64Array, mask: Float64Array | null, entry: Entry, gain: Float64Array) => {
    energy(x, here, rest);
    kernel.step(x, here, rng, next);
    // A trajectory that is not chosen stays: its move has no heat, no ratio and leaves its bath alone.
    if (mask) for (let i = 0; i < n; i++) if (mask[i] === 0) for (let k = 0; k < dim; k++) next.data[i * dim + k] = x.data[i * dim + k];
    energy(next, here, after);
    push.fill(0);
    work?.(x, next, here, push);
    for (let i = 0; i < n; i++) heat[i] = mask && mask[i] === 0 ? 0 : push[i] - (after[i] - rest[i]);
    here.bath.entropyGain(heat, gain);
    kernel.logDensity(x, next, here, forward);
    here.bath.absorb(heat); // the reversed move starts from the bath as it is now
    back.logDensity(flip(next, kernel.parity), flip(x, kernel.parity), here, backward);
    for (let i = 0; i < n; i++) {
      if (mask && mask[i] === 0) {
        gain[i] = 0;
        continue;
      }
      entry.work[i] += push[i] + rest[i] - known[i];
      entry.heat[i] += heat[i];
      entry.logRatio[i] += forward[i] === backward[i] ? 0 : forward[i] - backward[i];
      known[i] = after[i];
    }
    x.data.set(next.data);
  };
}

/** The time-reversed state: odd components change sign. */
function flip(x: Batch, parity: Int8Array | undefined): Batch {
  if (!parity) return x;
  return { ...x, data: x.data.map((v, at) => v * parity[at % x.dim]) };
}

type Bookkeeper = ((t: number, entry: Entry, gain: Float64Array) => void) & { readonly perMove: boolean };

function bookkeeper({ ledger }: Run, from: number, n: number): Bookkeeper {
  const perMove = ledger.ticks === ledger.moves;
  const write = (t: number, { work, heat, logRatio }: Entry, gain: Float64Array) => {
    for (let i = 0, at = from * ledger.ticks + (perMove ? t : 0); i < n; i++, at += ledger.ticks) {
      ledger.work[at] += work[i];
      ledger.heat[at] += heat[i];
      ledger.bathEntropy[at] += gain[i];
      ledger.logRatio[at] += logRatio[i];
    }
  };
  return Object.assign(write, { perMove });
}

function recorder(
  run: Run,
  record: Readonly<Record<string, Recorder>>,
  now: Readonly<Record<Seat, Batch>>,
  from: number,
  n: number,
): (frame: number) => void {
  const wanted = Object.entries(record).map(([name, { every, dim, observe }]) => ({
    every,
    dim,
    observe,
    into: run.records[name],
    shot: batch(n, dim),
  }));
  return (frame) => {
    for (const { every, dim, observe, into, shot } of wanted) {
      if (frame % every !== 0) continue;
      observe(now.x, now.theta, shot);
      for (let i = 0; i < n; i++)
        into.data.set(shot.data.subarray(i * dim, (i + 1) * dim), ((from + i) * into.steps + frame / every) * dim);
    }
  };
}

function mustBeFinite(x: Batch, energy: Float64Array, seat: Seat, t: number, ticks: number, first: number): void {
  let probe = 0;
  for (let at = 0; at < x.data.length; at++) probe += x.data[at] * 0;
  for (let i = 0; i < energy.length; i++) probe += energy[i] * 0;
  if (probe === 0) return;
  const lost = Array.from({ length: x.n }, (_, i) => i).find(
    (i) => !Number.isFinite(energy[i]) || x.data.subarray(i * x.dim, (i + 1) * x.dim).some((v) => !Number.isFinite(v)),
  );
  const i = lost ?? 0;
  const state = Array.from(x.data.subarray(i * x.dim, Math.min(x.dim, 4) + i * x.dim), (v) => v.toPrecision(4)).join(', ');
  throw new SzilardError(
    'non-finite',
    `[simulate] tick ${t + 1} of ${ticks}, trajectory ${first + i}, seat ${seat}: expected a finite state and energy, got state (${state}) with energy ${energy[i]}. Shorten dt, or look at what the force returns near this state.`,
  );
}
