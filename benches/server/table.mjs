// The rounds of a bench, as a table: medians, and each figure of the reference server against the best of the others.

const median = (numbers) => [...numbers].sort((a, b) => a - b)[Math.floor(numbers.length / 2)];
const KINDS = ['read', 'refresh'];

/** The rounds of one contestant, as one: the median of each figure. */
function middle(rounds) {
  const of = (kind) => rounds[0][kind] && Object.fromEntries(['rate', 'cpu', 'p99'].map((what) => [what, median(rounds.map((round) => round[kind][what]))]));
  return { read: of('read'), refresh: of('refresh'), memory: median(rounds.map(({ memory }) => memory)) };
}

/** How many times the best of the others, in the order of the columns: more requests, less time. */
function ratios(own, others) {
  return KINDS.flatMap((kind) => {
    const theirs = others.flatMap((other) => other[kind] ?? []);
    if (!own[kind] || !theirs.length) return [undefined, undefined, undefined];
    const least = (what) => Math.min(...theirs.map((figures) => figures[what])) / own[kind][what];
    return [own[kind].rate / Math.max(...theirs.map(({ rate }) => rate)), least('cpu'), least('p99')];
  });
}

const times = (ratio) => (ratio === undefined ? '–' : `${ratio.toFixed(1)} ×`);
/** Those with a provider behind them are compared with each other, and the rest likewise. */
const alike = (one, other) => Boolean(one.provided) === Boolean(other.provided);

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
  for (const own of all.filter(({ peer }) => !peer)) {
    const rivals = peers.filter((other) => alike(own, other));
    if (!rivals.length) continue;
    const leanest = Math.min(...rivals.map(({ memory }) => memory));
    lines.push(`| ${[own.name, ...[...ratios(own, rivals), leanest / own.memory].map(times)].join(' | ')} |`);
  }
  return lines;
}
