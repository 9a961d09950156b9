/** How a check ended: right, wrong, or not to be asked here. */
export type Mark = '✓' | '✗' | '–';

/** What one check found. */
export interface Found {
  readonly mark: Mark;
  /** What came, or why nothing was asked. Never a secret: cookies by their names alone. */
  readonly came: string;
  readonly expected?: string;
  /** What to do about it. */
  readonly do?: string;
}

export const right = (came: string): Found => ({ mark: '✓', came });
export const wrong = (came: string, expected: string, todo: string): Found => ({ mark: '✗', came, expected, do: todo });
export const unasked = (why: string): Found => ({ mark: '–', came: why });

/** "a", "a and b", "a, b and c". */
export const listed = (names: readonly string[]): string =>
  names.length < 2 ? names.join('') : `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`;
