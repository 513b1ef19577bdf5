import { type Batch, batch, defineTask, digamma, logGamma, type PairedSamples, type RandomStream } from '@szilard/core';
import { dense, fineNormal, gaussianInformation, gaussianPairs, type PairCovariance, sparse } from './gaussian-pairs.ts';
import { arsinh, halfCube, spiral, swissRoll, toUniform, wiggly } from './maps.ts';

const quantity = 'mutual-information' as const;
const INVARIANT = 'a smooth one-to-one map of x and of y alone leaves I(X;Y) as it is';

interface Correlated {
  readonly correlation: number;
}
const within = { correlation: { above: -1, below: 1 } };
const one = ({ correlation }: Correlated) => sparse(1, 1, correlation, 1);

/** A task that is a Gaussian pair seen through maps of x and of y. */
const mapped = <P extends object>(
  id: string,
  title: string,
  defaults: P,
  domain: object,
  pair: (params: P) => PairCovariance,
  map?: (samples: PairedSamples, params: P) => PairedSamples,
) =>
  defineTask<typeof quantity, P>({
    id: `mutual-information/${id}`,
    title,
    source: '[Czyz2023]',
    equation: `½ ln(det Σ_x det Σ_y/det Σ)${map ? `; ${INVARIANT}` : ''}`,
    quantity,
    defaults,
    domain,
    create: (params) => ({
      truth: gaussianInformation(pair(params)),
      unit: 'nat',
      sample(n, rng) {
        const samples = gaussianPairs(pair(params), n, rng);
        return map ? map(samples, params) : samples;
      },
    }),
  });
const both =
  (map: (values: Batch) => Batch) =>
  ({ x, y }: PairedSamples): PairedSamples => ({ x: map(x), y: map(y) });

const blocks = { dim: 3, correlation: 0.8, pairs: 2 };
const inBlocks = { ...within, dim: { atLeast: 1, atMost: 50, integer: true }, pairs: { atLeast: 0, integer: true } };
const sparseBlocks = ({ dim, correlation, pairs }: typeof blocks) => sparse(dim, dim, correlation, pairs);

interface Student extends Correlated {
  readonly freedom: number;
  readonly dim: number;
}
/** S of the fair mixture of N(−shift, 1) and N(shift, 1) − S of one of them; nats, by the trapezoid rule, exact to rounding. */
function signInformation(shift: number): number {
  const [reach, nodes] = [shift + 12, 4000];
  const step = (2 * reach) / nodes;
  const normal = (v: number) => Math.exp(-0.5 * v * v) / Math.sqrt(2 * Math.PI);
  let entropy = 0;
  for (let j = 0; j <= nodes; j++) {
    const v = -reach + j * step;
    const p = 0.5 * (normal(v - shift) + normal(v + shift));
    if (p > 0) entropy -= step * p * Math.log(p);
  }
  return entropy - 0.5 * Math.log(2 * Math.PI * Math.E);
}
/** What the shared width of a Student vector adds to the information of its Gaussian twin [Arellano2013]; nats. */
function sharedWidth({ freedom, dim }: Student): number {
  const f = (v: number) => logGamma(v / 2) - (v / 2) * digamma(v / 2);
  return f(freedom) + f(freedom + 2 * dim) - 2 * f(freedom + dim);
}
/** √(χ²_ν/ν); ν whole. */
const width = (freedom: number, rng: RandomStream) => {
  let sum = 0;
  for (let k = 0; k < freedom; k++) sum += fineNormal(rng) ** 2;
  return Math.sqrt(sum / freedom);
};
const student = (id: string, title: string, map: (values: Batch) => Batch) =>
  defineTask<typeof quantity, Student>({
    id: `mutual-information/${id}`,
    title,
    source: '[Arellano2013]',
    equation: '½ ln(det Σ_x det Σ_y/det Σ) + f(ν) + f(ν + 2d) − 2 f(ν + d), f(v) = ln Γ(v/2) − (v/2) ψ(v/2)',
    quantity,
    defaults: { freedom: 3, dim: 2, correlation: 0 },
    domain: { freedom: { atLeast: 1, integer: true }, dim: { atLeast: 1, atMost: 50, integer: true }, ...within },
    create: (params) => {
      const pair = sparse(params.dim, params.dim, params.correlation, params.dim);
      return {
        truth: gaussianInformation(pair) + sharedWidth(params),
        unit: 'nat',
        sample(n, rng) {
          const widths = rng.fork('widths');
          return both(map)(gaussianPairs(pair, n, rng, () => width(params.freedom, widths)));
        },
      };
    },
  });

export const mutualInformationTasks = [
  mapped('independent', 'two independent normal variables', { dim: 1 }, { dim: { atLeast: 1, integer: true } }, ({ dim }) =>
    sparse(dim, dim, 0, 0),
  ),
  mapped('normal', 'two correlated normal variables', { correlation: 0.75 }, within, one),
  mapped(
    'normal-dense',
    'normal vectors, all components correlated',
    { dim: 3, correlation: 0.5 },
    { dim: inBlocks.dim, correlation: { above: 0, below: 1 } },
    ({ dim, correlation }) => dense(dim, dim, correlation),
  ),
  mapped('normal-sparse', 'normal vectors, few components correlated', blocks, inBlocks, sparseBlocks),
  mapped('half-cube', 'correlated normal variables, half-cubed', { correlation: 0.75 }, within, one, both(halfCube)),
  mapped('wiggly', 'correlated normal variables on a wavy scale', { correlation: 0.75 }, within, one, both(wiggly)),
  mapped('swiss-roll', 'correlated uniform variables, one rolled up in the plane', { correlation: 0.75 }, within, one, ({ x, y }) => ({
    x: swissRoll(toUniform(x)),
    y: toUniform(y),
  })),
  mapped(
    'spiral',
    'normal vectors turned by an angle that grows outwards',
    { ...blocks, speed: 0.4 },
    inBlocks,
    sparseBlocks,
    (samples, { speed }) => both((v) => spiral(v, speed))(samples),
  ),
  student('student', 'Student vectors of one width, heavy tails', (v) => v),
  student('student-arsinh', 'Student vectors of one width, tails pulled in', arsinh),
  defineTask<typeof quantity, { readonly shift: number }>({
    id: 'mutual-information/signed-normal',
    title: 'a fair sign and a normal variable shifted by it',
    source: '[Ross2014]',
    equation: 'I = S(½N(−a, 1) + ½N(a, 1)) − ½ ln 2πe, by quadrature; y = ±1, x = a y + N(0, 1)',
    quantity,
    rows: 'mixed',
    defaults: { shift: 1 },
    domain: { shift: { atLeast: 0, atMost: 20 } },
    create: ({ shift }) => ({
      truth: signInformation(shift),
      unit: 'nat',
      sample(n, rng) {
        const [x, y] = [batch(n, 1), batch(n, 1)];
        const [signs, normals] = [rng.fork('signs'), rng.fork('normals')];
        for (let i = 0; i < n; i++) {
          y.data[i] = signs.uniform() < 0.5 ? -1 : 1;
          x.data[i] = shift * y.data[i] + fineNormal(normals);
        }
        return { x, y };
      },
    }),
  }),
  defineTask<typeof quantity, { readonly spread: number }>({
    id: 'mutual-information/additive-noise',
    title: 'a uniform signal under uniform noise',
    source: '[Czyz2023]',
    equation: 'I = 1/(4ε) for ε ≥ ½, else ε − ln 2ε; x uniform on (0, 1), noise on (−ε, ε)',
    quantity,
    defaults: { spread: 0.3 },
    domain: { spread: { above: 0 } },
    create: ({ spread }) => ({
      truth: spread >= 0.5 ? 1 / (4 * spread) : spread - Math.log(2 * spread),
      unit: 'nat',
      sample(n, rng) {
        const [x, y] = [batch(n, 1), batch(n, 1)];
        const draws = rng.fork('uniforms');
        for (let i = 0; i < n; i++) {
          x.data[i] = draws.uniform();
          y.data[i] = x.data[i] + spread * (2 * draws.uniform() - 1);
        }
        return { x, y };
      },
    }),
  }),
] as const;
