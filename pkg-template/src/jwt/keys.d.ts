// The keys of a server, which the build puts beside the compiled files (src/browser/jwt).
import type { SessionError, SessionErrorCode } from '../errors.js';

/** What of a token is wrong, and in which words. */
export interface Refusal {
  readonly part: string;
  readonly message: string;
}

/** The key for a token: its algorithm and its place in the set. */
export type Choice =
  | { readonly algorithm: string; readonly at: number; readonly stale?: undefined }
  | (Refusal & { readonly algorithm?: undefined; readonly at?: undefined; readonly stale: boolean });

export function verifier(
  source: string | URL | { readonly keys: readonly object[] },
  choose: (token: string, set: string) => Choice,
  failed: (code: SessionErrorCode, words: string, status?: number) => SessionError,
): (token: string) => Promise<Refusal | undefined>;
