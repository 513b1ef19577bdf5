// Products of lists and panels; memory as told in dense.ts. A line is five vectors: with more the machine-code compiler runs out of
// registers, with fewer the sums wait for each other; or four, where that leaves less of the last panel empty.

// @ts-ignore: decorator
@inline
function forwardBy(five: bool, table: usize, rows: i32, lines: i32, weights: usize, panels: i32, z: usize, stride: usize): void {
  const size: usize = five ? 80 : 64;
  for (let p = 0; p < panels; p++) {
    let to = z + <usize>p * size;
    let entry = table;
    for (let i = 0; i < rows; i++) {
      const end = <usize>load<u32>(entry, 4);
      let a = f32x4.splat(0);
      let b = a;
      let c = a;
      let d = a;
      let f = a;
      for (let e = <usize>load<u32>(entry); e < end; e += 8) {
        const mark = <usize>load<u32>(e);
        const line = weights + (five ? 5 * mark : 4 * mark);
        const v = v128.load32_splat(e, 4);
        a = f32x4.add(a, f32x4.mul(v, v128.load(line)));
        b = f32x4.add(b, f32x4.mul(v, v128.load(line, 16)));
        c = f32x4.add(c, f32x4.mul(v, v128.load(line, 32)));
        d = f32x4.add(d, f32x4.mul(v, v128.load(line, 48)));
        if (five) f = f32x4.add(f, f32x4.mul(v, v128.load(line, 64)));
      }
      v128.store(to, a);
      v128.store(to, b, 16);
      v128.store(to, c, 32);
      v128.store(to, d, 48);
      if (five) v128.store(to, f, 64);
      to += stride;
      entry += 8;
    }
    weights += <usize>lines * size;
  }
}

/** Row after row: z = Σ value · weights; z: [rows, stride]. With turned weights and lists of deltas, the way back. */
export function forward(table: usize, rows: i32, lines: i32, weights: usize, panels: i32, z: usize, stride: usize): void {
  forwardBy(true, table, rows, lines, weights, panels, z, stride);
}

/** The same in panels of 16. */
export function forward16(table: usize, rows: i32, lines: i32, weights: usize, panels: i32, z: usize, stride: usize): void {
  forwardBy(false, table, rows, lines, weights, panels, z, stride);
}

// @ts-ignore: decorator
@inline
function accumulateBy(five: bool, ends: usize, lines: i32, target: usize, panels: i32, delta: usize, scale: f32): void {
  const size: usize = five ? 80 : 64;
  const s = f32x4.splat(scale);
  const last = ends + (<usize>lines << 2);
  for (let p = 0; p < panels; p++) {
    for (let at = ends; at < last; at += 4) {
      let e = <usize>load<u32>(at);
      const end = <usize>load<u32>(at, 4);
      if (e < end) {
        let row = delta + <usize>load<u32>(e);
        let v = v128.load32_splat(e, 4);
        let a = f32x4.mul(v, v128.load(row));
        let b = f32x4.mul(v, v128.load(row, 16));
        let c = f32x4.mul(v, v128.load(row, 32));
        let d = f32x4.mul(v, v128.load(row, 48));
        let f = five ? f32x4.mul(v, v128.load(row, 64)) : v;
        for (e += 8; e < end; e += 8) {
          row = delta + <usize>load<u32>(e);
          v = v128.load32_splat(e, 4);
          a = f32x4.add(a, f32x4.mul(v, v128.load(row)));
          b = f32x4.add(b, f32x4.mul(v, v128.load(row, 16)));
          c = f32x4.add(c, f32x4.mul(v, v128.load(row, 32)));
          d = f32x4.add(d, f32x4.mul(v, v128.load(row, 48)));
          if (five) f = f32x4.add(f, f32x4.mul(v, v128.load(row, 64)));
        }
        v128.store(target, f32x4.add(v128.load(target), f32x4.mul(s, a)));
        v128.store(target, f32x4.add(v128.load(target, 16), f32x4.mul(s, b)), 16);
        v128.store(target, f32x4.add(v128.load(target, 32), f32x4.mul(s, c)), 32);
        v128.store(target, f32x4.add(v128.load(target, 48), f32x4.mul(s, d)), 48);
        if (five) v128.store(target, f32x4.add(v128.load(target, 64), f32x4.mul(s, f)), 64);
      }
      target += size;
    }
    delta += size;
  }
}

/** target += scale · Σ over rows of value · delta; lines without a value stay as they are. */
export function accumulate(ends: usize, lines: i32, target: usize, panels: i32, delta: usize, scale: f32): void {
  accumulateBy(true, ends, lines, target, panels, delta, scale);
}

/** The same in panels of 16. */
export function accumulate16(ends: usize, lines: i32, target: usize, panels: i32, delta: usize, scale: f32): void {
  accumulateBy(false, ends, lines, target, panels, delta, scale);
}

/**
 * target += Σ over rows of value · delta, for at most four outputs, row after row: their lists need not be turned first. Lines of target are
 * `size` bytes long; scratch: 16 bytes for every line.
 */
export function narrow(table: usize, rows: i32, lines: i32, target: usize, size: usize, delta: usize, stride: usize, scratch: usize): void {
  memory.fill(scratch, 0, <usize>lines << 4);
  for (let i = 0; i < rows; i++) {
    const d = v128.load(delta);
    const end = <usize>load<u32>(table, 4);
    for (let e = <usize>load<u32>(table); e < end; e += 8) {
      const at = scratch + <usize>load<u32>(e);
      v128.store(at, f32x4.add(v128.load(at), f32x4.mul(v128.load32_splat(e, 4), d)));
    }
    delta += stride;
    table += 8;
  }
  for (let k = 0; k < lines; k++) {
    v128.store(target, f32x4.add(v128.load(target), v128.load(scratch)));
    target += size;
    scratch += 16;
  }
}

/** Lines of weights `line` bytes long to turned lines `turnedLine` bytes long, four inputs times four outputs at once. */
// @ts-ignore: decorator
@inline
function turnBy(line: usize, turnedLine: usize, weights: usize, inputs: i32, outputs: i32, turned: usize): void {
  const size = <usize>outputs << 2;
  const panelBytes = <usize>(inputs + 1) * line;
  for (let j: usize = 0; j < size; j += 16) {
    let from = weights + (j / line) * panelBytes + (j % line);
    for (let k: usize = 0; k < <usize>inputs << 2; k += 16) {
      const a = v128.load(from);
      const b = v128.load(from + line);
      const c = v128.load(from + 2 * line);
      const d = v128.load(from + 3 * line);
      from += 4 * line;
      const ab = i32x4.shuffle(a, b, 0, 4, 1, 5);
      const cd = i32x4.shuffle(c, d, 0, 4, 1, 5);
      const to = turned + ((k / turnedLine) * <usize>outputs + (j >> 2)) * turnedLine + (k % turnedLine);
      v128.store(to, i64x2.shuffle(ab, cd, 0, 2));
      if (j + 4 >= size) continue;
      v128.store(to + turnedLine, i64x2.shuffle(ab, cd, 1, 3));
      if (j + 8 >= size) continue;
      const ab2 = i32x4.shuffle(a, b, 2, 6, 3, 7);
      const cd2 = i32x4.shuffle(c, d, 2, 6, 3, 7);
      v128.store(to + 2 * turnedLine, i64x2.shuffle(ab2, cd2, 0, 2));
      if (j + 12 < size) v128.store(to + 3 * turnedLine, i64x2.shuffle(ab2, cd2, 1, 3));
    }
  }
}

/** Turned weights from weights; what stands beyond the inputs there is never read. */
export function turn(weights: usize, inputs: i32, outputs: i32, turned: usize): void {
  turnBy(80, 80, weights, inputs, outputs, turned);
}

/** The same with panels of any size, on either side. */
export function turnLines(weights: usize, inputs: i32, outputs: i32, turned: usize, line: usize, turnedLine: usize): void {
  turnBy(line, turnedLine, weights, inputs, outputs, turned);
}
