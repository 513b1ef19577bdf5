import type { RandomStream } from '../contracts/random.ts';
import { SzilardError } from '../errors.ts';

/** What a scripted stream deals: draw number `draw` (0 first) of trajectory `trajectory` on the stream `path`. */
export interface Script {
  readonly normal?: (path: string, trajectory: number, draw: number) => number;
  readonly uniform?: (path: string, trajectory: number, draw: number) => number;
}

const refuseSome = (path: string): never => {
  throw new SzilardError(
    'composition',
    `[scripted stream ${path}] expected draws of numbers for all lanes. No script deals words, or some lanes only.`,
  );
};

/**
 * A stream that deals out written numbers instead of chance. With quadrature nodes for draws, and one trajectory per node, averages
 * over a kernel's noise become sums without statistical error. Refuses a kind of draw that has no script.
 */
export const scriptedStream = (script: Script, path = 'script'): RandomStream => open(script, path, 0, 1);

function open(script: Script, path: string, first: number, lanes: number): RandomStream {
  const drawn = { normal: 0, uniform: 0 };
  const deal = (kind: 'normal' | 'uniform', i: number, draw: number): number => {
    const written = script[kind];
    if (!written)
      throw new SzilardError('composition', `[scripted stream ${path}] expected no ${kind} draws, got one. Write a script for them.`);
    return written(path, first + i, draw);
  };
  const fill = (kind: 'normal' | 'uniform', out: Float64Array): void => {
    const each = out.length / lanes;
    for (let i = 0; i < lanes; i++) for (let k = 0; k < each; k++) out[i * each + k] = deal(kind, i, drawn[kind] + k);
    drawn[kind] += each;
  };
  return {
    path,
    lanes,
    uniform: () => deal('uniform', 0, drawn.uniform++),
    normal: () => deal('normal', 0, drawn.normal++),
    fillUniform: (out) => fill('uniform', out),
    fillUniformWords: () => refuseSome(path),
    fillNormal: (out) => fill('normal', out),
    fillNormalRows(out) {
      for (let at = 0; at < out.length; at += lanes) fill('normal', out.subarray(at, at + lanes));
    },
    fillSome: () => refuseSome(path),
    lane: (i) => open(script, path, first + i, 1),
    fork: (label) => open(script, `${path}/${label}`, first, lanes),
    trajectories: (from, count) => open(script, path, from, count),
    state: () => Uint32Array.of(drawn.normal, drawn.uniform),
    restore([normal, uniform]) {
      drawn.normal = normal;
      drawn.uniform = uniform;
    },
  };
}
