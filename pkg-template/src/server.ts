import { SessionError } from './errors.js';
import { HALLPASS } from './hallpass.js';
import { idOf, type InitialSession } from './initial.js';
import { enclose, reading } from './page/outside.js';
import type { Preset } from './preset.js';
import type { Claims, Seconds, SessionSnapshot, StandardSchemaV1 } from './types.js';

export type { InitialSession };

/** A URL, as text or as an object. */
export type Address = string | { readonly href: string };

/** A request as a server has it: that of fetch, or its cookies and its address where there is another one. */
export type ServerRequest =
  | { readonly headers: { get(name: string): string | null }; readonly url: string }
  | { readonly cookie: string | null | undefined; readonly url?: Address };

export interface ReadOptions<C = Claims> {
  /** Which back end this is; without one, a server that speaks the hallpass contract. */
  preset?: Preset;
  /**
   * The prefix of the preset's paths, as this server reaches the back end: `http://127.0.0.1:8080/auth`. A path alone is taken
   * on the origin of the request, which its sender may have made up. Default: the preset's own prefix.
   */
  baseUrl?: Address;
  /** How long the back end may take to answer; afterwards the page has to ask. Default: 3. */
  deadline?: Seconds;
  /** The same schema as that of the session in the page. */
  claims?: StandardSchemaV1<unknown, C>;
}

/** What was read for one request. */
export interface ServerSession<C = Claims> {
  /** What a page of this request shows. `loading` where the back end gave no answer that says it. */
  readonly snapshot: SessionSnapshot<C>;
  /** For `sessionScript`, and for the option `initial` of the session in the page; missing while the snapshot is `loading`. */
  readonly initial?: InitialSession;
}

const DEADLINE: Seconds = 3;

/**
 * Asks the back end, on a server, whose request this is: with the cookies of the request and none of its other headers.
 * Nothing is kept and nothing is renewed, and what fails, is late or is not understood is `loading`: never a verdict. It rejects
 * with `config_invalid` where no address comes of `baseUrl` and the request.
 *
 * ```ts
 * const { snapshot, initial } = await readSession(request, { baseUrl: 'http://127.0.0.1:8080/auth' });
 * ```
 *
 * A page that is written with it belongs to one user: it is sent with `Cache-Control: private, no-store`.
 */
export async function readSession<C = Claims>(
  request: ServerRequest,
  { preset = HALLPASS, baseUrl = preset.baseUrl ?? '', deadline = DEADLINE, claims: schema }: ReadOptions<C> = {},
): Promise<ServerSession<C>> {
  const loading: ServerSession<C> = { snapshot: { status: 'loading', activity: 'checking' } };
  const address = addressOf(request, preset, String(baseUrl));
  try {
    const answer = await ask(address, request, preset, deadline);
    const found = answer && reading(preset, answer);
    if (found === undefined) return loading;
    const initial = enclose(preset, answer!);
    if (!found) return { snapshot: { status: 'unauthenticated', activity: 'idle', reason: 'none' }, initial };
    const { claims: said, subject, spans } = found;
    let claims = said as C;
    if (schema) {
      const judged = await schema['~standard'].validate(said, { libraryOptions: { answer } });
      if (judged.issues) return loading;
      claims = judged.value;
    }
    const now = Date.now();
    const [expiresAt, idleExpiresAt, absoluteExpiresAt] = [0, 1, 2].map((i) =>
      spans[i] === undefined ? null : now + spans[i],
    ) as [number | null, number | null, number | null];
    return {
      snapshot: { status: 'authenticated', activity: 'idle', claims, subject, expiresAt, idleExpiresAt, absoluteExpiresAt },
      initial,
    };
  } catch {
    // Out of reach, or late; or the schema threw: the page asks, and says what is wrong.
    return loading;
  }
}

/** Where the session endpoint is. */
function addressOf(request: ServerRequest, { session: { path, query } }: Preset, baseUrl: string): URL {
  const target = baseUrl.replace(/\/$/, '') + path;
  const base = /^https?:/i.test(target) ? undefined : String(request.url);
  try {
    const url = new URL(target, base);
    for (const [name, value] of Object.entries(query ?? {})) url.searchParams.set(name, value);
    return url;
  } catch (cause) {
    const message = `readSession: ${target} is no URL${base === undefined ? '' : ` on ${base}`}; baseUrl should be the absolute address of the back end`;
    throw new SessionError('config_invalid', { message, cause });
  }
}

/** The answer of the session endpoint; nothing for one that is no word of the back end on now. */
async function ask(url: URL, request: ServerRequest, preset: Preset, deadline: Seconds) {
  const { method = 'GET', headers, body } = preset.session;
  const cookie = 'headers' in request ? request.headers.get('cookie') : request.cookie;
  const response = await fetch(url, {
    method,
    headers: {
      accept: 'application/json',
      ...preset.headers,
      ...headers,
      ...(body !== undefined && { 'content-type': 'application/json' }),
      ...(cookie && { cookie }),
    },
    ...(body !== undefined && { body: JSON.stringify(body) }),
    cache: 'no-store',
    redirect: 'manual',
    signal: AbortSignal.timeout(deadline * 1000),
  });
  const { status } = response;
  const text = await response.text();
  // Only a cache tells its age; and a redirect says where to go, not who is there.
  if (Number(response.headers.get('age')) || !status || (status >= 300 && status < 400)) return;
  const said = /[/+]json/i.test(response.headers.get('content-type') ?? '') ? parsed(text) : undefined;
  return { status, headers: response.headers, body: said, now: Date.parse(response.headers.get('date') ?? '') || Date.now() };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** What ends a script, a comment or a string early, and what no attribute may contain. */
const UNSAFE = /[<>&"'\u2028\u2029]/g;

/**
 * The text of the element that `sessionScript` writes, for a framework that makes the element itself: JSON in which nothing
 * ends the element, whatever the claims contain.
 */
export function sessionText(initial: InitialSession): string {
  return JSON.stringify(initial).replace(
    /[<>&\u2028\u2029]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}

/**
 * The element that carries a session in the HTML of a page, which `createSession({ initial: 'document' })` reads; empty where
 * there is nothing to carry. `name` is that of the session in the page. The element is data, so no policy wants a nonce for it;
 * one is written where it is given.
 */
export function sessionScript(
  initial: InitialSession | undefined,
  { name = 'session', nonce }: { name?: string; nonce?: string } = {},
): string {
  if (initial === undefined) return '';
  const attribute = (text: string): string => text.replace(UNSAFE, (character) => `&#${character.charCodeAt(0)};`);
  const nonced = nonce === undefined ? '' : ` nonce="${attribute(nonce)}"`;
  return `<script type="application/json" id="${attribute(idOf(name))}"${nonced}>${sessionText(initial)}</script>`;
}
