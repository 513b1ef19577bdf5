/** A number for people: as many digits as its standard error allows, four significant ones where there is no error. */
export function formatNumber(value: number, stderr?: number): string {
  if (!Number.isFinite(value)) return nonFinite(value);
  if (stderr === undefined || !(stderr > 0) || !Number.isFinite(stderr)) return significant(value, 4);
  const power = scale(value, stderr);
  const text = fixed(value / 10 ** power, decimals(stderr / 10 ** power));
  return power === 0 ? text : `${text}e${power}`;
}

/** `0.0263 ± 0.0016`; two digits of the error, and the value to the same place. */
export function formatEstimate(value: number, stderr: number): string {
  if (!Number.isFinite(value) || !Number.isFinite(stderr)) return `${formatNumber(value)} ± ${formatNumber(stderr)}`;
  if (!(stderr > 0)) return `${significant(value, 6)} ± 0`;
  const power = scale(value, stderr);
  const places = decimals(stderr / 10 ** power);
  const pair = `${fixed(value / 10 ** power, places)} ± ${(stderr / 10 ** power).toFixed(places)}`;
  return power === 0 ? pair : `(${pair})e${power}`;
}

/** As `formatEstimate`; `unknown` where there is no number, and no error bar beside an infinite one. */
export const formatMeasured = (value: number, stderr: number): string =>
  Number.isNaN(value) ? 'unknown' : Number.isFinite(value) ? formatEstimate(value, stderr) : formatNumber(value);

/** `significant(0.026312, 2)` = `0.026`; an exponent where zeros would hide the digits. */
export function significant(value: number, digits: number): string {
  if (!Number.isFinite(value)) return nonFinite(value);
  if (value === 0) return '0';
  const size = Math.abs(value);
  if (size < 1e-4 || size >= 1e6) return value.toExponential(digits - 1).replace('e+', 'e');
  // toPrecision turns to exponents as soon as digits are fewer than places.
  return size >= 10 ** digits ? value.toFixed(0) : value.toPrecision(digits);
}

/** A chance; below the smallest double it is still not zero. */
export const formatChance = (p: number): string => (p === 0 ? '<1e-300' : p >= 0.9995 ? '1.0' : significant(p, 2));

/** Units as people read them. Energy is counted in the reference k_BT, see docs/conventions.md. */
export const formatUnit = (unit: string): string =>
  unit === 'energy' ? 'kT' : unit === 'nat/tick' ? 'nat/move' : unit === '1' ? '' : unit;

/** (value − truth)/stderr, or null where there is no error or no truth to divide by. */
export function zScore({ value, stderr }: { readonly value: number; readonly stderr: number }, truth: number | null): number | null {
  const z = truth === null || !(stderr > 0 && stderr < Number.POSITIVE_INFINITY) ? Number.NaN : (value - truth) / stderr;
  return Number.isFinite(z) ? z : null;
}

/** A distance in standard errors, signed: `+0.4`. */
export const formatScore = (z: number): string => fixed(z, 1).replace(/^(?=\d)/, '+');

/** Six significant digits at most, no closing zeros. */
export const trimmed = (value: number): string =>
  significant(value, 6)
    .replace(/(\.\d*?)0+(?=$|e)/, '$1')
    .replace(/\.(?=$|e)/, '');

const nonFinite = (value: number): string => (Number.isNaN(value) ? 'NaN' : value > 0 ? '∞' : '-∞');

/** `toFixed` without a minus sign on a zero. */
const fixed = (value: number, places: number): string => value.toFixed(places).replace(/^-(0(\.0+)?)$/, '$1');

/** Decimal places that show two digits of the error. */
const decimals = (stderr: number): number => Math.min(20, Math.max(0, 1 - Math.floor(Math.log10(Number(stderr.toPrecision(2))) + 1e-12)));

/** The power of ten to take out: 0 unless the number would be mostly zeros. */
function scale(value: number, stderr: number): number {
  const power = Math.floor(Math.log10(Math.max(Math.abs(value), stderr)));
  return power < -3 || power >= 6 ? power : 0;
}
