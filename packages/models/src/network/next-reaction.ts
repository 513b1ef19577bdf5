import { compileExpression } from './compile-expression.ts';
import { dueHeap } from './due-heap.ts';
import { flatRates } from './flat-rates.ts';
import type { Plan } from './plan.ts';
import { type Advance, type Bench, DRAWS, MOST, ROUNDING, Why } from './stepper.ts';

/**
 * The next-reaction method [Gibson2000]: every reaction knows when it is due. Whose propensity changes from a to a′ waits (a/a′) times as
 * long as it still had to, for what is left of an exponential is one; who has fired draws anew. One draw a firing, and work for those
 * alone whose propensities it changes.
 */
export function nextReactionStepper({ network, propensities, thinning, dependents, checked }: Plan, bench: Bench): Advance {
  const { state, propensities: rates, clock, draws, refill } = bench;
  const rateOf = flatRates(propensities);
  const thin = thinning.map((rate) => rate && compileExpression(rate));
  const count = rates.length;
  const queue = dueHeap(count);
  const { due } = queue;
  const { account } = network;
  const changed = lists(network.reactions.map(({ change }) => change.map(([index]) => index)));
  const amounts = Float64Array.from(network.reactions.flatMap(({ change }) => change.map(([, amount]) => amount)));
  const others = lists(dependents.map((list, who) => list.filter((j) => j !== who)));
  const itself = Uint8Array.from(dependents, (list, who) => Number(list.includes(who)));

  return (until, most) => {
    let [t, , at] = clock;
    let [who, left, fired, status] = [clock[3], most, 0, Why.reached as number];
    const draw = () => {
      if (at === DRAWS) {
        refill();
        at = 0;
      }
      return draws[at++];
    };
    const wait = (rate: number) => (rate > 0 ? -Math.log(draw()) / rate : Infinity);
    /** Carries out the firing of `who`; answers what is to be done next, −1: go on. */
    const fire = (): number => {
      const thinned = thin[who];
      if (thinned) {
        const rate = thinned(state, t);
        if (!(rate >= 0 && rate <= rates[who] * ROUNDING)) return Why.fault;
        if (!(draw() * rates[who] < rate)) {
          queue.change(who, t + wait(rates[who]));
          return -1;
        }
      }
      const spent = rates[who];
      for (let k = changed.first[who]; k < changed.first[who + 1]; k++) {
        const count = (state[changed.all[k]] += amounts[k]);
        if (!(count >= 0 && count <= MOST)) return Why.fault;
      }
      for (let k = others.first[who]; k < others.first[who + 1]; k++) {
        const j = others.all[k];
        const [before, now] = [rates[j], rateOf(j, state, t)];
        if (now === before) continue;
        rates[j] = now;
        if (!(now >= 0 && now < Infinity)) return Why.fault;
        // Of an endless wait nothing is left to be measured by: it is drawn anew.
        queue.change(j, now > 0 && due[j] < Infinity ? t + (due[j] - t) * (before / now) : t + wait(now));
      }
      if (itself[who] === 1) {
        rates[who] = rateOf(who, state, t);
        if (!(rates[who] >= 0 && rates[who] < Infinity)) return Why.fault;
      }
      queue.change(who, t + wait(rates[who]));
      if (account) state[account.place] += Math.log(spent / rates[account.back[who]]);
      fired++;
      return checked[who] ? Why.check : -1;
    };

    // Anew after somebody else has changed the state or the rates: what is left of a waiting time is forgotten, which it has no memory of.
    if (clock[1] < 0) {
      for (let j = 0; j < count; j++) {
        if (!(rates[j] < Infinity)) return Why.fault;
        due[j] = t + wait(rates[j]);
      }
      queue.order();
    }
    for (;;) {
      const next = queue.next();
      if (!(due[next] <= until)) {
        t = until;
        break;
      }
      if (left-- === 0) {
        status = Why.paused;
        break;
      }
      t = due[next];
      who = next;
      const then = fire();
      if (then >= 0) {
        status = then;
        break;
      }
    }
    clock.set([t, 0, at, who, clock[4] + fired]);
    return status;
  };
}

/** Lists one after the other: number k is all[first[k]] … all[first[k + 1] − 1]. */
function lists(each: readonly (readonly number[])[]) {
  const first = new Int32Array(each.length + 1);
  for (const [k, list] of each.entries()) first[k + 1] = first[k] + list.length;
  return { first, all: Int32Array.from(each.flat()) };
}
