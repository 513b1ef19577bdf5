import { expect, test, vi } from 'vitest';
import { type AskedLoops, compileAsked } from '../src/langevin/line-compiled.ts';
import { eulerText } from '../src/langevin/line-euler.ts';
import { kickRoom } from '../src/langevin/line-room.ts';

type Function = (x: number, lambda: number) => number;
const n = 10;
const [before, lambda, dt] = [0.3, 0.7, 0.02];

function compile(energy: Function, force: Function): AskedLoops | null {
  const line = {
    ...{ captured: { energy, force }, settings: ['lambda'], set: () => {}, energy: (place: string) => `energy(${place}, lambda)` },
    ...eulerText(dt, (place) => `force(${place}, lambda)`),
  };
  return compileAsked(kickRoom(n)!, line, Float64Array.of(before, lambda), Float64Array.of(dt, 0.1, 3));
}

const plain: Record<string, [Function, Function]> = {
  'a well': [(x, l) => 2 * (x * x - 1) * (x * x - 1) - l * x, (x, l) => -8 * x * (x * x - 1) + l],
  'a block of constants': [
    (x, l) => {
      const y = x - l;
      const z = y * y;
      return z / 2 + Math.abs(y);
    },
    (x, l) => {
      const y = x - l;
      return -y - Math.sqrt(y * y + 1e-3);
    },
  ],
  'no control': [(x) => 0.5 * x * x, (x) => -x],
  'constants alone': [() => 1, () => 0.25],
};
for (const [name, [energy, force]] of Object.entries(plain))
  test(`compiled loops ask as the functions say: ${name}`, () => {
    const { x, back, next, work } = kickRoom(n)!;
    const loops = compile(energy, force)!;
    const places = Array.from({ length: n }, (_, i) => Math.tan(i));
    x.set(places);
    const expected = (of: (at: number) => number) => Float64Array.from(places, of);
    const rise = (at: number) => energy(at, lambda) - energy(at, before);
    work.fill(1);
    loops.depart();
    expect(next).toEqual(expected((at) => dt * force(at, lambda)));
    expect(work).toEqual(expected((at) => 1 + rise(at)));
    loops.pass();
    expect(back).toEqual(expected((at) => dt * force(at, before)));
    expect(next).toEqual(expected((at) => dt * force(at, lambda)));
    expect(work).toEqual(expected((at) => 1 + rise(at) + rise(at)));
    loops.stay();
    expect(back).toEqual(expected((at) => dt * force(at, lambda) + energy(at, lambda) * 0));
  });

test('an energy that is lost spoils the drift at the end', () => {
  const { x, back } = kickRoom(n)!;
  x.fill(0);
  const loops = compile(
    (at) => 1 / at,
    (at) => at,
  )!;
  loops.depart();
  loops.stay();
  expect(back.every(Number.isNaN)).toBe(true);
});

test('functions that look about them, branch or call others are not compiled', () => {
  const height = 2;
  const well: Function = (x) => x;
  const others: Function[] = [(x) => height * x, (x) => (x > 1 ? x : 0), (x) => Math.exp(x), (x) => x ** 2, vi.fn((x: number) => x)];
  for (const other of others) {
    expect(compile(other, well)).toBeNull();
    expect(compile(well, other)).toBeNull();
  }
});
