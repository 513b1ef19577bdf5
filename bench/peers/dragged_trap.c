/* A plain C program for the dragged trap: exact Ornstein-Uhlenbeck steps, polar normals, work, heat and log-ratio booked per
   step. One trajectory after the other, as one writes it first.   cc -O3 -march=native dragged_trap.c -lm */
#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

static uint64_t s[4] = {1, 2, 3, 4};
static uint64_t rotl(uint64_t x, int k) { return (x << k) | (x >> (64 - k)); }
static double uniform(void) { /* xoshiro256+ */
  uint64_t r = s[0] + s[3], t = s[1] << 17;
  s[2] ^= s[0]; s[3] ^= s[1]; s[1] ^= s[2]; s[0] ^= s[3]; s[2] ^= t; s[3] = rotl(s[3], 45);
  return (r >> 11) * 0x1p-53;
}
static double normal(void) {
  static double spare; static int ready;
  double u, v, q;
  if (ready) { ready = 0; return spare; }
  do { u = 2 * uniform() - 1; v = 2 * uniform() - 1; q = u * u + v * v; } while (q >= 1 || q == 0);
  q = sqrt(-2 * log(q) / q); spare = v * q; ready = 1;
  return u * q;
}
int main(int c, char **v) {
  long n = c > 1 ? atol(v[1]) : 16384, ticks = c > 2 ? atol(v[2]) : 300, repeats = c > 3 ? atol(v[3]) : 5;
  double dt = 1e-3, k = 1, best = 1e9, check = 0;
  for (long r = 0; r < repeats; r++) {
    struct timespec a, b; clock_gettime(CLOCK_MONOTONIC, &a);
    for (long i = 0; i < n; i++) {
      double x = normal(), work = 0, heat = 0, ratio = 0, known = 0.5 * k * x * x;
      for (long t = 0; t < ticks; t++) {
        double centre = dt * (t + 1), decay = exp(-k * dt), width = sqrt((1 - decay * decay) / k);
        double at = x - centre, rest = 0.5 * k * at * at, kick = width * normal(), next = decay * at + kick;
        double after = 0.5 * k * next * next, back = at - decay * next;
        work += rest - known; heat += rest - after; ratio += (back * back - kick * kick) / (2 * width * width);
        known = after; x = centre + next;
      }
      check += work + heat + ratio;
    }
    clock_gettime(CLOCK_MONOTONIC, &b);
    double seconds = (b.tv_sec - a.tv_sec) + 1e-9 * (b.tv_nsec - a.tv_nsec);
    if (seconds < best) best = seconds;
  }
  fprintf(stderr, "%g\n", check);
  printf("{\"job\":\"dragged-trap\",\"impl\":\"plain C\",\"seconds\":%g,\"rate\":%g}\n", best, (double)n * ticks / best);
  return 0;
}
