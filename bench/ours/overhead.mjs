// What the engine adds to the pass that a kernel brings along: reservoirs, boundaries, totals, the look for what is not finite.
//   node bench/ours/overhead.mjs simulate|pass [trajectories] [ticks] [repeats]
import { batch, make, randomStream, simulate } from '@szilard/core';
import { draggedTrap } from '@szilard/models';
import { ideal } from '@szilard/reservoirs';
import { timed } from './timed.mjs';

const [impl = 'simulate', ...numbers] = process.argv.slice(2);
const [trajectories = 10_000, ticks = 300, repeats = 5] = numbers.map(Number);
const bath = make(ideal);
const model = make(draggedTrap, { dt: 1e-3, ticks });
const experiment = { ...model, reservoirs: { x: bath, theta: bath } };
const rng = randomStream(1);

/** The pass alone, on the block that the engine would hand it. */
function pass() {
  const n = 250;
  const column = () => new Float64Array(n);
  const buffers = {
    x: batch(n, 1),
    partner: batch(n, 0),
    beta: column().fill(1),
    known: column(),
    work: column(),
    heat: column(),
    logRatio: column(),
  };
  const fused = model.subsystems.x.fuse(buffers);
  const together = fused.together?.({ x: fused });
  const noise = rng.fork('x');
  return () => {
    for (let first = 0; first < trajectories; first += n) {
      buffers.x.data.fill(0);
      fused.begin(noise.trajectories(first, n));
      for (let t = 0; t < ticks; ) {
        const reached = together?.(model.ticks, t, ticks) ?? t;
        if (reached === t) fused.move(model.ticks[t++].control);
        else t = reached;
      }
      fused.settle?.();
    }
  };
}
const work = { simulate: () => () => simulate(experiment, { trajectories, rng, ledger: 'totals' }), pass };
timed({ job: 'overhead', impl, units: trajectories * ticks, repeats, go: work[impl]() });
