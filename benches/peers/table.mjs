// The table of one engine, in Markdown.
const ms = (value, digits = 1) => (value === undefined ? '–' : value.toFixed(digits));
const signed = (value) => (value === undefined ? '–' : `${value < 0 ? '−' : '+'}${Math.abs(value).toFixed(2)}`);
const storm = (row) => (row ? `${row.refreshes.toFixed(1)} / ${row.failed.toFixed(1)} / ${row.time.toFixed(0)}` : '–');

const COLUMNS = [
  ['', (row) => `\`${row.name}\``],
  ['kB, brotli', (row) => (row.bytes / 1000).toFixed(1)],
  ['requests to start', (row) => row.requests],
  ['status known, ms', (row) => ms(row.known)],
  ['a request, ms over bare `fetch`', (row) => `${signed(row.request.difference)} ± ${row.request.noise.toFixed(2)}`],
  ['with 1,000 in flight, each', (row) => signed(row.crowd)],
  ['with 300 kB of claims', (row) => signed(row.heavy.difference)],
  ['50 expired in one tab: refreshes / failures / ms', (row) => storm(row.single)],
  ['10 expired in each of 5 tabs', (row) => storm(row.five)],
  ['heap after 10,000 requests, kB', (row) => (row.heap === undefined ? '–' : signed(row.heap / 1000))],
];

export function table(rows) {
  const line = (cells) => `| ${cells.join(' | ')} |`;
  const instantiate = rows.find((row) => row.instantiate !== undefined)?.instantiate;
  return [
    line(COLUMNS.map(([title]) => title)),
    line(COLUMNS.map((_, i) => (i ? '--:' : '---'))),
    ...rows.map((row) => line(COLUMNS.map(([, cell]) => cell(row)))),
    ...(instantiate === undefined ? [] : ['', `To compile and instantiate \`session.wasm\`: ${ms(instantiate, 2)} ms.`]),
  ].join('\n');
}
