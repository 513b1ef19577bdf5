#!/usr/bin/env node
import { existsSync } from 'node:fs';

const built = new URL('../dist/index.js', import.meta.url);
if (existsSync(built)) {
  const { main } = await import(built.href);
  await main(process.argv.slice(2));
} else {
  process.stderr.write('szilard: the packages are not built yet. Run `npm start` or `npm test` once; either sets everything up.\n');
  process.exitCode = 2;
}
