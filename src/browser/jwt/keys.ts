/** What of a token is wrong, and in which words. */
export interface Refusal {
  readonly part: string;
  readonly message: string;
}

/** The key for a token: its algorithm and its place in the set. */
export type Choice =
  | { readonly algorithm: string; readonly at: number; readonly stale?: undefined }
  | (Refusal & { readonly algorithm?: undefined; readonly at?: undefined; readonly stale: boolean });

/** A set of keys that was fetched, or given. */
interface KeySet {
  readonly refused?: undefined;
  readonly text: string;
  /** Epoch milliseconds. */
  readonly at: number;
  readonly keys: Promise<CryptoKey>[];
}

/** What WebCrypto calls the algorithms, and the members of a key that are its numbers (RFC 7518 §6, RFC 8037 §2). */
const ALGORITHMS: Record<string, [how: Algorithm & { namedCurve?: string; hash?: string }, members: string[]]> = {
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

const refused = (part: string, message: string): Refusal => ({ part, message: `${part} ${message}` });

/** The body as text, unless it is larger than it may be. */
async function within(response: Response): Promise<string | undefined> {
  const reader = response.body!.getReader();
  const decoder = new TextDecoder();
  let text = '';
  for (let size = 0; ; ) {
    const { done, value } = await reader.read();
    if (done) return text + decoder.decode();
    if ((size += value.length) > LARGEST) {
      reader.cancel();
      return undefined;
    }
    text += decoder.decode(value, { stream: true });
  }
}

const bytes = (base64url: string): Uint8Array<ArrayBuffer> =>
  Uint8Array.from(atob(base64url.replace(/-/g, '+').replace(/_/g, '/')), (c) => c.charCodeAt(0));

/**
 * Verifies tokens that were judged, by the keys of a server: those it publishes at an address (fetched when they are
 * first needed, once for all who wait), or a set that is given.
 *
 * `choose(token, set)` chooses a key: `{ algorithm, at }`, or why there is none: `{ part, message, stale }`.
 * `failed(code, words)` makes the error for what has nothing to do with the token.
 *
 * @returns a function of a token: `undefined`, or why its signature is not believed.
 */
export function verifier(
  source: string | URL | { readonly keys: readonly object[] },
  choose: (token: string, set: string) => Choice,
  failed: (code: 'timeout' | 'network' | 'server', words: string, status?: number) => unknown,
  now: () => number = Date.now,
): (token: string) => Promise<Refusal | undefined> {
  let known: KeySet | undefined = (source as { keys?: unknown }).keys
    ? { text: JSON.stringify(source), at: Infinity, keys: [] }
    : undefined;
  let flight: Promise<KeySet | { readonly refused: Refusal }> | undefined;

  const fetched = async (): Promise<KeySet | { readonly refused: Refusal }> => {
    let response;
    let text;
    try {
      response = await fetch(source as string | URL, {
        headers: { Accept: 'application/jwk-set+json, application/json' },
        credentials: 'omit',
        redirect: 'error',
        referrerPolicy: 'no-referrer',
        // Asked for anew, for a reason: not out of a cache without a question.
        cache: known ? 'no-cache' : 'default',
        signal: AbortSignal.timeout(DEADLINE),
      });
      if (response.ok) text = await within(response);
    } catch (error: any) {
      throw failed(error?.name === 'TimeoutError' ? 'timeout' : 'network', `no keys from ${source}`);
    }
    const { status } = response;
    if (status > 499 || status === 429) throw failed('server', `no keys from ${source}`, status);
    if (!response.ok) return { refused: refused('jwks', `is answered ${status}, not a JWK set: ${source}`) };
    if (text === undefined) return { refused: refused('jwks', `is longer than ${LARGEST} bytes: ${source}`) };
    return (known = { text, at: now(), keys: [] });
  };
  const load = (): NonNullable<typeof flight> => (flight ??= fetched().finally(() => (flight = undefined)));

  /** The key at a place of a set, as WebCrypto has it: its numbers alone, for this algorithm alone. */
  const imported = (set: KeySet, at: number, algorithm: string): Promise<CryptoKey> =>
    (set.keys[at] ??= (() => {
      const [how, members] = ALGORITHMS[algorithm]!;
      const key = JSON.parse(set.text).keys[at];
      return crypto.subtle.importKey('jwk', Object.fromEntries(members.map((name) => [name, key[name]])), how, false, ['verify']);
    })());

  return async (token) => {
    if (!globalThis.crypto?.subtle)
      return refused('crypto.subtle', 'is absent: signatures are verified on https and localhost alone');
    let set = known && now() - known.at < GOOD ? known : await load();
    if (set.refused) return set.refused;
    let chosen = choose(token, set.text);
    if (chosen.stale && now() - set.at > COOL) {
      set = await load();
      if (set.refused) return set.refused;
      chosen = choose(token, set.text);
    }
    const { algorithm, at } = chosen;
    if (!algorithm) return chosen as Refusal;
    let key;
    try {
      key = await imported(set, at, algorithm);
    } catch (error: any) {
      return error.name === 'NotSupportedError'
        ? refused('alg', `is ${algorithm}, not known to this browser`)
        : refused('jwks', `has no valid ${algorithm} key at ${at}`);
    }
    const end = token.lastIndexOf('.');
    const [how] = ALGORITHMS[algorithm]!;
    const good = await crypto.subtle.verify(how, key, bytes(token.slice(end + 1)), new TextEncoder().encode(token.slice(0, end)));
    return good ? undefined : refused('signature', `is not one of the ${algorithm} key ${at} of the set`);
  };
}
