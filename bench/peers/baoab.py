"""The work of bench/ours/metropolis.mjs baoab with NumPy or numba: python baoab.py numpy|numba [trajectories] [moves] [repeats]"""
import json
import math
import sys
import time

import numpy as np

impl = sys.argv[1]
n, moves, repeats = (int(v) for v in (sys.argv[2:] + ["16384", "300", "5"][len(sys.argv) - 2 :]))
a, h, friction, block = 2.0, 1e-2, 1.0, 4096
tilt = np.sin(2 * np.pi * np.arange(1, moves + 1) / moves)
keep = math.exp(-friction * h)
width = math.sqrt(-math.expm1(-2 * friction * h))


def in_numpy():
    rng = np.random.Generator(np.random.SFC64(1))
    total = 0.0
    for _ in range(n // block):
        q, p = np.full(block, -1.0), np.zeros(block)
        force = -4 * a * q * (q * q - 1)
        well, kinetic = np.zeros(block), np.zeros(block)
        work, heat, ratio = np.zeros(block), np.zeros(block), np.zeros(block)
        before = 0.0
        for level in tilt:
            work -= q * (level - before)
            start = well - level * q + kinetic
            p += h / 2 * (force + level)
            q += h / 2 * p
            noise = rng.standard_normal(block)
            old = p
            p = keep * old + width * noise
            undone = (old - keep * p) / width
            ratio += 0.5 * (undone - noise) * (undone + noise)
            q += h / 2 * p
            y = q * q - 1
            force = -4 * a * q * y
            p += h / 2 * (force + level)
            well, kinetic = a * y * y, 0.5 * p * p
            heat += start - (well - level * q + kinetic)
            before = level
        total += ratio.sum() + work.sum() + heat.sum()
    return total / n


def compiled():
    import numba

    @numba.njit(fastmath=True)
    def run(n, tilt, rng, size):
        total = 0.0
        q, p, force, energy = np.empty(size), np.empty(size), np.empty(size), np.empty(size)
        work, heat, ratio, noise = np.empty(size), np.empty(size), np.empty(size), np.empty(size)
        for _ in range(n // size):
            q[:] = -1.0
            p[:] = 0.0
            force[:] = 0.0
            energy[:] = 0.0
            work[:] = 0.0
            heat[:] = 0.0
            ratio[:] = 0.0
            before = 0.0
            for level in tilt:
                for i in range(size):
                    noise[i] = rng.standard_normal()
                for i in range(size):
                    work[i] -= q[i] * (level - before)
                    start = energy[i] - level * q[i]
                    half = p[i] + 0.5 * h * (force[i] + level)
                    middle = q[i] + 0.5 * h * half
                    kicked = keep * half + width * noise[i]
                    undone = (half - keep * kicked) / width
                    ratio[i] += 0.5 * (undone - noise[i]) * (undone + noise[i])
                    x = middle + 0.5 * h * kicked
                    y = x * x - 1
                    f = -4 * a * x * y
                    end = kicked + 0.5 * h * (f + level)
                    u = a * y * y + 0.5 * end * end
                    heat[i] += start - (u - level * x)
                    q[i], p[i], force[i], energy[i] = x, end, f, u
                before = level
            total += ratio.sum() + work.sum() + heat.sum()
        return total / n

    rng = np.random.Generator(np.random.SFC64(1))
    return lambda: run(n, tilt, rng, 256)


go = in_numpy if impl == "numpy" else compiled()
go()
seconds = []
for _ in range(repeats):
    begun = time.perf_counter()
    mean = go()
    seconds.append(time.perf_counter() - begun)
best = min(seconds)
print(json.dumps({"impl": impl, "seconds": best, "rate": n * moves / best, "mean": mean}))
