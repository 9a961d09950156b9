import { told } from './endpoint.js';
import { json } from './json.js';

/** The token that proves that a request comes from the page, as `csrf` of the preset has it. */
export function csrf(page, { cookie, refreshCookie, decode, prime, at, answer, header, field }) {
  /** What was fetched, or came with an answer. */
  let kept;
  /** Whether a server refused what there is. */
  let doubted;
  let priming;

  const read = (name) => {
    if (!cookie) return kept;
    const found = document.cookie.split('; ').find((entry) => entry.startsWith(`${name}=`))?.slice(name.length + 1);
    return found && decode ? decodeURIComponent(found) : found;
  };
  const fetched = async () => {
    const body = await told(await page.ask({ path: prime }));
    if (at != null) kept = json.find({ body }, at);
  };

  return {
    field,
    /** Whether a refresh needs it so much that it would do harm without. */
    vital: refreshCookie ?? answer,
    /** Takes the token that came with an answer. */
    hear: (headers) => (kept = (answer && headers.get(answer)) ?? kept),
    /** What there is may be no good any more; of a cookie only the server can tell. */
    doubt: () => (doubted = !(kept = undefined)),
    forget: () => answer ?? (kept = undefined),
    /** Puts the token into headers; returns it. A cookie is read anew for each request. */
    async prove(headers, refreshing) {
      const name = (refreshing && refreshCookie) || cookie;
      if (prime && (doubted || !read(name))) {
        await (priming ??= fetched().finally(() => (priming = doubted = undefined)));
      }
      const token = read(name);
      if (header && token) headers.set(header, token);
      return token;
    },
  };
}
