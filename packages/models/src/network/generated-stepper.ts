import { canSpecialise, specialise } from '../langevin/specialise.ts';
import { textOfExpression } from './compile-expression.ts';
import { nodesOf } from './expression.ts';
import { operations } from './operations.ts';
import type { Plan } from './plan.ts';
import { type Advance, type Bench, DRAWS, MOST, ROUNDING, Why } from './stepper.ts';

/** Beyond these the engine of the language no longer optimises one function well: loops over arrays are faster. */
const [MOST_REACTIONS, MOST_TEXT] = [10, 60_000];

/** The loop of `plain-stepper.ts` written out for one network, counts and propensities in local variables: the same draws, the same bits. */
export function generatedStepper(plan: Plan, bench: Bench): Advance | null {
  if (!canSpecialise || plan.propensities.length === 0 || plan.propensities.length > MOST_REACTIONS) return null;
  const text = textOf(plan);
  if (text.length > MOST_TEXT) return null;
  const { state, propensities, clock, draws, refill } = bench;
  const called = [...new Set([...plan.propensities, ...plan.thinning].flatMap((root) => (root ? [...nodesOf(root)] : [])))]
    .flatMap((node) => (node.kind === 'call' && !operations.get(node.operation)!.text ? [node.operation] : []))
    .filter((name, k, all) => all.indexOf(name) === k);
  const values = [state, propensities, clock, draws, refill, ...called.map((name) => operations.get(name)!.apply)];
  const names = ['state', 'propensities', 'clock', 'draws', 'refill', ...called.map((name) => `call_${name}`)];
  return specialise(names, text, values) as unknown as Advance;
}

function textOf({ network, propensities, thinning, dependents, checked }: Plan): string {
  const value = (root: Parameters<typeof textOfExpression>[0]) => textOfExpression(root, (index) => `x${index}`);
  const count = propensities.length;
  const total = `c${count - 1}`;
  const places = [...network.variables.keys()];
  const fault = `{ status = ${Why.fault}; break; }`;
  const more = `if (at === ${DRAWS}) { refill(); at = 0; }`;
  const firing = (j: number): string => {
    const thin = thinning[j];
    const changes = network.reactions[j].change.map(
      ([index, amount]) => `x${index} += ${amount}; if (!(x${index} >= 0 && x${index} <= ${MOST})) ${fault}`,
    );
    const updates = dependents[j].map((k) => `a${k} = ${value(propensities[k])}; if (!(a${k} >= 0)) ${fault}`);
    const { account } = network;
    const [open, close] = account ? [`const before = a${j};`, `x${account.place} += Math.log(before / a${account.back[j]});`] : ['', ''];
    return `who = ${j}; ${open}
      ${thin ? `const w = ${value(thin)}; if (!(w >= 0 && w <= a${j} * ${ROUNDING})) ${fault} ${more} if (!(draws[at++] * a${j} < w)) continue;` : ''}
      ${changes.join('\n      ')}
      ${updates.join('\n      ')}
      ${close}
      fired++;${checked[j] ? `\n      status = ${Why.check}; break;` : ''}`;
  };
  const branches = propensities.map(
    (_, j) => `${j === 0 ? '' : 'else '}${j < count - 1 ? `if (share < c${j}) ` : ''}{\n      ${firing(j)}\n    }`,
  );
  return `return (until, most) => {
  let t = clock[0], next = clock[1], at = clock[2], who = clock[3], left = most, fired = 0, status = ${Why.reached};
  ${places.map((k) => `let x${k} = state[${k}];`).join(' ')}
  ${propensities.map((_, j) => `let a${j} = propensities[${j}];`).join(' ')}
  for (;;) {
    ${propensities.map((_, j) => `const c${j} = ${j === 0 ? '' : `c${j - 1} + `}a${j};`).join(' ')}
    if (!(${total} < Infinity)) ${fault}
    if (next < 0) { ${more} next = t - Math.log(draws[at++]) / ${total}; }
    if (next > until) { t = until; break; }
    if (left-- === 0) { status = ${Why.paused}; break; }
    t = next; next = -1;
    let share = ${total};
    while (!(share < ${total})) { ${more} share = draws[at++] * ${total}; }
    ${branches.join(' ')}
  }
  ${places.map((k) => `state[${k}] = x${k};`).join(' ')}
  ${propensities.map((_, j) => `propensities[${j}] = a${j};`).join(' ')}
  clock[0] = t; clock[1] = next; clock[2] = at; clock[3] = who; clock[4] += fired;
  return status;
};`;
}
