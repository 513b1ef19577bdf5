import type { RandomStream } from '@szilard/core';
import { compileExpression, type Evaluate } from './compile-expression.ts';
import { generatedStepper } from './generated-stepper.ts';
import { methodFor, type NetworkMethod } from './method.ts';
import type { ReactionNetwork } from './network.ts';
import { explain, stop } from './network-fault.ts';
import { nextReactionStepper } from './next-reaction.ts';
import { plainStepper } from './plain-stepper.ts';
import { planOf } from './plan.ts';
import type { Setting } from './resolve-network.ts';
import { type Bench, DRAWS, MOST, Why } from './stepper.ts';

/** Attempts between two pauses. */
const SLICE = 1 << 20;
/** Rounds of events that set each other off at one moment. */
const ROUNDS = 1000;

export interface TrajectoryOptions {
  /** Rising, from 0. */
  readonly times: Float64Array;
  /** Firings of one trajectory at most. */
  readonly mostFirings: number;
  /** False: never by generated code. */
  readonly generate: boolean;
  /** Absent: by the number of reactions. */
  readonly method?: NetworkMethod | undefined;
}

/** Writes one trajectory into `out`, [times, columns], yielding now and then; returns the number of firings. */
export type TrajectoryRunner = (lane: RandomStream, index: number, out: Float64Array) => Generator<void, number, void>;

/** Everything that trajectories of one network share: buffers and compiled expressions. Between two times the state holds still, so a frame is the state at its time, after what happens at that very time. */
export function trajectoryRunner(
  network: ReactionNetwork,
  { times, mostFirings, generate, method = methodFor(network.reactions.length) }: TrajectoryOptions,
): TrajectoryRunner {
  const plan = planOf(network);
  let source: RandomStream;
  const bench: Bench = {
    state: Float64Array.from(network.initial),
    propensities: new Float64Array(network.reactions.length),
    clock: new Float64Array(5),
    draws: new Float64Array(DRAWS),
    refill: () => source.fillUniform(bench.draws),
  };
  const { state, propensities, clock } = bench;
  const advance =
    method === 'next-reaction'
      ? nextReactionStepper(plan, bench)
      : (generate && generatedStepper(plan, bench)) || plainStepper(plan, bench);
  const rates = plan.propensities.map(compileExpression);
  const columns = network.columns.map(({ value }) => compileExpression(value));
  const triggers = network.events.map(({ trigger }) => compileExpression(trigger));
  const settings = network.events.map((event) => compiled(event.settings));
  const assigns = network.reactions.map((reaction) => compiled(reaction.assign));
  const truth = new Uint8Array(triggers.length);
  const isTrue = (e: number) => (triggers[e](state, clock[0]) === 0 ? 0 : 1);

  /** Values first, then all of them at once. */
  const set = (who: string, chosen: readonly Compiled[], trajectory: number) => {
    const values = chosen.map(([, value]) => value(state, clock[0]));
    for (const [k, [index]] of chosen.entries()) {
      const value = values[k];
      state[index] = value;
      const fits = network.whole[index] ? Number.isInteger(value) && value >= 0 && value <= MOST : Number.isFinite(value);
      if (fits) continue;
      const wanted = network.whole[index] ? 'a whole number from 0 to 2^53 - 1' : 'a finite number';
      stop(
        plan,
        bench,
        { trajectory, time: clock[0] },
        who,
        `expected ${wanted} for ${network.variables[index]}, got ${value}. Correct the assignment.`,
      );
    }
  };
  const refresh = (trajectory?: number) => {
    let sound = true;
    for (let j = 0; j < rates.length; j++) sound = (propensities[j] = rates[j](state, clock[0])) >= 0 && sound;
    clock[1] = -1;
    if (!sound) explain(plan, bench, { ...(trajectory === undefined ? {} : { trajectory }), time: clock[0] });
  };
  const nextSwitch = () => plan.switches.reduce((least, { after }) => Math.min(least, after(state, clock[0])), Infinity);

  /** Fires the events whose triggers have turned true, and those that this turns true, until none does. */
  const settle = (trajectory: number): boolean => {
    for (let round = 0; ; round++) {
      const due = triggers.flatMap((_, e) => (isTrue(e) === 1 && truth[e] === 0 ? [e] : []));
      for (let e = 0; e < truth.length; e++) truth[e] = isTrue(e);
      if (due.length === 0) return round > 0;
      const names = due.map((e) => network.events[e].name).join('", "');
      if (round === ROUNDS)
        stop(
          plan,
          bench,
          { trajectory, time: clock[0] },
          `event "${names}"`,
          `expected events to come to rest, got ${ROUNDS} rounds of them at one moment. Let them not set each other off.`,
        );
      set(
        `event "${names}"`,
        due.flatMap((e) => settings[e]),
        trajectory,
      );
    }
  };

  // What is wrong from the start is said before anything runs.
  refresh();

  return function* trajectory(lane, index, out) {
    source = lane;
    state.set(network.initial);
    clock.set([0, -1, DRAWS, -1, 0]);
    for (let e = 0; e < truth.length; e++) truth[e] = network.events[e].before ? isTrue(e) : 0;
    settle(index);
    refresh(index);
    let turn = nextSwitch();
    let rested = 0;
    for (let frame = 0; frame < times.length; ) {
      const until = Math.min(times[frame], turn);
      const why = advance(until, Math.min(SLICE, mostFirings - clock[4]));
      const here = { trajectory: index, time: clock[0] };
      if (why === Why.fault) explain(plan, bench, here);
      if (why === Why.paused && clock[4] >= mostFirings) {
        const text = `expected at most ${mostFirings} firings before time ${times[times.length - 1]}, got more. Look for a runaway growth, end earlier, or allow more.`;
        stop(plan, bench, here, 'reactions', text);
      }
      if (why === Why.paused || clock[4] - rested > SLICE) {
        rested = clock[4];
        yield;
      }
      if (why === Why.check || (why === Why.reached && turn <= until)) {
        const fired = why === Why.check ? assigns[clock[3]] : [];
        if (fired.length > 0) set(`reaction "${network.reactions[clock[3]].name}"`, fired, index);
        const moved = settle(index) || fired.length > 0;
        if (moved || why === Why.reached) refresh(index);
        if (plan.switches.length > 0) turn = nextSwitch();
      } else if (why === Why.reached) {
        for (let c = 0; c < columns.length; c++) out[frame * columns.length + c] = columns[c](state, clock[0]);
        frame++;
      }
    }
    return clock[4];
  };

  type Compiled = readonly [index: number, value: Evaluate];
  function compiled(list: readonly Setting[]): Compiled[] {
    return list.map(([index, value]) => [index, compileExpression(value)]);
  }
}
