/** Do it once to warm up, or more often where that takes no time, then `repeats` times; print the best, in units per second. */
export function timed({ job, impl, units, repeats, go }) {
  for (let begun = performance.now(), turns = 0; turns === 0 || (turns < 5 && performance.now() - begun < 500); turns++) go();
  const seconds = Array.from({ length: repeats }, () => {
    const begun = performance.now();
    go();
    return (performance.now() - begun) / 1000;
  }).sort((a, b) => a - b);
  const median = seconds[Math.floor(repeats / 2)];
  process.stdout.write(`${JSON.stringify({ job, impl, seconds: seconds[0], median, rate: units / seconds[0] })}\n`);
}
