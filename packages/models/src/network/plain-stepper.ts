import { compileExpression } from './compile-expression.ts';
import type { Plan } from './plan.ts';
import { type Advance, type Bench, DRAWS, MOST, ROUNDING, Why } from './stepper.ts';

/** The direct method [Gillespie1977] over arrays: the specification of the generated one, and what runs where none can be made. */
export function plainStepper({ network, propensities, thinning, dependents, checked }: Plan, bench: Bench): Advance {
  const { state, propensities: rates, clock, draws, refill } = bench;
  const evaluate = propensities.map(compileExpression);
  const thin = thinning.map((rate) => rate && compileExpression(rate));
  const changes = network.reactions.map(({ change }) => change);
  const count = rates.length;
  const sums = new Float64Array(count);
  const { account } = network;

  return (until, most) => {
    let [t, next, at] = clock;
    let [who, left, fired, status] = [clock[3], most, 0, Why.reached as number];
    const draw = () => {
      if (at === DRAWS) {
        refill();
        at = 0;
      }
      return draws[at++];
    };
    /** Carries out the firing of `who`; answers what is to be done next, −1: go on. */
    const fire = (): number => {
      const thinned = thin[who];
      if (thinned) {
        const rate = thinned(state, t);
        if (!(rate >= 0 && rate <= rates[who] * ROUNDING)) return Why.fault;
        if (!(draw() * rates[who] < rate)) return -1;
      }
      const before = rates[who];
      for (const [index, amount] of changes[who]) {
        state[index] += amount;
        if (!(state[index] >= 0 && state[index] <= MOST)) return Why.fault;
      }
      for (const j of dependents[who]) {
        rates[j] = evaluate[j](state, t);
        if (!(rates[j] >= 0)) return Why.fault;
      }
      if (account) state[account.place] += Math.log(before / rates[account.back[who]]);
      fired++;
      return checked[who] ? Why.check : -1;
    };
    for (;;) {
      let total = 0;
      for (let j = 0; j < count; j++) sums[j] = total += rates[j]; // afresh: no drift
      if (!(total < Infinity)) {
        status = Why.fault;
        break;
      }
      if (next < 0) next = t - Math.log(draw()) / total;
      if (next > until) {
        t = until;
        break;
      }
      if (left-- === 0) {
        status = Why.paused;
        break;
      }
      t = next;
      next = -1;
      // The product may round up to the total, which no reaction owns.
      let share = total;
      while (!(share < total)) share = draw() * total;
      who = 0;
      while (!(share < sums[who])) who++;
      const then = fire();
      if (then >= 0) {
        status = then;
        break;
      }
    }
    clock.set([t, next, at, who, clock[4] + fired]);
    return status;
  };
}
