// Half-steps of a Boltzmann machine for many chains at once. src/ppm/rbm/plain-chains.ts is the specification: the same sums in the same
// order, so the same bits.
//
// A panel is 16 units of the layer that is drawn: two halves, as with more sums at hand the machine-code compiler runs out of registers.
// Of the weights of four units there are 16 sums: made once for all chains, so that a chain adds one number for four units. The units of a
// layer are kept in fours, a multiple of four of them, 16 bits each, that say where their sum will be: 2048 · pair + 128 · Σ 2^k unit k + 64
// for the second of its pair, pairs counted in eights.

/** Bytes of a line of weights, of half a panel for one unit of the other layer; of the fields of a chain and panel. */
const LINE: usize = 64;
const ROW: usize = 128;
/** Fours whose sums are made together: they leave room in the first-level cache. */
const FOURS: i32 = 16;
/** Sums of two fours, line by line in turn. */
const PAIR: usize = 32 * LINE;
export const TABLE: usize = 65536;
/** The units in a four. */
const BITS: usize = 0x780;
/** Masks of four doubles for every four bits, 128 bytes apart. */
export const MASKS: usize = TABLE + <usize>(FOURS / 2) * PAIR;
/** Vectors of single precision, see `draw`. */
export const CONSTANTS: usize = MASKS + 16 * 128;
/** Draws of four chains, turned: a row of 16 for each. */
const TURNED: usize = CONSTANTS + 16 * 16;
export const FREE: usize = TURNED + 4 * 64;

/** All sums of four lines, ascending from 0. */
// @ts-ignore: decorator
@inline
function sums(lines: usize, table: usize): void {
  const zero = f64x2.splat(0);
  for (let at: usize = 0; at < LINE; at += 16) {
    const from = lines + at;
    const to = table + at;
    const a = v128.load(from);
    const b = v128.load(from, 64);
    const c = v128.load(from, 128);
    const d = v128.load(from, 192);
    const t1 = f64x2.add(zero, a);
    const t2 = f64x2.add(zero, b);
    const t3 = f64x2.add(t1, b);
    const t4 = f64x2.add(zero, c);
    const t5 = f64x2.add(t1, c);
    const t6 = f64x2.add(t2, c);
    const t7 = f64x2.add(t3, c);
    v128.store(to, zero);
    v128.store(to, t1, 128);
    v128.store(to, t2, 256);
    v128.store(to, t3, 384);
    v128.store(to, t4, 512);
    v128.store(to, t5, 640);
    v128.store(to, t6, 768);
    v128.store(to, t7, 896);
    v128.store(to, f64x2.add(zero, d), 1024);
    v128.store(to, f64x2.add(t1, d), 1152);
    v128.store(to, f64x2.add(t2, d), 1280);
    v128.store(to, f64x2.add(t3, d), 1408);
    v128.store(to, f64x2.add(t4, d), 1536);
    v128.store(to, f64x2.add(t5, d), 1664);
    v128.store(to, f64x2.add(t6, d), 1792);
    v128.store(to, f64x2.add(t7, d), 1920);
  }
}

/**
 * Half a panel: out = bias + Σ weights of the other layer's units that are on, by pairs of fours; rows of `ROW` bytes, one a chain.
 * `fours`: of the other layer, even; those of a chain stand `stride` bytes apart.
 */
export function fields(weights: usize, fours: i32, biases: usize, other: usize, stride: usize, chains: i32, out: usize): void {
  for (let first: i32 = 0; first < fours; first += FOURS) {
    const count = min(FOURS, fours - first);
    for (let k: i32 = 0; k < count; k++) {
      sums(weights, TABLE + <usize>(k >> 1) * PAIR + <usize>(k & 1) * LINE);
      weights += 4 * LINE;
    }
    let from = first > 0 ? out : biases;
    const next: usize = first > 0 ? ROW : 0;
    const size = <usize>count << 1;
    let at = other + (<usize>first << 1);
    const last = out + <usize>chains * ROW;
    for (let to = out; to < last; to += ROW) {
      let a = v128.load(from);
      let b = v128.load(from, 16);
      let c = v128.load(from, 32);
      let d = v128.load(from, 48);
      from += next;
      for (let four = at, end = at + size; four < end; four += 4) {
        const one = <usize>load<u16>(four);
        const two = <usize>load<u16>(four, 2);
        a = f64x2.add(a, f64x2.add(v128.load(one, TABLE), v128.load(two, TABLE)));
        b = f64x2.add(b, f64x2.add(v128.load(one, TABLE + 16), v128.load(two, TABLE + 16)));
        c = f64x2.add(c, f64x2.add(v128.load(one, TABLE + 32), v128.load(two, TABLE + 32)));
        d = f64x2.add(d, f64x2.add(v128.load(one, TABLE + 48), v128.load(two, TABLE + 48)));
      }
      v128.store(to, a);
      v128.store(to, b, 16);
      v128.store(to, c, 32);
      v128.store(to, d, 48);
      at += stride;
    }
  }
}

// @ts-ignore: decorator
@inline
function upper(words: v128): v128 {
  return f32x4.convert_i32x4_s(i32x4.shr_u(words, 8));
}

/** High words of four units of four chains each, turned into draws of each chain: their upper 24 bits, as numbers. */
// @ts-ignore: decorator
@inline
function turn(words: usize, row: usize, to: usize): void {
  const a = upper(v128.load(words));
  const b = upper(v128.load(words + 2 * row));
  const c = upper(v128.load(words + 4 * row));
  const d = upper(v128.load(words + 6 * row));
  const ab = i32x4.shuffle(a, b, 0, 4, 1, 5);
  const cd = i32x4.shuffle(c, d, 0, 4, 1, 5);
  const ab2 = i32x4.shuffle(a, b, 2, 6, 3, 7);
  const cd2 = i32x4.shuffle(c, d, 2, 6, 3, 7);
  v128.store(to, i64x2.shuffle(ab, cd, 0, 2));
  v128.store(to, i64x2.shuffle(ab, cd, 1, 3), 64);
  v128.store(to, i64x2.shuffle(ab2, cd2, 0, 2), 128);
  v128.store(to, i64x2.shuffle(ab2, cd2, 1, 3), 192);
}

/**
 * Draws a panel in single precision. `fields`: of every chain 16 doubles; `scale`: −β/ln 2 of every chain; `words`: of every unit a row of
 * high and one of low words, `row` bytes each; `own`: fours of the panel in those of the first chain, `stride` bytes apart; what they were
 * goes to `was`, 8 bytes a chain. Answers how many chains it has put into `open`: those with a unit that is too close to tell.
 */
export function draw(
  fields: usize,
  scale: usize,
  words: usize,
  row: usize,
  own: usize,
  stride: usize,
  panel: i32,
  units: i32,
  chains: i32,
  was: usize,
  open: usize,
): i32 {
  const list = open;
  const place: u64 = 0x0840_0800_0040_0000 + (<u64>(panel & 3) << 12) * 0x0001_0001_0001_0001;
  const all: u64 = units < 16 ? (1 << units) - 1 : 0xffff;
  // Units that only fill the panel up stay off.
  const mask = ((all & 15) << 7) | ((all & 0xf0) << 19) | ((all & 0xf00) << 31) | ((all & 0xf000) << 43);
  for (let chain: i32 = 0; chain < chains; chain++) {
    if ((chain & 3) == 0) {
      turn(words, row, TURNED);
      turn(words + 8 * row, row, TURNED + 16);
      turn(words + 16 * row, row, TURNED + 32);
      turn(words + 24 * row, row, TURNED + 48);
      words += 16;
    }
    const beta = v128.load32_splat(scale);
    let drawn = TURNED + (<usize>(chain & 3) << 6);
    let off: u64 = 0;
    let far = v128.load(CONSTANTS, 160);
    for (const end = fields + ROW; fields < end; fields += 32) {
      // e^−βf = 2^t, t a whole number and the rest, for which a cubic is good to 10⁻⁴.
      const low = f32x4.demote_f64x2_zero(v128.load(fields));
      const high = f32x4.demote_f64x2_zero(v128.load(fields, 16));
      const felt = f32x4.mul(i64x2.shuffle(low, high, 0, 2), beta);
      const t = f32x4.pmax(f32x4.pmin(felt, v128.load(CONSTANTS)), v128.load(CONSTANTS, 16));
      const whole = f32x4.add(t, v128.load(CONSTANTS, 32));
      const rest = f32x4.sub(t, f32x4.sub(whole, v128.load(CONSTANTS, 32)));
      const second = f32x4.add(f32x4.mul(rest, v128.load(CONSTANTS, 48)), v128.load(CONSTANTS, 64));
      const first = f32x4.add(f32x4.mul(rest, v128.load(CONSTANTS, 80)), v128.load(CONSTANTS, 96));
      const power = i32x4.add(f32x4.add(f32x4.mul(f32x4.mul(rest, rest), second), first), i32x4.shl(whole, 23));
      // u < 1/(1 + e^−βf) where 2²⁴ (1 − u − u e^−βf) is above 0.
      const u = v128.load(drawn);
      const gap = f32x4.sub(f32x4.sub(v128.load(CONSTANTS, 112), u), f32x4.mul(u, power));
      const close = f32x4.mul(f32x4.add(v128.load(CONSTANTS, 96), power), v128.load(CONSTANTS, 128));
      // A NaN is not far from anything.
      far = v128.and(far, f32x4.gt(v128.and(gap, v128.load(CONSTANTS, 144)), close));
      // The sign of the gap decides.
      off = (off >> 16) | (<u64>i32x4.bitmask(gap) << 55);
      drawn += 16;
    }
    store<u64>(was, load<u64>(own));
    store<u64>(own, (~off & mask) | place);
    store<u32>(open, chain);
    open += <usize>(i32x4.bitmask(far) != 15) << 2;
    scale += 4;
    was += 8;
    own += stride;
  }
  return <i32>((open - list) >> 2);
}

/**
 * Adds a panel to the totals of every chain: Σ unit · field over units of even and of odd number after the draw, then before it; four
 * doubles a chain.
 */
export function total(fields: usize, own: usize, stride: usize, was: usize, chains: i32, totals: usize): void {
  for (const end = totals + (<usize>chains << 5); totals < end; totals += 32) {
    let after = v128.load(totals);
    let before = v128.load(totals, 16);
    let four = own;
    for (const last = fields + ROW; fields < last; fields += 32) {
      const low = v128.load(fields);
      const high = v128.load(fields, 16);
      const is = <usize>load<u16>(four) & BITS;
      const past = <usize>load<u16>(was) & BITS;
      after = f64x2.add(f64x2.add(after, v128.and(low, v128.load(is, MASKS))), v128.and(high, v128.load(is, MASKS + 16)));
      before = f64x2.add(f64x2.add(before, v128.and(low, v128.load(past, MASKS))), v128.and(high, v128.load(past, MASKS + 16)));
      four += 2;
      was += 2;
    }
    v128.store(totals, after);
    v128.store(totals, before, 16);
    own += stride;
  }
}
