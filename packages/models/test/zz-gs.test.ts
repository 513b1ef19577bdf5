import { detailedFluctuation, entropyProduction, integralFluctuation, make, randomStream, reverse, simulate, exactProcess, enumerateProcess, moments } from '@szilard/core';
import { gibbsSweepKernel, landscape, system, thermal, breathingTrap } from '@szilard/models';
import { ideal } from '@szilard/reservoirs';
import { test } from 'vitest';
const bath = make(ideal);
const unit = Float64Array.of(0, 1);
test('x', () => {
 for (const J of [1, 2, 3, 4]) for (const beta of [0.2,0.5]) for (const dim of [2,3]) for (const sweeps of [1,2]) {
  const chain = landscape({ dim, values: Array.from({length: dim}, () => unit), energy: (s) => { let u = 0; for (let i=0;i<dim;i++) u -= (i===0? 1:-0.5*i)*s[i] ; for (let i=1;i<dim;i++) u -= J*(s[i-1]-0.5)*(s[i]-0.5); return u; } });
  const start = thermal(chain, { beta });
  const e = { ...system({ landscape: chain, kernel: make(gibbsSweepKernel), controls: Array.from({length: sweeps}, () => new Float64Array(0)), start, end: start }), reservoirs: { x: bath, theta: bath } };
  const out = [];
  for (const n of [4000, 20000]) for (const seed of [1,2,3]) {
  const f = entropyProduction(simulate(e, { trajectories: n, rng: randomStream(seed) }));
  const honest = entropyProduction(simulate(reverse(e), { trajectories: n, rng: randomStream(seed).fork('b') }));
  const same = entropyProduction(simulate({ ...reverse(e), subsystems: e.subsystems }, { trajectories: n, rng: randomStream(seed).fork('b') }));
  const d = detailedFluctuation(f, same);
  out.push([detailedFluctuation(f, honest).holds, d.holds, integralFluctuation(f).holds, integralFluctuation(same).holds,  moments(f).mean.toFixed(2), d.because].join(' '));
  }
  console.log(J, beta, dim, sweeps, '\n  ' + out.join('\n  '));
 }
 for (const to of [0.6, 0.4, 0.3]) { const e = {...make(breathingTrap, {from:1,to,jumps:1}), reservoirs:{x:bath,theta:bath}}; const a = exactProcess(e).paths!.averages.total;
  const s = entropyProduction(simulate(e, {trajectories: 20000, rng: randomStream(1)}));
  console.log(to, a, integralFluctuation(s, {secondMoment:a.second}), integralFluctuation(s).because); }
}, 100000);
