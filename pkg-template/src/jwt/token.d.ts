// What reads a token, which the build puts beside the compiled files (src/browser/jwt).
import type { Refusal } from './keys.js';

/** An answer of the server, as far as a token may stand in it. */
export interface Answer {
  body?: unknown;
  headers: { get(name: string): unknown };
  /** Epoch ms, by the clock of the server where its answer shows it. */
  now: number;
}

export function reader(
  judge: (token: string, now: number) => Refusal | undefined,
  verify: ((token: string) => Promise<Refusal | undefined>) | undefined,
): (text: string, answer?: Answer) => Promise<{ readonly value: unknown; readonly wrong?: undefined } | { readonly wrong: Refusal }>;
