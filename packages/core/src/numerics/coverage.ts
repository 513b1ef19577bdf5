/** How often intervals held a known truth. */
export interface Coverage {
  /** Share of value ± 0.994 errors; 0.68 if the error is right and the values are normal. */
  readonly within68: number;
  /** Share of value ± 1.960 errors; 0.95 likewise. */
  readonly within95: number;
}

/** Half widths of those intervals, in errors. */
export const [HALF_68, HALF_95] = [0.994457883209753, 1.959963984540054] as const;

/** 60 to 76 % and 90 to 98 %: what 200 repetitions can tell from 68 % and 95 %. */
export const covers = ({ within68, within95 }: Coverage): boolean =>
  within68 >= 0.6 && within68 <= 0.76 && within95 >= 0.9 && within95 <= 0.98;
