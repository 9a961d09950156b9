import { widen } from './values.js';

/** How long a page that is on its way out may take, in milliseconds. */
const PATIENCE = 10_000;

/** The body that an endpoint wants: `{ from: name }` stands for what was given by that name. */
const filled = (body, given) => JSON.parse(JSON.stringify(body), (_, value) => (value?.from ? given[value.from] : value));

/** A list of pairs as one object; what has several values has a list of them. */
const fold = (list, [name, value]) =>
  list.reduce?.((all, pair) => {
    const before = all[pair?.[name]];
    return { ...all, [pair?.[name]]: before === undefined ? pair?.[value] : [before, pair?.[value]].flat() };
  }, {});

/** What servers want that do not speak the contract: loaded for them alone, so it takes what it shares as arguments. */
export function servers(page, preset, json, read) {
  widen(json);
  const { cookie, refreshCookie, decode, prime, at, answer, header, field } = preset.csrf ?? {};
  /** The token that was fetched, or came with an answer. */
  let kept;
  /** Whether a server refused the one there is. */
  let doubted;
  let priming;
  /** Whether the page is on its way out. */
  let left;

  const token = (name) => {
    if (!cookie) return kept;
    const found = document.cookie.split('; ').find((entry) => entry.startsWith(`${name}=`))?.slice(name.length + 1);
    return found && decode ? decodeURIComponent(found) : found;
  };
  const fetched = async () => {
    const body = await read(await page._ask({ path: prime }));
    if (at != null) kept = json._find({ body }, at);
  };

  /** Puts the token into headers; returns it. A cookie is read anew for each request. */
  const prove = async (headers, refreshing) => {
    const name = (refreshing && refreshCookie) || cookie;
    if (prime && (doubted || !token(name))) {
      await (priming ??= fetched().finally(() => (priming = doubted = undefined)));
    }
    const found = token(name);
    if (header && found) headers.set(header, found);
    return found;
  };

  return {
    /** Takes the token that came with an answer; forgets it after a login, a refresh, a logout: servers change it then. */
    _hear(headers, changed) {
      kept = (answer && headers.get(answer)) ?? kept;
      if (changed && !answer) kept = undefined;
    },
    /** What there is may be no good any more; of a cookie only the server can tell. */
    _doubt: () => (doubted = !(kept = undefined)),
    /** Puts the token into the headers of a request that may change something. */
    async _prove(headers, method = 'GET') {
      if (!/^(GET|HEAD|OPTIONS)$/i.test(method)) await prove(headers);
    },
    /**
     * The body of a request, as it is written, and what a refresh is as good as answered with: a server that misses the
     * token takes that for an attack, so it is not sent without.
     */
    async _write({ body, form }, given, headers, refreshing) {
      const proof = await prove(headers, refreshing);
      const refusal = refreshing && (refreshCookie ?? answer) && !proof ? new Response(null, { status: 401 }) : undefined;
      if (body && given) body = filled(body, given);
      else body ??= given;
      if (field) body = { ...body, [field]: proof };
      return [form ? new URLSearchParams(body) : body, refusal];
    },
    /** What was said, with what a challenge says (RFC 9470 §3): a resource server may say it there alone. */
    _challenged(said, headers) {
      const challenge = headers.get('www-authenticate') ?? '';
      if (!challenge.includes('insufficient_user_authentication')) return said;
      const found = (name) => RegExp(`${name}="?([^",]+)`).exec(challenge)?.[1];
      const age = found('max_age');
      return { acr_values: found('acr_values'), max_age: age && +age, ...said };
    },
    /**
     * Whether the page stays where a navigation ends the session: that is made once, and only by a page that was told to
     * sign out, so that none is sent away because an earlier one was. A page that stays says so.
     */
    _stays(id) {
      const stays = left || !page._departed;
      setTimeout(page._late, stays ? 0 : PATIENCE, id);
      left = true;
      return stays;
    },
    /** What was said, as one object. */
    _tidy: (said) => (preset.pairs && said ? fold(said, preset.pairs) : said),
  };
}
