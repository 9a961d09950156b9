import { TOMBSTONE_READ } from './inputs.js';
import { json } from './json.js';

/** How long a logout may stay unconfirmed, in seconds: 30 days. */
const KEEP = 2_592_000;

/**
 * A cookie, not secret, that says a session is to die. It outlives the page where a logout could not
 * reach the server, and is all that hallpass ever stores. Its value is the public handle of the
 * session, if it has one, behind a `~`. It has room for one: where two sessions of one browser were left offline, one after
 * the other, the first is remembered by the pages alone that were there.
 */
export function tombstone(page, name) {
  const cookie = `hallpass.${name}=~`;
  const store = (value, age) => {
    const secure = location.protocol === 'https:' ? ';Secure' : '';
    document.cookie = `${cookie}${encodeURIComponent(value)};Path=/;SameSite=Strict;Max-Age=${age}${secure}`;
  };
  const read = () => {
    const found = document.cookie.split('; ').find((entry) => entry.startsWith(cookie));
    try {
      return found && (page.leaving = decodeURIComponent(found.slice(cookie.length)));
    } catch {
      // Malformed, so not ours: whoever wrote it does not keep this page from starting.
    }
  };

  return {
    read,
    readTombstone: () => page.push(TOMBSTONE_READ, 0, 0, 0, read()),
    /** Of the session that is known, or of one that nobody knows the handle of: one that is being signed in, say. */
    writeTombstone(_id, _a, named) {
      page.departed = 1;
      store((page.leaving = page.handle(+named)) ?? '', KEEP);
    },
    /** Of the session whose handle has a digest with these lower 32 bits; what another page has put in its place stays. */
    clearTombstone: (_id, digest) => json.digest(read() ?? null) ^ digest || store('', 0),
  };
}
