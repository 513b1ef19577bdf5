import { existsSync, readFileSync, statSync } from 'node:fs';
import { basename } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { SzilardError } from '@szilard/core';

/** An array of bytes as IDX files hold it; shape outermost first [LeCun1998]. */
export interface Idx {
  readonly shape: readonly number[];
  readonly data: Uint8Array;
}

/** An IDX file, gzip or plain, whatever its name says. */
export function readIdx(path: string, dims: number): Idx {
  if (!existsSync(path)) throw bad(path, 'expected a file, got none. Check the folder.');
  if (!statSync(path).isFile()) throw bad(path, 'expected a file, got a folder. Check the folder of digits.');
  return parseIdx(unzip(readFileSync(path), path), dims, path);
}

function unzip(bytes: Uint8Array, path: string): Uint8Array {
  if (bytes[0] !== 0x1f || bytes[1] !== 0x8b) return bytes;
  try {
    return gunzipSync(bytes);
  } catch (cause) {
    throw bad(path, `expected whole gzip data, got damaged data (${(cause as Error).message}). Fetch the file again.`, cause);
  }
}

/** Magic 00 00 08 dims, then one big-endian 32-bit length per dimension, then the bytes. `path` names it in errors. */
export function parseIdx(bytes: Uint8Array, dims: number, path: string): Idx {
  const header = 4 + 4 * dims;
  const magic = Array.from(bytes.subarray(0, 4), (byte) => byte.toString(16).padStart(2, '0')).join(' ');
  const wanted = `00 00 08 0${dims}`;
  if (magic !== wanted)
    throw bad(path, `expected an IDX file of bytes with magic number ${wanted}, got ${magic || 'an empty file'}. Is it the right file?`);
  if (bytes.length < header) throw bad(path, `truncated: expected a header of ${header} bytes, got ${bytes.length}. Fetch the file again.`);
  const view = new DataView(bytes.buffer, bytes.byteOffset);
  const shape = Array.from({ length: dims }, (_, k) => view.getUint32(4 + 4 * k));
  const expected = header + shape.reduce((product, length) => product * length, 1);
  if (bytes.length < expected)
    throw bad(path, `truncated: expected ${expected} bytes for shape ${shape.join(' × ')}, got ${bytes.length}. Fetch the file again.`);
  if (bytes.length > expected)
    throw bad(
      path,
      `trailing bytes: expected ${expected} bytes for shape ${shape.join(' × ')}, got ${bytes.length}. Fetch the file again.`,
    );
  return { shape, data: new Uint8Array(bytes.buffer, bytes.byteOffset + header, expected - header) };
}

const bad = (path: string, what: string, cause?: unknown): SzilardError =>
  new SzilardError('input', `[idx ${basename(path)}] ${what}`, cause === undefined ? undefined : { cause });
