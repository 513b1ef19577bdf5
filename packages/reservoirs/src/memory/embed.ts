import { type Batch, type Given, type Kernel, type Model, type Seat, type Subsystem, SzilardError, type Tick } from '@szilard/core';
import { embeddedKernel } from './embedded-kernel.ts';
import { hiddenLaw } from './hidden-law.ts';
import { before, hiddenOf, visibleOf, whose } from './layout.ts';
import type { Memory } from './memory.ts';
import { withoutHidden } from './without-hidden.ts';

const partnerOf = { x: 'theta', theta: 'x' } as const;

/** The model with one hidden coordinate for every component of a seat, moved before each tick of it; docs/theory.md 17. */
export function embedMemory(model: Model, seat: Seat, memory: Memory): Model {
  const subsystem = model.subsystems[seat];
  const { dim } = subsystem;
  if (dim === 0) return model;
  mustFeel(subsystem);
  const other = partnerOf[seat];
  const partner = withoutHidden(model.subsystems[other], dim);
  const interaction = interactionOf(memory, dim);
  const shared = model.sharedEnergy ?? false;
  return {
    ...model,
    subsystems: {
      [seat]: embedded(subsystem, memory, interaction),
      // One energy for both seats holds the memory's share too, whoever asks.
      [other]: shared ? withShare(partner, interaction) : partner,
    } as Model['subsystems'],
    ticks: embeddedTicks(model.ticks, seat),
    start: hiddenLaw(model.start, seat, dim, memory),
    end: hiddenLaw(model.end, seat, dim, memory),
  };
}

function embedded(subsystem: Subsystem, memory: Memory, interaction: Interaction): Subsystem {
  const { kernel, energy, work, dim } = subsystem;
  const inner = (given: Given): Given => ({ ...given, control: before(given.control) });
  const pushed = memory.friction === 'none' && memory.accountant === 'informed';
  return {
    dim: 2 * dim,
    hidden: dim,
    kernel: embeddedKernel(kernel, dim, memory),
    energy(state, given, out) {
      energy(visibleOf(state, dim), inner(given), out);
      interaction(state, out);
    },
    ...(work || pushed
      ? {
          work(from, to, given, out) {
            if (whose(given.control) !== 0) return;
            work?.(visibleOf(from, dim), visibleOf(to, dim), inner(given), out);
            if (!pushed) return;
            for (let i = 0; i < from.n; i++)
              for (let k = 2 * i * dim; k < (2 * i + 1) * dim; k++)
                out[i] += memory.stiffness * from.data[k + dim] * (to.data[k] - from.data[k]);
          },
        }
      : {}),
  };
}

/** ADDS the energy between a seat and its memory; [n, 2 dim] → [n]. */
type Interaction = (state: Batch, out: Float64Array) => void;

function interactionOf({ stiffness, friction, accountant }: Memory, dim: number): Interaction {
  if (accountant === 'naive') return () => {};
  const follows = friction === 'matched' ? 1 : 0;
  return (state, out) => {
    const [visible, hidden] = [visibleOf(state, dim), hiddenOf(state, dim)];
    for (let i = 0; i < state.n; i++) {
      let square = 0;
      for (let at = i * dim; at < (i + 1) * dim; at++) square += (hidden.data[at] - follows * visible.data[at]) ** 2;
      out[i] += 0.5 * stiffness * square;
    }
  };
}

const withShare = (partner: Subsystem, interaction: Interaction): Subsystem => ({
  ...partner,
  energy(state, given, out) {
    partner.energy(state, given, out);
    interaction(given.partner, out);
  },
});

/** Before each tick of the seat, or of whoever is picked, the memory moves; λ says whose tick it is. */
function embeddedTicks(ticks: readonly Tick[], seat: Seat): Tick[] {
  const made = new Map<Tick, readonly Tick[]>();
  const pair = (tick: Tick): readonly Tick[] => {
    const own: Tick = { ...tick, control: Float64Array.of(...tick.control, 0) };
    if (tick.mover === partnerOf[seat]) return [own];
    return [{ mover: seat, control: Float64Array.of(...tick.control, 1) }, own];
  };
  return ticks.flatMap((tick) => {
    const found = made.get(tick) ?? pair(tick);
    made.set(tick, found);
    return found;
  });
}

function mustFeel({ kernel, states }: Subsystem): void {
  const refuse = (got: string): never => {
    throw new SzilardError(
      'composition',
      `[memory] expected a seat whose kernel takes the bath's force into its drift, got ${got}. Use it with langevin/dragged-trap, ppm/quadratic-loss, or a kernel that says feelsForce.`,
    );
  };
  const { component, walk, feelsForce }: Kernel = kernel;
  if (states) refuse('one with finitely many states');
  if (component) refuse('one that moves one component at a time');
  if (walk) refuse('one made of events');
  if (!feelsForce) refuse('one that passes it over');
}
