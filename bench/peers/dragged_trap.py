"""The dragged trap in NumPy (in place, blocks that stay in cache) or numba (scalar loop).   python3 dragged_trap.py numpy|numba [n] [ticks] [repeats]"""
import json, math, sys, time
import numpy as np

impl, n, ticks, repeats = sys.argv[1], *(int(v) for v in (sys.argv[2:] + ["16384", "300", "3"][len(sys.argv) - 2:]))
dt, k = 1e-3, 1.0
decay = math.exp(-k * dt)
width = math.sqrt((1 - decay * decay) / k)

if impl == "numpy":
    rng = np.random.default_rng(1)
    def go():
        for start in range(0, n, 2048):
            b = min(2048, n - start)
            x = rng.standard_normal(b); work = np.zeros(b); heat = np.zeros(b); ratio = np.zeros(b)
            known = 0.5 * k * x * x; kick = np.empty(b)
            for t in range(ticks):
                centre = dt * (t + 1)
                at = x - centre
                rest = 0.5 * k * at * at
                rng.standard_normal(out=kick); kick *= width
                after_at = decay * at + kick
                after = 0.5 * k * after_at * after_at
                back = at - decay * after_at
                work += rest - known; heat += rest - after; ratio += (back * back - kick * kick) / (2 * width * width)
                known = after; x = centre + after_at
else:
    import numba
    @numba.njit(fastmath=True)
    def kernel(n, ticks):
        total = 0.0
        for i in range(n):
            x = np.random.standard_normal(); work = heat = ratio = 0.0; known = 0.5 * k * x * x
            for t in range(ticks):
                centre = dt * (t + 1); at = x - centre; rest = 0.5 * k * at * at
                kick = width * np.random.standard_normal(); nxt = decay * at + kick
                after = 0.5 * k * nxt * nxt; back = at - decay * nxt
                work += rest - known; heat += rest - after; ratio += (back * back - kick * kick) / (2 * width * width)
                known = after; x = centre + nxt
            total += work + heat + ratio
        return total
    def go():
        kernel(n, ticks)

go()
best = 1e9
for _ in range(repeats):
    begun = time.perf_counter(); go(); best = min(best, time.perf_counter() - begun)
print(json.dumps({"job": "dragged-trap", "impl": impl, "seconds": best, "rate": n * ticks / best}))
