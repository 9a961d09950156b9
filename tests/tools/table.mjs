// The table that the run prints.

const COLUMNS = ['tool', 'version', 'flavour', 'result', 'kB', 'seconds'];

/** Rows as a Markdown table: it can be read, and pasted. */
export function table(rows) {
  const cells = [COLUMNS, ...rows.map((row) => COLUMNS.map((name) => (typeof row[name] === 'number' ? row[name].toFixed(0) : (row[name] ?? ''))))];
  const widths = COLUMNS.map((_, i) => Math.max(...cells.map((line) => line[i].length)));
  const line = (parts) => `| ${parts.map((part, i) => part.padEnd(widths[i])).join(' | ')} |`;
  const [head, ...body] = cells.map(line);
  return [head, line(widths.map((width) => '-'.repeat(width))), ...body].join('\n');
}
