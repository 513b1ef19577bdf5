export interface NpyHeader {
  /** NumPy's type code without byte order, e.g. `f8`. */
  readonly type: string;
  readonly littleEndian: boolean;
  readonly fortranOrder: boolean;
  readonly shape: readonly number[];
  /** Where the numbers begin. */
  readonly start: number;
}

/** Every .npy file starts with these bytes. */
export const isNpy = (bytes: Uint8Array): boolean => [0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59].every((byte, i) => bytes[i] === byte);

/** The dictionary literal at the start of a .npy file; `refuse` throws. */
export function parseNpyHeader(bytes: Uint8Array, refuse: (text: string) => never): NpyHeader {
  if (!isNpy(bytes)) refuse('expected the .npy signature, got other bytes. Save it with numpy.save, or rename it if it is text.');
  const version = bytes[6];
  if (!(version >= 1 && version <= 3))
    refuse(`expected .npy format version 1, 2 or 3, got ${version ?? 'nothing'}. Save it again with numpy.save.`);
  const prefix = version === 1 ? 10 : 12;
  if (bytes.length < prefix)
    refuse(`expected a .npy header, got ${bytes.length} bytes in all: the file is cut off. Copy or save it again.`);
  const view = new DataView(bytes.buffer, bytes.byteOffset, prefix);
  const length = version === 1 ? view.getUint16(8, true) : view.getUint32(8, true);
  const start = prefix + length;
  if (start > bytes.length)
    refuse(`expected a .npy header of ${length} bytes, got ${bytes.length - prefix}: the file is cut off. Copy or save it again.`);

  const text = new TextDecoder('latin1').decode(bytes.subarray(prefix, start));
  if (/'descr'\s*:\s*\[/.test(text))
    refuse('expected a plain dtype, got a structured one with named fields. Save one plain array, e.g. numpy.column_stack of its fields.');
  const [, order, type] = /'descr'\s*:\s*u?'([<>=|]?)([^']{1,20})'/.exec(text) ?? refuse(damaged('descr'));
  const [, fortran] = /'fortran_order'\s*:\s*(True|False)/.exec(text) ?? refuse(damaged('fortran_order'));
  const [, sizes] = /'shape'\s*:\s*\(([^)]{0,200})\)/.exec(text) ?? refuse(damaged('shape'));
  const parts = sizes.split(',').map((part) => part.trim());
  if (parts.at(-1) === '') parts.pop();
  // Python 2 wrote long integers as 12L.
  if (!parts.every((part) => /^\d+L?$/.test(part))) refuse(damaged('shape'));
  return {
    type,
    littleEndian: order !== '>',
    fortranOrder: fortran === 'True',
    shape: parts.map((part) => Number.parseInt(part, 10)),
    start,
  };
}

const damaged = (key: string) => `expected '${key}' in the .npy header, got nothing readable: damaged. Save it again with numpy.save.`;
