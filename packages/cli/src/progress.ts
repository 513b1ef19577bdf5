import type { Progress } from '@szilard/examples';
import { Presets, SingleBar } from 'cli-progress';

/** A bar on a terminal, one quiet line a part elsewhere; standard error, so that standard output stays clean. */
export function progressOn(stream: NodeJS.WriteStream): Progress {
  if (!stream.isTTY) {
    let title = '';
    let begun = 0;
    return {
      start(name) {
        title = name;
        begun = performance.now();
      },
      at() {},
      done: () => void stream.write(`szilard: ${title}, ${((performance.now() - begun) / 1000).toFixed(1)} s\n`),
    };
  }
  const bar = new SingleBar(
    { format: '{bar} {percentage} % {title}', stream, hideCursor: true, clearOnComplete: true, etaBuffer: 100 },
    Presets.rect,
  );
  return {
    start: (title, total) => bar.start(Math.max(1, total), 0, { title }),
    at: (done) => bar.update(done),
    done: () => bar.stop(),
  };
}

/** The user stopped the command. */
export class Interrupted extends Error {}

/** Aborts at the first interrupt; a second one ends the process as usual. */
export function interruptible(): AbortSignal {
  const controller = new AbortController();
  process.once('SIGINT', () => controller.abort(new Interrupted('interrupted')));
  return controller.signal;
}
