import { readFileSync } from 'node:fs';
import { make, randomStream } from '@szilard/core';
import { neep } from '@szilard/estimators';
import { resolveTensors } from '@szilard/models/tensors';
const tensors = await resolveTensors();
const table = readFileSync('/work/shared/reference/neep/ratchet_V3.0_traj.csv', 'utf8').trim().split('\n').slice(1).map((l) => l.split(',').map(Number));
const data = Float64Array.from([0, 1].flatMap((c) => table.map((r) => r[c])));
for (const seed of [1, 2, 3]) { const r = make(neep, { states: 'discrete' }, { tensors }).estimate({ series: { trajectories: 2, steps: table.length, dim: 1, data } }, randomStream(seed).fork('estimate')); console.log(seed, r.value, r.stderr); }
const dt = 0.01, hot = 10, cold = 1, steps = 2_000_000, before = 200;
const map = [[1 - 2 * dt, dt * Math.sqrt(cold / hot)], [dt * Math.sqrt(hot / cold), 1 - 2 * dt]];
const d = new Float64Array((before + steps) * 2); randomStream(1).fillNormal(d);
for (let t = 1; t < before + steps; t++) for (let a = 0; a < 2; a++) for (let b = 0; b < 2; b++) d[t * 2 + a] += map[a][b] * d[(t - 1) * 2 + b];
const r = make(neep, { activation: 'softplus' }, { tensors }).estimate({ series: { trajectories: 1, steps, dim: 2, data: d.slice(before * 2) } }, randomStream(1));
console.log('bead', r.value, r.stderr, r.details, r.cautions);
