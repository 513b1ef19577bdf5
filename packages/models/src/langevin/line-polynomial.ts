import { type Buffers, type FusedPass, type Subsystem, SzilardError } from '@szilard/core';
import { fusedLine } from './fused-line.ts';
import { eulerText } from './line-euler.ts';
import { A0, C0, CENTRE, SETTING, SPREAD } from './line-row.ts';
import { type LineSetting, polynomialEnergy } from './line-stretch.ts';

/** A one-dimensional overdamped system whose energy is a polynomial of x, λ the first control. */
export interface PolynomialOptions {
  /** c₀, c₁, … of U = Σ cₖ (x − centre(λ))ᵏ, at most to c₄; energy/lengthᵏ. */
  readonly polynomial: (lambda: number) => readonly number[];
  /** Length. Absent: 0. */
  readonly centre?: (lambda: number) => number;
  /** Time step. */
  readonly dt: number;
}

/** What Euler-Maruyama makes of it: y′ = y − U′(y) dt + √(2 dt/β) ξ. */
export function polynomialSetting({ polynomial, centre = () => 0, dt }: PolynomialOptions): LineSetting {
  return ([lambda], setting) => {
    const coefficients = polynomial(lambda);
    if (!(coefficients.length > 0 && coefficients.length <= 5))
      throw new SzilardError(
        'parameter',
        `[langevin] polynomial: expected one to five coefficients c0 … c4, got ${coefficients.length}. Give energy and force as functions where the degree is higher.`,
      );
    setting[CENTRE] = centre(lambda);
    setting[SPREAD] = Math.sqrt(2 * dt);
    for (let k = 0; k < 5; k++) setting[C0 + k] = k < coefficients.length ? coefficients[k] : 0;
    for (let k = 0; k < 4; k++) setting[A0 + k] = -dt * (k + 1) * setting[C0 + k + 1];
  };
}

/** Energy and force as functions of (x, λ); quick as long as λ stays the same. */
export function polynomialFunctions(set: LineSetting) {
  const setting = new Float64Array(SETTING);
  const control = new Float64Array(1);
  let known: number | undefined | null = null;
  const at = (lambda: number) => {
    if (!Object.is(lambda, known)) {
      control[0] = lambda;
      set(control, setting);
      known = lambda;
    }
    return setting;
  };
  return {
    energy(x: number, lambda: number): number {
      const s = at(lambda);
      return polynomialEnergy(s, x - s[CENTRE]);
    },
    force(x: number, lambda: number): number {
      const s = at(lambda);
      const y = x - s[CENTRE];
      return -(s[C0 + 1] + y * (2 * s[C0 + 2] + y * (3 * s[C0 + 3] + y * 4 * s[C0 + 4])));
    },
  };
}

/** U of a batch. */
export function polynomialEnergies(set: LineSetting): Subsystem['energy'] {
  const setting = new Float64Array(SETTING);
  return ({ n, data }, { control }, out) => {
    set(control, setting);
    for (let i = 0; i < n; i++) out[i] = polynomialEnergy(setting, data[i] - setting[CENTRE]);
  };
}

/** Step and bookkeeping in one pass, several ticks at once in WebAssembly. */
export function fusedPolynomial(buffers: Buffers, set: LineSetting, dt: number): FusedPass {
  const setting = new Float64Array(SETTING);
  const away = (place: string) => `(${place} - centre)`;
  return fusedLine(buffers, {
    captured: {},
    settings: ['centre', 'c0', 'c1', 'c2', 'c3', 'c4'],
    set(control, into) {
      set(control, setting);
      into[0] = setting[CENTRE];
      for (let k = 0; k < 5; k++) into[k + 1] = setting[C0 + k];
    },
    energy: (place) => [3, 2, 1, 0].reduce((inner, k) => `(c${k} + ${away(place)} * ${inner})`, 'c4'),
    ...eulerText(dt, (place) => `(-(c1 + ${away(place)} * (2 * c2 + ${away(place)} * (3 * c3 + ${away(place)} * 4 * c4))))`),
    polynomial: set,
  });
}
