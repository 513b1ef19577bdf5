/** Do it to warm up, for 300 ms or once where that takes longer, then `repeats` times; print the best, in units per second. */
export async function timedAsync({ job, impl, units, repeats, go }) {
  for (let begun = performance.now(), turns = 0; turns === 0 || performance.now() - begun < 300; turns++) await go();
  const seconds = [];
  for (let turn = 0; turn < repeats; turn++) {
    const begun = performance.now();
    await go();
    seconds.push((performance.now() - begun) / 1000);
  }
  report({ job, impl, units, seconds });
}

/** The same for what needs no waiting. */
export function timed({ job, impl, units, repeats, go }) {
  for (let begun = performance.now(), turns = 0; turns === 0 || performance.now() - begun < 300; turns++) go();
  const seconds = Array.from({ length: repeats }, () => {
    const begun = performance.now();
    go();
    return (performance.now() - begun) / 1000;
  });
  report({ job, impl, units, seconds });
}

function report({ job, impl, units, seconds }) {
  const sorted = [...seconds].sort((a, b) => a - b);
  const [best, median] = [sorted[0], sorted[sorted.length >> 1]];
  process.stdout.write(`${JSON.stringify({ job, impl, seconds: best, median, rate: units / best })}\n`);
}
