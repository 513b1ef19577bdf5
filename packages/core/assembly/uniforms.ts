// SIMD twins of `uniforms` and `words` in src/random/noise.ts, which is the specification: the same bits. States and draws lie as in noise.ts.

// @ts-ignore: decorator
@inline
function mix(a: v128, b: v128, d: v128): v128 {
  return i32x4.add(b, i32x4.add(a, d));
}

/** The mantissa of a number in [1, 2), 26 bits of either word, less 1 − 2⁻⁵³: exact, and cheaper than two conversions. */
// @ts-ignore: decorator
@inline
function put(to: usize, high: v128, low: v128, top: v128, exponent: v128, less: v128): void {
  const lower = v128.or(v128.and(i32x4.shl(high, 20), top), i32x4.shr_u(low, 6));
  const upper = v128.or(i32x4.shr_u(high, 12), exponent);
  v128.store(to, f64x2.sub(i8x16.shuffle(lower, upper, 0, 1, 2, 3, 16, 17, 18, 19, 4, 5, 6, 7, 20, 21, 22, 23), less));
  v128.store(to, f64x2.sub(i8x16.shuffle(lower, upper, 8, 9, 10, 11, 24, 25, 26, 27, 12, 13, 14, 15, 28, 29, 30, 31), less), 16);
}

/**
 * `count` uniforms on (0, 1) for each of `lanes` (a multiple of 4) streams; out: rows of `row` bytes. Where those are shorter, for lanes that
 * are only there to fill up, what sticks out is overwritten by the next row's first: the last lanes come first. Past the last row it stays.
 * Two fours of lanes side by side, for one waits for itself; a last four without another goes twice. `constants` as of fineNormals.
 */
export function uniforms(state: usize, lanes: usize, count: i32, out: usize, row: usize, constants: usize): void {
  const stride = lanes << 2;
  const less = v128.load64_splat(constants + 232);
  const top = v128.load64_splat(constants + 240);
  const exponent = v128.load64_splat(constants + 248);
  const one = v128.load64_splat(constants + 256);
  for (let i = lanes; i > 0; ) {
    const other: usize = (i & 4) != 0 ? 0 : 16;
    i -= 4 + (other >> 2);
    const at = state + (i << 2);
    let a = v128.load(at);
    let b = v128.load(at + stride);
    let c = v128.load(at + 2 * stride);
    let d = v128.load(at + 3 * stride);
    let e = v128.load(at + other);
    let f = v128.load(at + other + stride);
    let g = v128.load(at + other + 2 * stride);
    let h = v128.load(at + other + 3 * stride);
    let to = out + (i << 3);
    for (let draw = 0; draw < count; draw++) {
      const high = mix(a, b, d);
      const high2 = mix(e, f, h);
      d = i32x4.add(d, one);
      h = i32x4.add(h, one);
      a = v128.xor(b, i32x4.shr_u(b, 9));
      e = v128.xor(f, i32x4.shr_u(f, 9));
      b = i32x4.add(c, i32x4.shl(c, 3));
      f = i32x4.add(g, i32x4.shl(g, 3));
      c = i32x4.add(v128.or(i32x4.shl(c, 21), i32x4.shr_u(c, 11)), high);
      g = i32x4.add(v128.or(i32x4.shl(g, 21), i32x4.shr_u(g, 11)), high2);
      const low = mix(a, b, d);
      const low2 = mix(e, f, h);
      d = i32x4.add(d, one);
      h = i32x4.add(h, one);
      a = v128.xor(b, i32x4.shr_u(b, 9));
      e = v128.xor(f, i32x4.shr_u(f, 9));
      b = i32x4.add(c, i32x4.shl(c, 3));
      f = i32x4.add(g, i32x4.shl(g, 3));
      c = i32x4.add(v128.or(i32x4.shl(c, 21), i32x4.shr_u(c, 11)), low);
      g = i32x4.add(v128.or(i32x4.shl(g, 21), i32x4.shr_u(g, 11)), low2);
      put(to + 2 * other, high2, low2, top, exponent, less);
      put(to, high, low, top, exponent, less);
      to += row;
    }
    v128.store(at, a);
    v128.store(at + stride, b);
    v128.store(at + 2 * stride, c);
    v128.store(at + 3 * stride, d);
    v128.store(at + other, e);
    v128.store(at + other + stride, f);
    v128.store(at + other + 2 * stride, g);
    v128.store(at + other + 3 * stride, h);
  }
}

/** The two words of each of `count` uniforms for each of `lanes` (a multiple of 4) streams; out: 2 · count rows of `row` bytes, as of uniforms. */
export function words(state: usize, lanes: usize, count: i32, out: usize, row: usize): void {
  const stride = lanes << 2;
  const one = i32x4.splat(1);
  let i = lanes;
  if ((lanes & 4) != 0) {
    i -= 4;
    const at = state + (i << 2);
    let a = v128.load(at);
    let b = v128.load(at + stride);
    let c = v128.load(at + 2 * stride);
    let d = v128.load(at + 3 * stride);
    let to = out + (i << 2);
    for (let word = 0; word < 2 * count; word++) {
      const w = mix(a, b, d);
      d = i32x4.add(d, one);
      a = v128.xor(b, i32x4.shr_u(b, 9));
      b = i32x4.add(c, i32x4.shl(c, 3));
      c = i32x4.add(v128.or(i32x4.shl(c, 21), i32x4.shr_u(c, 11)), w);
      v128.store(to, w);
      to += row;
    }
    v128.store(at, a);
    v128.store(at + stride, b);
    v128.store(at + 2 * stride, c);
    v128.store(at + 3 * stride, d);
  }
  // Two chains side by side: one alone waits for itself.
  while (i > 0) {
    i -= 8;
    const at = state + (i << 2);
    let a0 = v128.load(at);
    let a1 = v128.load(at, 16);
    let b0 = v128.load(at + stride);
    let b1 = v128.load(at + stride, 16);
    let c0 = v128.load(at + 2 * stride);
    let c1 = v128.load(at + 2 * stride, 16);
    let d0 = v128.load(at + 3 * stride);
    let d1 = v128.load(at + 3 * stride, 16);
    let to = out + (i << 2);
    for (let word = 0; word < 2 * count; word++) {
      const w0 = mix(a0, b0, d0);
      const w1 = mix(a1, b1, d1);
      d0 = i32x4.add(d0, one);
      d1 = i32x4.add(d1, one);
      a0 = v128.xor(b0, i32x4.shr_u(b0, 9));
      a1 = v128.xor(b1, i32x4.shr_u(b1, 9));
      b0 = i32x4.add(c0, i32x4.shl(c0, 3));
      b1 = i32x4.add(c1, i32x4.shl(c1, 3));
      c0 = i32x4.add(v128.or(i32x4.shl(c0, 21), i32x4.shr_u(c0, 11)), w0);
      c1 = i32x4.add(v128.or(i32x4.shl(c1, 21), i32x4.shr_u(c1, 11)), w1);
      v128.store(to, w0);
      v128.store(to, w1, 16);
      to += row;
    }
    v128.store(at, a0);
    v128.store(at, a1, 16);
    v128.store(at + stride, b0);
    v128.store(at + stride, b1, 16);
    v128.store(at + 2 * stride, c0);
    v128.store(at + 2 * stride, c1, 16);
    v128.store(at + 3 * stride, d0);
    v128.store(at + 3 * stride, d1, 16);
  }
}

/** First sfc32 states of `lanes` trajectories from `first` on by Philox-4×32-10, the twin of src/random/philox.ts; key: four words. */
export function seeds(key: usize, first: f64, lanes: usize, out: usize): void {
  const stride = lanes << 2;
  const c2 = load<u32>(key, 8);
  const c3 = load<u32>(key, 12);
  for (let i: usize = 0; i < lanes; i++) {
    const index = <u64>first + <u64>i;
    let a = <u32>index;
    let b = <u32>(index >> 32);
    let c = c2;
    let d = c3;
    let k0 = load<u32>(key);
    let k1 = load<u32>(key, 4);
    for (let round = 0; round < 10; round++) {
      const p = <u64>0xd2511f53 * <u64>a;
      const q = <u64>0xcd9e8d57 * <u64>c;
      a = <u32>(q >> 32) ^ b ^ k0;
      b = <u32>q;
      c = <u32>(p >> 32) ^ d ^ k1;
      d = <u32>p;
      k0 += 0x9e3779b9;
      k1 += 0xbb67ae85;
    }
    const at = out + (i << 2);
    store<u32>(at, a);
    store<u32>(at + stride, b);
    store<u32>(at + 2 * stride, c);
    store<u32>(at + 3 * stride, d);
  }
}
