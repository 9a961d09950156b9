import type { Preset } from './generated/preset.js';
import type { Answer } from './reading.js';

/** The member that tells an answer with its status and headers from one that is its body alone. */
const ENCLOSED = 'hallpass:answer';

/** The members of a preset that say where something stands. */
const PLACES = ['at', 'user', 'subject', 'words'];

/** The headers that a preset looks into. */
const headersOf = (part: unknown): string[] =>
  Object.entries(typeof part === 'object' ? Object(part) : {}).flatMap(([name, value]: [string, any]) =>
    PLACES.includes(name) && value?.header ? [value.header] : headersOf(value),
  );

/** Whether a preset reckons with the clock of the server. */
const hasMoments = ({ expiry }: Preset): boolean =>
  [expiry ?? []].flat().some(({ unit }) => unit === 'iso' || unit === 'ms' || unit === 's');

/** An answer as it travels within a document: its body, and around that what the body alone does not tell. */
export function enclose(preset: Preset, { status, headers, body, now }: Answer): object | null {
  const told: Record<string, string> = {};
  for (const name of headersOf(preset)) {
    const value = headers.get(name);
    if (value !== null) told[name] = value;
  }
  const plain = status === 200 && body !== undefined && !hasMoments(preset) && !Object.keys(told).length;
  return plain ? (body as object | null) : { [ENCLOSED]: { status, now, headers: told, body } };
}

/** The answer that travelled; `now`: where it does not say by which clock. */
export function disclose(initial: any, now: number): Answer & { headers: Headers } {
  const { status, headers, ...told } = initial?.[ENCLOSED] ?? { body: initial };
  return { status: status ?? 200, headers: new Headers(headers), now, ...told };
}
