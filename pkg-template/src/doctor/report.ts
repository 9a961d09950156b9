import type { Row } from './examine.js';

const WIDTH = 18;

/** A row for people: what came, and of what is wrong also what was expected and what to do. */
export function line({ mark, check, came, expected, do: todo }: Row): string {
  const more = mark === '✗' ? `    expected: ${expected}\n    do: ${todo}\n` : '';
  return `${mark} ${check.padEnd(WIDTH)}${came}\n${more}`;
}

/** The last line. */
export function summary(rows: readonly Row[]): string {
  const count = (mark: Row['mark']): number => rows.filter((row) => row.mark === mark).length;
  return `\n${count('✓')} right, ${count('✗')} wrong, ${count('–')} not asked\n`;
}
