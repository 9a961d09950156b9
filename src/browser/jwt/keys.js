/** What WebCrypto calls the algorithms, and the members of a key that are its numbers (RFC 7518 §6, RFC 8037 §2). */
const ALGORITHMS = {
  ES256: [{ name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' }, ['kty', 'crv', 'x', 'y']],
  EdDSA: [{ name: 'Ed25519' }, ['kty', 'crv', 'x']],
  RS256: [{ name: 'RSASSA-PKCS1-v1_5', hash: 'SHA-256' }, ['kty', 'n', 'e']],
};

/** The largest set of keys that is read, in bytes. */
const LARGEST = 262_144;
/** How long a set is good for, how soon an unknown key may ask for a newer one, and how long a server has, in ms. */
const GOOD = 600_000;
const COOL = 30_000;
const DEADLINE = 8_000;

const refused = (part, message) => ({ part, message: `${part} ${message}` });

/** The body as text, unless it is larger than it may be. */
async function within(response) {
  const reader = response.body.getReader();
  const decoder = new TextDecoder();
  let text = '';
  for (let size = 0; ; ) {
    const { done, value } = await reader.read();
    if (done) return text + decoder.decode();
    if ((size += value.length) > LARGEST) return void reader.cancel();
    text += decoder.decode(value, { stream: true });
  }
}

const bytes = (base64url) => Uint8Array.from(atob(base64url.replace(/-/g, '+').replace(/_/g, '/')), (c) => c.charCodeAt(0));

/**
 * Verifies tokens that were judged, by the keys of a server: those it publishes at an address (fetched when they are
 * first needed, once for all who wait), or a set that is given.
 *
 * `choose(token, set)` chooses a key: `{ algorithm, at }`, or why there is none: `{ part, message, stale }`.
 * `failed(code, words)` makes the error for what has nothing to do with the token.
 *
 * @returns a function of a token: `undefined`, or why its signature is not believed.
 */
export function verifier(source, choose, failed, now = Date.now) {
  let known = source.keys && { text: JSON.stringify(source), at: Infinity, keys: [] };
  let flight;

  const fetched = async () => {
    let response;
    let text;
    try {
      response = await fetch(source, {
        headers: { Accept: 'application/jwk-set+json, application/json' },
        credentials: 'omit',
        redirect: 'error',
        referrerPolicy: 'no-referrer',
        // Asked for anew, for a reason: not out of a cache without a question.
        cache: known ? 'no-cache' : 'default',
        signal: AbortSignal.timeout(DEADLINE),
      });
      if (response.ok) text = await within(response);
    } catch (error) {
      throw failed(error?.name === 'TimeoutError' ? 'timeout' : 'network', `no keys from ${source}`);
    }
    const { status } = response;
    if (status > 499 || status === 429) throw failed('server', `no keys from ${source}`, status);
    if (!response.ok) return { refused: refused('jwks', `is answered ${status}, not a JWK set: ${source}`) };
    if (text === undefined) return { refused: refused('jwks', `is longer than ${LARGEST} bytes: ${source}`) };
    return (known = { text, at: now(), keys: [] });
  };
  const load = () => (flight ??= fetched().finally(() => (flight = undefined)));

  /** The key at a place of a set, as WebCrypto has it: its numbers alone, for this algorithm alone. */
  const imported = (set, at, algorithm) =>
    (set.keys[at] ??= (() => {
      const [how, members] = ALGORITHMS[algorithm];
      const key = JSON.parse(set.text).keys[at];
      return crypto.subtle.importKey('jwk', Object.fromEntries(members.map((name) => [name, key[name]])), how, false, ['verify']);
    })());

  return async (token) => {
    if (!globalThis.crypto?.subtle) return refused('crypto.subtle', 'is absent: signatures are verified on https and localhost alone');
    let set = known && now() - known.at < GOOD ? known : await load();
    if (set.refused) return set.refused;
    let chosen = choose(token, set.text);
    if (chosen.stale && now() - set.at > COOL) {
      set = await load();
      if (set.refused) return set.refused;
      chosen = choose(token, set.text);
    }
    const { algorithm, at } = chosen;
    if (!algorithm) return chosen;
    let key;
    try {
      key = await imported(set, at, algorithm);
    } catch (error) {
      return error.name === 'NotSupportedError'
        ? refused('alg', `is ${algorithm}, not known to this browser`)
        : refused('jwks', `has no valid ${algorithm} key at ${at}`);
    }
    const end = token.lastIndexOf('.');
    const [how] = ALGORITHMS[algorithm];
    const good = await crypto.subtle.verify(how, key, bytes(token.slice(end + 1)), new TextEncoder().encode(token.slice(0, end)));
    return good ? undefined : refused('signature', `is not one of the ${algorithm} key ${at} of the set`);
  };
}
