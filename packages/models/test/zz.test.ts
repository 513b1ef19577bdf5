import { loadDigits, drawDigits } from '../src/digits/index.ts';
import { randomStream } from '@szilard/core';
import { writeFileSync } from 'node:fs';
import { test } from 'vitest';
test('x', async () => {
  const t0 = performance.now();
  const d = process.env.REAL ? loadDigits() : drawDigits(4000, randomStream('digits'));
  console.log(d.source, performance.now() - t0, 'ms', d.images.reduce((a, b) => a + b, 0) / d.n / 784);
  const rows = 10, cols = 24; const out = new Uint8Array(rows * cols * 784);
  for (let r = 0; r < rows; r++) { const ids = [...d.labels.keys()].filter((i) => d.labels[i] === r).slice(0, cols); ids.forEach((id, c) => { for (let y = 0; y < 28; y++) for (let x = 0; x < 28; x++) out[(r * 28 + y) * cols * 28 + c * 28 + x] = 255 * d.images[id * 784 + y * 28 + x]; }); }
  writeFileSync('/tmp/szx/sheet.pgm', Buffer.concat([Buffer.from(`P5\n${cols * 28} ${rows * 28}\n255\n`), out]));
});
