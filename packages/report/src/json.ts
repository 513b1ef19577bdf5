import { SzilardError } from '@szilard/core';

/** JSON text; keys as given; typed arrays as arrays; numbers that JSON lacks as "Infinity", "-Infinity", "NaN". */
export function toJson(value: unknown, indent: number | string = 2): string {
  if (value === undefined) throw new SzilardError('input', '[json] expected a value, got undefined. Pass the result.');
  try {
    return JSON.stringify(value, plain, indent);
  } catch (cause) {
    if (cause instanceof SzilardError) throw cause;
    throw new SzilardError(
      'input',
      `[json] expected a plain value, got one that JSON cannot hold: ${(cause as Error).message.split('\n')[0]}. Keep results plain.`,
      { cause },
    );
  }
}

function plain(key: string, value: unknown): unknown {
  if (typeof value === 'number' && !Number.isFinite(value)) return String(value);
  if (ArrayBuffer.isView(value) && !(value instanceof DataView)) return Array.from(value as unknown as ArrayLike<number>);
  if (
    typeof value === 'function' ||
    typeof value === 'symbol' ||
    value instanceof Map ||
    value instanceof Set ||
    value instanceof ArrayBuffer
  ) {
    throw new SzilardError(
      'input',
      `[json] ${key || 'value'}: expected a plain value, got a ${typeof value === 'object' ? value.constructor.name : typeof value}. Turn it into numbers, strings or arrays.`,
    );
  }
  return value;
}
