import { readFileSync } from 'node:fs';
import { SzilardError } from '@szilard/core';

/** A parameter that is a list or a table of names, from the command line: JSON, or a file that holds it. `where` opens the line of a refusal. */
export function listOf(text: string, where: string): unknown {
  const inline = /^\s*[[{]/.test(text);
  const asked = `${where}: expected JSON such as [[0,2],[1,0]], or a file of it`;
  let json = text;
  if (!inline) {
    try {
      json = readFileSync(text, 'utf8');
    } catch (cause) {
      throw new SzilardError(
        'input',
        `${asked}, got "${text}", which is neither (${(cause as NodeJS.ErrnoException).code ?? 'unreadable'}).`,
        { cause },
      );
    }
  }
  try {
    return JSON.parse(json);
  } catch (cause) {
    const fault = (cause as Error).message.replaceAll(/\s+/g, ' ');
    throw new SzilardError('input', `${asked}, got ${inline ? 'text' : `the file ${text}`} that is no JSON: ${fault}.`, { cause });
  }
}
