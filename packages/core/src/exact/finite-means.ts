import { sum } from '../numerics/sum.ts';
import { bookEnergies, shares } from './energies.ts';
import { type FiniteLaw, type FiniteProcess, jointStates } from './finite-process.ts';
import { type MoveSums, meansFrom } from './means.ts';
import { naiveBath } from './naive-bath.ts';
import { type PerSeat, type ProcessMeans, perSeat, SEATS } from './process.ts';

/** Σ over moves with chance p·K of what they are worth, tick by tick: no path is enumerated. */
export function finiteMeans(process: FiniteProcess): ProcessMeans {
  const { experiment, laws, tables, eachMove, states } = process;
  const { ticks } = experiment;
  const nTheta = states.theta.n;
  const information = laws.map(({ logJoint, logX, logTheta }) =>
    logJoint.map((joint, s) => joint - logX[Math.floor(s / nTheta)] - logTheta[s % nTheta]),
  );
  const column = () => new Float64Array(ticks.length);
  const sums: PerSeat<MoveSums> = perSeat(() => ({ lawChange: column(), informationChange: column(), logRatio: column() }));
  ticks.forEach((tick, t) => {
    const share = shares(tick);
    const [before, after] = [laws[t], laws[t + 1]];
    for (const seat of SEATS) {
      if (share[seat] === 0) continue;
      const table = tables(seat, tick);
      let [law, flow, gain] = [0, 0, 0];
      eachMove(seat, table, (from, to, entry) => {
        const chance = share[seat] * before.p[from] * table.forward[entry];
        if (chance === 0) return;
        law += chance * (before.logJoint[from] - after.logJoint[to]);
        gain += chance * (information[t + 1][to] - information[t][from]);
        flow += chance * Math.log(table.forward[entry] / table.backward[entry]);
      });
      sums[seat].lawChange[t] = law;
      sums[seat].informationChange[t] = gain;
      sums[seat].logRatio[t] = flow;
    }
  });
  const mean = (p: Float64Array, of: (s: number) => number) => sum(p.map((chance, s) => (chance === 0 ? 0 : chance * of(s))));
  return meansFrom({
    sums,
    entropy: {
      joint: Float64Array.from(laws, ({ p, logJoint }) => 0 - mean(p, (s) => logJoint[s])),
      x: Float64Array.from(laws, ({ p, logX }) => 0 - mean(p, (s) => logX[Math.floor(s / nTheta)])),
      theta: Float64Array.from(laws, ({ p, logTheta }) => 0 - mean(p, (s) => logTheta[s % nTheta])),
    },
    mutualInformation: Float64Array.from(laws, ({ p }, n) => mean(p, (s) => information[n][s])),
    ...energies(process, mean),
  });
}

function energies(
  { experiment, laws, tables, eachMove, states }: FiniteProcess,
  mean: (p: Float64Array, of: (s: number) => number) => number,
): Pick<ProcessMeans, 'work' | 'heat'> {
  const joint = jointStates(states);
  const known = new Map<string, Float64Array>();
  const moved = (t: number, seat: 'x' | 'theta', visit: (chance: number, to: number, entry: number) => void) => {
    const table = tables(seat, experiment.ticks[t]);
    eachMove(seat, table, (from, to, entry) => visit(laws[t].p[from] * table.forward[entry], to, entry));
  };
  return bookEnergies<Pick<FiniteLaw, 'p'>>(experiment, {
    energy(seat, control, { p }) {
      const key = `${seat} ${control.join(' ')}`;
      let table = known.get(key);
      if (!table) {
        known.set(key, (table = new Float64Array(joint.x.n)));
        const partner = joint[seat === 'x' ? 'theta' : 'x'];
        const bath = naiveBath(experiment, seat, joint[seat], 'enumerate');
        experiment.subsystems[seat].energy(joint[seat], { partner, control, bath }, table);
      }
      const values = table;
      return mean(p, (s) => values[s]);
    },
    push(seat, t) {
      const { work } = tables(seat, experiment.ticks[t]);
      let total = 0;
      moved(t, seat, (chance, _to, entry) => {
        if (chance !== 0) total += chance * work[entry];
      });
      return total;
    },
    before: (t) => laws[t],
    after(t, seat) {
      if (experiment.ticks[t].mover !== 'random') return laws[t + 1];
      const p = new Float64Array(joint.x.n);
      moved(t, seat, (chance, to) => {
        p[to] += chance;
      });
      return { p };
    },
  });
}
