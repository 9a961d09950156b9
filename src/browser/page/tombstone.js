import { TOMBSTONE_READ } from './inputs.js';
import { json } from './json.js';

/** How long a logout may stay unconfirmed, in seconds: 30 days. */
const KEEP = 2_592_000;

/**
 * Cookies, not secret, each of which says that a session is to die. They outlive the page where a logout could not
 * reach the server, and are all that hallpass ever stores. Their value is the public handle of the session, if it has
 * one, behind a `~`, and their name ends in its digest: no page removes what another has written of another session.
 */
export function tombstone(page, name) {
  // No encoded name has a `+`.
  const cookie = `hallpass.${name}+`;
  const store = (digest, age) => {
    const secure = location.protocol === 'https:' ? ';Secure' : '';
    const value = encodeURIComponent(page._handle(digest) ?? '');
    document.cookie = `${cookie}${digest}=~${value};Path=/;SameSite=Strict;Max-Age=${age}${secure}`;
  };
  /** Returns the handle in that of the session wanted, else in one that names none, else in any. */
  const read = (wanted) => {
    const found = {};
    for (const entry of `; ${document.cookie}`.split(`; ${cookie}`).slice(1)) {
      const [digest, value] = entry.split(/=~|; /);
      try {
        const handle = decodeURIComponent(value);
        if (`${page._meet(handle)}` === digest) found[digest] = handle;
      } catch {
        // Malformed, so not ours: whoever wrote it does not keep this page from starting.
      }
    }
    return found[wanted] ?? found[0] ?? Object.values(found)[0];
  };

  return {
    _read: read,
    _readTombstone: (_id, wanted) => page._push(TOMBSTONE_READ, 0, 0, 0, read(wanted)),
    _writeTombstone(_id, digest) {
      page._departed = 1;
      store(digest, KEEP);
    },
    _clearTombstone: (_id, digest) => store(digest, 0),
  };
}
