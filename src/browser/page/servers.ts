import type { Addresses } from './addresses.js';
import type { Seen } from './answers.js';
import type { HeaderPlace, Preset } from './generated/preset.js';
import type { Values } from './json.js';
import type { Asked } from './surface.js';

/** What other servers need of the page. */
export interface Needs {
  /** Whether the page was told to sign out, or to leave for the sign-in. */
  readonly _departs: () => boolean;
  readonly _ask: (step: Asked, options?: RequestInit, headers?: Headers) => Promise<Response>;
  readonly _put: Addresses['_put'];
  /** What was to answer a request has not. */
  readonly _late: (id: number) => void;
}

/** What they share with the page: they are loaded for few, so nothing that others load may move to their file. */
interface Shared {
  read: (response: Response) => Promise<any>;
  cookies: () => string[];
  later: (act: (id: number) => void, ms: number, id: number) => unknown;
}

/** The work for servers that do not speak the contract. */
export interface Servers {
  /** Takes the token that came with an answer; forgets it after a login, a refresh, a logout: servers change it then. */
  _hear(headers: Headers, changed?: boolean): void;
  /** What there is may be no good any more; of a cookie only the server can tell. */
  _doubt(): void;
  /** Puts the token into the headers of a request that may change something. */
  _prove(headers: Headers, address: string, method?: string): Promise<void>;
  /** Puts the token into headers; returns it. A cookie is read anew for each request. */
  _proof(headers: Headers, address: string, refreshing?: boolean): Promise<string | undefined>;
  /**
   * The body of a request, as it is written, and what a refresh is as good as answered with: a server that misses the
   * token takes that for an attack, so it is not sent without.
   */
  _write(step: Asked, given: any, proof: string | undefined, refreshing: boolean): [body: unknown, refusal: Response | undefined];
  /** What was said, with what a challenge says (RFC 9470 §3): a resource server may say it there alone. */
  _challenged(said: any, headers: Headers): any;
  /**
   * Whether the page stays where a navigation ends the session: that is made once, and only by a page that was told to
   * sign out, so that no page leaves because an earlier one did. A page that stays says so.
   */
  _stays(id: number): boolean;
  /**
   * An answer as the preset sees it. A list of pairs is one object. A redirect of the session endpoint, which is `asked` then,
   * has as its `location` the path at which it ends on this origin, if the preset judges by that.
   */
  _tidy(answer: Seen, asked: Asked | false, headers: Headers, signal: AbortSignal): Promise<Seen>;
}

/** How long a page that is on its way out may take, in milliseconds. */
const PATIENCE = 10_000;

/** The body of a request: `{ from: name }` stands for the credential of that name. */
const filled = (body: unknown, given: any): any =>
  JSON.parse(JSON.stringify(body), (_, value) => (value?.from ? given[value.from] : value));

/** Decodes the value of a cookie; `undefined` if it is malformed. */
const decoded = (value: string): string | undefined => {
  try {
    return decodeURIComponent(value);
  } catch {
    return undefined;
  }
};

/** Works for a server that does not speak the contract. Loaded for those alone, so it takes what it shares as arguments. */
export function servers(page: Needs, preset: Preset, json: Values, { read, cookies, later }: Shared): Servers {
  const {
    cookie,
    refreshCookie,
    meta,
    decode,
    prime,
    at,
    answer,
    header,
    refreshHeader = header,
    forPath,
    field,
  } = preset.csrf ?? {};
  const judgesEnds = [preset.anonymous ?? []].flat().some(({ at }) => (at as HeaderPlace | undefined)?.header === 'location');
  /** The token that was fetched, or came with an answer. */
  let kept: string | undefined;
  /** Whether a server refused the one there is. */
  let doubted: boolean | undefined;
  let priming: Promise<void> | undefined;
  /** Which of several cookies of the name is taken. */
  let turn = 0;
  /** Whether the page is on its way out. */
  let left: boolean | undefined;

  const token = (name?: string): string | undefined => {
    if (!cookie) return kept ?? (meta && document.querySelector<HTMLMetaElement>(`meta[name="${CSS.escape(meta)}"]`)?.content);
    const all = cookies().filter((entry) => entry.startsWith(`${name}=`));
    const found = all[turn % all.length]?.slice(name!.length + 1);
    return found && decode ? decoded(found) : found;
  };
  const fetched = async (query?: Record<string, string>): Promise<string | undefined> => {
    const body = await read(await page._ask({ path: prime!, ...(query && { query }) }));
    return at == null ? undefined : (json._find({ body }, at) as string);
  };
  const renewed = async (): Promise<void> => {
    kept = await fetched();
  };

  const proof: Servers['_proof'] = async (headers, address, refreshing) => {
    const name = (refreshing && refreshCookie) || cookie;
    let found: string | undefined;
    if (forPath) found = await fetched({ [forPath]: new URL(address).pathname });
    else {
      if (prime && (doubted || !token(name))) await (priming ??= renewed().finally(() => (priming = doubted = undefined)));
      found = token(name);
    }
    const into = refreshing ? refreshHeader : header;
    if (into && found) page._put(headers, into === header ? 'csrf.header' : 'csrf.refreshHeader', into, found);
    return found;
  };

  return {
    _hear(headers, changed) {
      kept = (answer && headers.get(answer)) ?? kept;
      if (changed && !answer) kept = undefined;
    },
    _doubt() {
      kept = undefined;
      doubted = true;
      turn++;
    },
    async _prove(headers, address, method = 'GET') {
      if (!/^(GET|HEAD|OPTIONS)$/i.test(method)) await proof(headers, address);
    },
    _proof: proof,
    _write({ body, form }, given, proof, refreshing) {
      const refusal = refreshing && (refreshCookie ?? answer) && !proof ? new Response(null, { status: 401 }) : undefined;
      let written: any = body && given ? filled(body, given) : (body ?? given);
      if (field) written = { ...written, [field]: proof };
      return [form ? new URLSearchParams(written) : written, refusal];
    },
    _challenged(said, headers) {
      const challenge = headers.get('www-authenticate') ?? '';
      if (!challenge.includes('insufficient_user_authentication')) return said;
      const found = (name: string): string | undefined => RegExp(`${name}="?([^",]+)`).exec(challenge)?.[1];
      const age = found('max_age');
      return { acr_values: found('acr_values'), max_age: age && +age, ...said };
    },
    _stays(id) {
      const stays = left || !page._departs();
      later(page._late, stays ? 0 : PATIENCE, id);
      left ||= !stays;
      return stays;
    },
    async _tidy(answer, asked, headers, signal) {
      if (preset.pairs && answer.body) return { ...answer, body: json._fold(answer.body, preset.pairs) };
      if (!asked || answer.response.type !== 'opaqueredirect' || !judgesEnds) return answer;
      try {
        // To no other origin: such a redirect fails.
        const { body, redirected, url } = await page._ask(asked, { redirect: 'follow', mode: 'same-origin', signal }, headers);
        body?.cancel().catch(() => {});
        return redirected ? { ...answer, headers: new Headers({ location: new URL(url).pathname }) } : answer;
      } catch {
        return answer; // It ends at another origin, or nowhere: an open question in either case.
      }
    },
  };
}
