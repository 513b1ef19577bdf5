import type { LineMove } from './fused-line.ts';

/** An Euler-Maruyama move as text, in displacements: `push` is the force, by this text, times dt. */
export const eulerText = (dt: number, force: (place: string) => string): Pick<LineMove, 'ofBeta' | 'carried' | 'draw' | 'kicked'> => ({
  ofBeta: { dt: () => dt, width: (beta) => Math.sqrt((2 * dt) / beta), gain: (beta) => beta / (4 * dt) },
  carried: { push: (place) => `dt * ${force(place)}` },
  kicked: true,
  // (kick back)² − kick², as a product.
  draw: `const kick = width * xi;
    const way = push + kick;
    const next = at + way;
    const pushNext = dt * ${force('next')};
    const ratio = gain * (push + pushNext) * (pushNext + (way + kick));`,
});
