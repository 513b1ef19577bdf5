// Tables of what was measured. A row of a job: { on, impl, name, rates }; not shown where name is null.
const best = ({ rates }) => Math.max(...rates);
const median = ({ rates }) => [...rates].sort((a, b) => a - b)[rates.length >> 1];
const isOurs = ({ name }) => name.startsWith('Szilard');
const figure = (value) => (value < 10 ? value.toPrecision(2) : value.toFixed(0));
const times = (ratio) => `${ratio < 0.1 ? ratio.toPrecision(1) : ratio.toFixed(2)} ×`;

/** Cases in order, each with its shown rows, the fastest first. */
function cases({ rows }) {
  const shown = rows.filter(({ name }) => name !== null);
  return [...new Set(shown.map(({ on }) => on))].map((on) => ({
    on,
    beside: shown.filter((row) => row.on === on).sort((a, b) => best(b) - best(a)),
  }));
}

/** Ours beside peers: how many times as fast each of ours is, best to best, and the target where there is one. */
function ratios(job) {
  const { unit, scale, targets = {} } = job;
  return cases(job).flatMap(({ on, beside }) => {
    const ours = beside.filter(isOurs);
    const head = ours.map(({ name }) => (ours.length === 1 ? 'Szilard is' : `${name} is`));
    const lines = [`| ${on} | best, ${unit} | median | ${head.join(' | ')} |`, `|---|---:|---:|${'---:|'.repeat(ours.length)}`];
    for (const row of beside) {
      const cells = ours.map((own) => {
        const wanted = targets[on]?.[own.name]?.[row.name];
        if (own === row || (!wanted && isOurs(row) && best(row) > best(own))) return '';
        return `${times(best(own) / best(row))}${wanted ? ` (target ${wanted})` : ''}`;
      });
      lines.push(`| ${row.name} | ${figure(best(row) / scale)} | ${figure(median(row) / scale)} | ${cells.join(' | ')} |`);
    }
    return [...lines, ''];
  });
}

/** What one unit costs, case by case, and against the first of them. */
function costs(job) {
  const lines = [`| case | ns per ${job.unit}, best | median | against the first |`, '|---|---:|---:|---:|'];
  const [first] = cases(job);
  for (const { on, beside } of cases(job))
    for (const row of beside) {
      const base = first.beside.find(({ name }) => name === row.name) ?? first.beside[0];
      lines.push(`| ${on} | ${figure(1e9 / best(row))} | ${figure(1e9 / median(row))} | ${times(best(base) / best(row))} |`);
    }
  return [...lines, ''];
}

/** Everything that was measured of a job. */
export const tableOf = (job) =>
  `**${job.title}**\n\n${(job.kind === 'costs' ? costs : ratios)(job).join('\n')}\n${job.note} ${job.machine}\n`;

/** One line a case: ours, and how many times as fast it is as each peer. */
export function summaryOf(jobs) {
  const lines = ['| job | Szilard | times as fast as |', '|---|---:|---|'];
  for (const job of jobs.filter(({ kind }) => kind !== 'costs'))
    for (const { on, beside } of cases(job))
      for (const own of beside.filter(isOurs)) {
        const peers = beside.filter((row) => !isOurs(row)).map((row) => `${times(best(own) / best(row))} ${row.name}`);
        const which = beside.filter(isOurs).length > 1 ? `, ${own.name.replace(/^Szilard,? */, '')}` : '';
        if (peers.length > 0)
          lines.push(`| ${job.title}: ${on}${which} | ${figure(best(own) / job.scale)} · ${job.unit} | ${peers.join('; ')} |`);
      }
  return `${lines.join('\n')}\n`;
}

/**
 * What changed since another record. Two runs of the machine differ, so what the peers changed by is said beside it; without peers it
 * is not known.
 */
export function changesOf(now, before) {
  const lines = ['| job | program | before | now | change | peers changed by | net |', '|---|---|---:|---:|---:|---:|---:|'];
  for (const [name, job] of Object.entries(now)) {
    const old = before[name];
    if (!old) continue;
    const match = (row) => old.rows.find(({ on, impl }) => on === row.on && impl === row.impl);
    for (const { on, beside } of cases(job)) {
      const moved = beside.filter((row) => !isOurs(row) && match(row)).map((row) => Math.log(best(row) / best(match(row))));
      const peers = moved.length > 0 ? Math.exp(moved.reduce((sum, value) => sum + value, 0) / moved.length) : null;
      for (const row of beside.filter((one) => isOurs(one) && match(one))) {
        const change = best(row) / best(match(row));
        const [then, here] = [best(match(row)), best(row)].map((rate) => figure(rate / job.scale));
        const net = peers === null ? ['', ''] : [times(peers), times(change / peers)];
        lines.push(`| ${on} | ${row.name} | ${then} | ${here} ${job.unit} | ${times(change)} | ${net.join(' | ')} |`);
      }
    }
  }
  return lines.length > 2 ? `${lines.join('\n')}\n` : 'Nothing that was measured now is in that record.\n';
}
