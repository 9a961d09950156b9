import { cookies } from './cookies.js';
import { InputKind } from './generated/border.js';
import type { Push } from './surface.js';

/** What the tombstone needs of the page. */
interface Needs {
  /** The page was told to sign out. */
  readonly _depart: () => void;
  /** The handle of a session, by its digest. */
  readonly _handle: (digest: number) => string | undefined;
  /** Hears of a handle, and returns its digest. */
  readonly _meet: (handle: string) => number;
  readonly _push: Push;
}

/** The cookies that say which sessions are to end. */
export interface Tombstone {
  /** Returns the handle in that of the session wanted, else in one that names none, else in any. */
  _read(wanted?: number): string | undefined;
  _readTombstone(id: number, wanted: number): void;
  _writeTombstone(id: number, digest: number): void;
  _clearTombstone(id: number, digest: number): void;
}

/** How long a logout may stay unconfirmed, in seconds: 30 days. */
const KEEP = 2_592_000;

/** How the names of these cookies begin. No encoded name has a `+`. */
export const prefix = (name: string): string => `hallpass.${name}+`;

/** The names of those that there are. Where cookies are out of reach this throws. */
export const tombstones = (name: string): string[] =>
  cookies()
    .map((entry) => entry.split('=')[0]!)
    .filter((cookie) => cookie.startsWith(prefix(encodeURIComponent(name))));

/** Writes one of them, of the session that has this handle; an `age` of zero removes it. */
export const inscribe = (cookie: string, handle = '', age: number = KEEP): void => {
  const secure = location.protocol === 'https:' ? ';Secure' : '';
  document.cookie = `${cookie}=~${encodeURIComponent(handle)};Path=/;SameSite=Strict;Max-Age=${age}${secure}`;
};

/**
 * Cookies, not secret, each of which says that a session is to die. They outlive the page where a logout could not
 * reach the server, and are all that hallpass ever stores. Their value is the public handle of the session, if it has
 * one, behind a `~`, and their name ends in its digest: no page removes what another has written of another session.
 */
export function tombstone(page: Needs, name: string): Tombstone {
  const cookie = prefix(name);
  const read = (wanted?: number): string | undefined => {
    const found: Record<string, string> = {};
    for (const entry of cookies()) {
      if (!entry.startsWith(cookie)) continue;
      const [digest, value] = entry.slice(cookie.length).split('=~') as [string, string];
      try {
        const handle = decodeURIComponent(value);
        if (`${page._meet(handle)}` === digest) found[digest] = handle;
      } catch {
        // Malformed, so not ours: another writer of cookies does not keep this page from starting.
      }
    }
    return found[wanted!] ?? found[0] ?? Object.values(found)[0];
  };

  return {
    _read: read,
    _readTombstone(_id, wanted) {
      let handle;
      try {
        handle = read(wanted);
      } finally {
        page._push(InputKind.TombstoneRead, 0, 0, 0, handle);
      }
    },
    _writeTombstone(_id, digest) {
      page._depart();
      inscribe(cookie + digest, page._handle(digest));
    },
    _clearTombstone: (_id, digest) => inscribe(cookie + digest, page._handle(digest), 0),
  };
}
