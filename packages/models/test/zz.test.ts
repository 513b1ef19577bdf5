import { detailedFluctuation, entropyProduction, integralFluctuation, localDetailedBalance, make, moments, paramsOf, randomStream, reverse, secondLaw, simulate, total } from '@szilard/core';
import { ideal } from '../../reservoirs/src/ideal.ts';
import { loadDigits } from '../src/digits/index.ts';
import { resolveTensors } from '../src/ppm/tensors.ts';
import { softmaxModel } from '../src/ppm/softmax-model.ts';
import { softmaxClassifier } from '../src/ppm/softmax-classifier.ts';
import { test } from 'vitest';
const digits = loadDigits(); 
test('x', async () => {
  const tensors = await resolveTensors();
  const n = +(process.env.N ?? 2000);
  for (const extra of JSON.parse(process.env.P ?? '[{}]')) {
    const params = paramsOf(softmaxClassifier, extra);
    const m = softmaxModel(params, { digits, tensors });
    const e = { ...m.model, reservoirs: { x: make(ideal), theta: make(ideal) } };
    const t0 = performance.now();
    const f = simulate(e, { trajectories: n, rng: randomStream(+(process.env.SEED ?? 1)).fork('forward') });
    const t1 = performance.now();
    const b = simulate(reverse(e), { trajectories: n, rng: randomStream(+(process.env.SEED ?? 1)).fork('backward'), ledger: 'totals' });
    const [sf, sb] = [entropyProduction(f), entropyProduction(b)];
    console.log(JSON.stringify(extra), ((t1 - t0) / 1000).toFixed(2), 's');
    for (const v of [localDetailedBalance(f), detailedFluctuation(sf, sb), integralFluctuation(sf), integralFluctuation(sb), secondLaw(sf), secondLaw(sb), secondLaw(entropyProduction(f, 'bathEntropy'))]) console.log('   ', v.law, v.holds, v.because);
    const na = Math.min(n, 200); const acc = m.accuracy({ ...f.theta, n: na, data: f.theta.data.subarray(0, na * f.theta.dim) }); const a = moments(acc);
    const seat = (s: string, col: 'work' | 'heat') => moments(Float64Array.from({ length: n }, (_, i) => e.ticks.reduce((sum, tk, t) => sum + (tk.mover === s ? f.ledger[col][i * f.ledger.ticks + t] : 0), 0))).mean.toFixed(3);
    const lc0 = new Float64Array(n);
    m.logConditional(f.x, f.theta, lc0);
    console.log('    accuracy', a.mean.toFixed(4), '+-', a.stderr.toFixed(4), 'var s', moments(sf).variance.toFixed(2), 'W,Q x', seat('x', 'work'), seat('x', 'heat'), 'theta', seat('theta', 'work'), seat('theta', 'heat'));
  }
});
