// The rounds of a bench, as a table: medians, and each figure of the reference server against the best of the others.

const median = (numbers) => [...numbers].sort((a, b) => a - b)[Math.floor(numbers.length / 2)];
const KINDS = ['read', 'refresh'];

/** The rounds of one contestant, as one: the median of each figure. */
function middle(rounds) {
  const of = (kind) => rounds[0][kind] && Object.fromEntries(['rate', 'cpu', 'p99'].map((what) => [what, median(rounds.map((round) => round[kind][what]))]));
  return { read: of('read'), refresh: of('refresh'), memory: median(rounds.map(({ memory }) => memory)) };
}

/** How many times the best of the others: more requests, less time, less memory. */
function ratios(own, others) {
  const best = (kind, what, choose) => choose(...others.flatMap((other) => (other[kind] ? [other[kind][what]] : [])));
  return KINDS.map((kind) => ({
    rate: own[kind].rate / best(kind, 'rate', Math.max),
    cpu: best(kind, 'cpu', Math.min) / own[kind].cpu,
    p99: best(kind, 'p99', Math.min) / own[kind].p99,
  }));
}

const times = (ratio) => `${ratio.toFixed(1)} ×`;

/** Lines of Markdown, of contestants with their rounds. */
export function table(contests) {
  const all = contests.map(({ rounds, ...contestant }) => ({ ...contestant, ...middle(rounds) }));
  const peers = all.filter(({ peer }) => peer);
  const lines = ['| server | session/s | cpu, ms | p99, ms | refresh/s | cpu, ms | p99, ms | MiB |', '|---|---|---|---|---|---|---|---|'];
  for (const one of all) {
    const cells = KINDS.flatMap((kind) => (one[kind] ? [one[kind].rate.toFixed(0), one[kind].cpu.toFixed(3), one[kind].p99.toFixed(1)] : ['–', '–', '–']));
    lines.push(`| ${[one.name, ...cells, one.memory.toFixed(0)].join(' | ')} |`);
  }
  lines.push('', 'Times the best of the others, figure by figure:', '', lines[0], lines[1]);
  const leanest = Math.min(...peers.map(({ memory }) => memory));
  for (const own of all.filter(({ peer }) => !peer)) {
    const cells = ratios(own, peers).flatMap(({ rate, cpu, p99 }) => [rate, cpu, p99]);
    lines.push(`| ${[own.name, ...[...cells, leanest / own.memory].map(times)].join(' | ')} |`);
  }
  return lines;
}
