import { json } from './json.js';

/** The handles of sessions, by the lower halves of their digests: the engine knows no more of them. */
export interface Handles {
  /** The handle that has this digest; zero stands for none. */
  _handle(digest: number): string | undefined;
  /** Keeps a handle, and returns its digest. */
  _meet(handle: string): number;
}

export function handles(): Handles {
  const known: Record<number, string> = {};
  return {
    _handle: (digest) => known[digest],
    _meet(handle) {
      const digest = json._digest(handle) | 0;
      known[digest] = handle;
      return digest;
    },
  };
}
