/** A point of the unit square, x to the right, y downwards. */
export type Point = readonly [x: number, y: number];

/** Points of an ellipse's arc, from one angle to another in quarter turns; 0 points right, 1 down. */
const arc = (cx: number, cy: number, rx: number, ry: number, from: number, to: number): Point[] => {
  const pieces = Math.max(2, Math.ceil(2 * Math.abs(to - from)));
  return Array.from({ length: pieces + 1 }, (_, i): Point => {
    const angle = ((from + ((to - from) * i) / pieces) * Math.PI) / 2;
    return [cx + rx * Math.cos(angle), cy + ry * Math.sin(angle)];
  });
};

/** The pen's way for each digit: strokes of points to be joined by a smooth curve. A corner ends a stroke. */
export const strokes: readonly (readonly (readonly Point[])[])[] = [
  [arc(0.5, 0.5, 0.3, 0.42, -1, 3.05)],
  [
    [
      [0.36, 0.24],
      [0.52, 0.08],
    ],
    [
      [0.52, 0.08],
      [0.5, 0.92],
    ],
  ],
  [
    [...arc(0.48, 0.32, 0.28, 0.24, -1.9, 0.35), [0.5, 0.7], [0.2, 0.9]],
    [
      [0.2, 0.9],
      [0.82, 0.9],
    ],
  ],
  [arc(0.46, 0.29, 0.26, 0.21, -1.8, 1), arc(0.46, 0.71, 0.29, 0.22, -1, 1.8)],
  [
    [
      [0.62, 0.08],
      [0.2, 0.62],
    ],
    [
      [0.2, 0.62],
      [0.84, 0.62],
    ],
    [
      [0.66, 0.34],
      [0.64, 0.94],
    ],
  ],
  [
    [
      [0.76, 0.1],
      [0.34, 0.1],
    ],
    [
      [0.34, 0.1],
      [0.3, 0.46],
    ],
    [[0.3, 0.46], ...arc(0.48, 0.66, 0.3, 0.24, -0.9, 1.7)],
  ],
  [[[0.68, 0.08], [0.42, 0.26], [0.27, 0.52], ...arc(0.5, 0.69, 0.25, 0.22, 1.9, -2.2)]],
  [
    [
      [0.2, 0.12],
      [0.8, 0.12],
    ],
    [
      [0.8, 0.12],
      [0.58, 0.5],
      [0.44, 0.92],
    ],
  ],
  [arc(0.5, 0.29, 0.22, 0.2, -1, 3.05), arc(0.5, 0.71, 0.27, 0.22, -1, 3.05)],
  [
    arc(0.48, 0.31, 0.25, 0.22, 0, -4),
    [
      [0.73, 0.31],
      [0.72, 0.6],
      [0.62, 0.92],
    ],
  ],
];
