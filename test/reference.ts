import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, test } from 'vitest';

/** A folder of external reference cases, named by SZILARD_REFERENCE; the suite is skipped, loudly, without it. */
export function describeReference(folder: string, suite: (path: string) => void): void {
  const home = process.env.SZILARD_REFERENCE;
  const path = home ? join(home, folder) : '';
  const why = !home ? 'SZILARD_REFERENCE is not set' : !existsSync(path) ? `${path} does not exist` : null;
  if (why === null) describe(`reference ${folder}`, () => suite(path));
  else {
    process.stderr.write(`SKIPPED reference ${folder}: ${why}. Set SZILARD_REFERENCE to the folder of reference cases.\n`);
    describe(`reference ${folder}`, () => test.skip(`skipped: ${why}`, () => {}));
  }
}
