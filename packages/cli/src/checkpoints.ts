import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Checkpoints } from '@szilard/examples';
import { checkpointStore } from '@szilard/runner';
import { version } from './provenance.ts';

export interface KeptPieces {
  readonly of: (id: string) => Checkpoints & { clear(): void };
  /** How many finished pieces lie there now. */
  readonly left: () => number;
}

/** Finished pieces of examples, a folder for each, of this version only: always written, read only where asked for; the user is told. */
export function checkpoints(folder: string, resume: boolean): KeptPieces {
  const say = (text: string) => process.stderr.write(`szilard: ${text}\n`);
  const store = (id: string) => checkpointStore(join(folder, id));
  const left = () => (existsSync(folder) ? readdirSync(folder).reduce((sum, id) => sum + store(id).count, 0) : 0);
  if (resume && left() === 0) say(`nothing to go on from in ${folder}; all is made anew`);
  return {
    left,
    of(id) {
      const own = store(id);
      const found = own.count;
      let told = !resume || found === 0;
      if (found > 0 && !resume)
        say(`${id}: ${found} finished pieces of an interrupted run are in ${folder} and are not used; --resume goes on from them`);
      const tell = (text: string) => {
        if (!told) say(`${id}: ${text}`);
        told = true;
      };
      return {
        read(key) {
          const value = resume ? own.read(`${version} ${key}`) : undefined;
          if (value !== undefined) tell(`goes on from the finished pieces in ${folder}`);
          return value;
        },
        write(key, value) {
          tell(`none of the ${found} finished pieces in ${folder} fits these settings, this seed and this version; all is made anew`);
          own.write(`${version} ${key}`, value);
        },
        clear: own.clear,
      };
    },
  };
}
