// Made by `cargo xtask generate` out of src/dialect/preset; not to be edited.

/**
 * How one back end speaks: data, taken from `hallpass/presets/…` or written by you.
 *
 * Of each answer the signs are looked at in this order: `csrf.rejected`, `stepUp`, `mismatch`,
 * the endpoint's own `refused`, `over`, `anonymous`, `expired`; the first that fits counts.
 */
export interface Preset {
  /**
   * What it is called, in messages for people. A preset with a name is trusted to be right; one
   * without is checked field by field when the session starts.
   */
  name?: string;
  /** The prefix of all paths, such as `/api/auth`. Default: none. */
  baseUrl?: string;
  /**
   * Sent with every request, the application's own too, such as `{ 'X-CSRF': '1' }`: what a
   * cross-site form cannot send.
   */
  headers?: Record<string, string>;
  /**
   * The endpoint that says who is signed in, by default with `GET`. Where reading extends the
   * session unless asked not to, its `query` asks not to (better-auth: `disableRefresh=true`).
   */
  session: Endpoint;
  /**
   * Where the claims stand: an object, or a signed token that `claims: jwt(…)` of `hallpass/jwt`
   * reads. Then the claims take the token's place, and all other places look at them there.
   * Default: the whole body.
   */
  user?: Place;
  /**
   * Where the person's id stands: text or a number. Unless there is `authenticated`, an answer
   * without one is no user's session.
   */
  subject?: Place;
  /** What names the session itself, where a server tells. */
  handle?: Handle;
  /**
   * The body is a list of objects, such as `{ type, value }`: read as one object, by the names of
   * the two members. A type that comes twice has a list of values (Duende BFF).
   */
  pairs?: [string, string];
  /**
   * When the session ends; of each limit the first that says something counts. Default: the server
   * does not tell, and its refusals alone show it.
   */
  expiry?: Expiry | Expiry[];
  /** What an answer has to say besides carrying a user. Default: nothing, but then a `subject`. */
  authenticated?: Sign | Sign[];
  /** No user is signed in, says a session endpoint. */
  anonymous?: Sign | Sign[];
  /**
   * The access part has lapsed, says any endpoint: `refresh` may revive it. Where there is none,
   * the session endpoint is asked.
   *
   * A sign with a status of 2xx is for a server that says so in a success, as GraphQL does:
   * `{ status: 200, at: '/errors/0/extensions/code', is: 'UNAUTHENTICATED' }`. The JSON of every success is
   * read for that before your code gets the response; otherwise bodies of 4xx alone are.
   */
  expired?: Sign | Sign[];
  /** The session is over and nothing revives it, says any endpoint. */
  over?: Sign | Sign[];
  /** The user is signed in, but not strongly or recently enough: never a reason to refresh. */
  stepUp?: Sign | Sign[];
  /** The cookie holds another session than the request named, and nothing was done. */
  mismatch?: Sign | Sign[];
  /**
   * Renews an access part that lapses (rotation of tokens), by default with `POST`. Default:
   * nothing, when the limit `session` has passed the session is over.
   */
  refresh?: Endpoint;
  /**
   * What moves the idle limit, by default with `POST`: sent when the user is active, and by
   * `extend()`. Default: nothing does.
   */
  touch?: Endpoint;
  /** The token that proves that a request comes from the page. Default: none. */
  csrf?: Csrf;
  /**
   * Where credentials are posted. Default: nowhere, one signs in by navigation or by the
   * application's own form.
   */
  login?: Endpoint;
  /** Where one signs in by navigation. */
  loginPage?: LoginPage;
  /**
   * How one signs out: one step, or several in order. The session endpoint is asked afterwards
   * whether it worked.
   */
  logout?: Step | Step[];
  /** Where a refusal says why, for people. */
  words?: Place;
}

/** A request to a session endpoint. */
export interface Endpoint {
  /** Begins with `/`, without the prefix; where the back end leaves it to you, what you made it. */
  path: string;
  /** Default: `GET` for `session`, else `POST`. */
  method?: string;
  /** The query. */
  query?: Record<string, string>;
  /** Headers of this request alone. */
  headers?: Record<string, string>;
  /**
   * The body; `{ from: name }` anywhere in it stands for the member of that name in `login()`'s credentials.
   * Default: none, of `login` all that it was given.
   */
  body?: unknown;
  /** The body is sent as a form instead of as JSON. */
  form?: boolean;
  /**
   * How success is recognised where the answer does not carry the session: after a refresh or a
   * touch the session endpoint is asked then. Default: the answer is that of the session endpoint.
   */
  ok?: Sign | Sign[];
  /**
   * The answer that says no: of `login` wrong credentials, of `refresh` that there is nothing to
   * be refreshed any more.
   */
  refused?: Sign | Sign[];
  /**
   * Of `login`: the credentials were right, and more is wanted (a second factor, a verified e-mail
   * address, accepted terms). `login()` rejects with `login_incomplete`, which has the response.
   */
  incomplete?: Sign | Sign[];
  /**
   * Of `login`: cookies of an earlier session made the server refuse. They are cleared by a logout,
   * and the credentials are posted a second time; without this they are posted once, whatever comes.
   */
  stale?: Sign | Sign[];
}

/** How to recognise one kind of answer: all that is said has to hold. */
export interface Sign {
  /**
   * The status, or several. Default: any success (2xx).
   *
   * 0 is a redirect that led away from JSON. Who is signed in, a redirect says only together with
   * `at: { header: 'location' }`, the path at which it ends on the page's own origin: with the path of the
   * server's sign-in page as `is`, no user is. A redirect to anywhere else is no answer, and asked again.
   */
  status?: number | number[];
  /** Where to look, for `is` and `not`. Default: the whole body. */
  at?: Place;
  /**
   * The value that stands there, or several possible ones; `{ has: text }` for any text that
   * contains this one.
   */
  is?: unknown | unknown[];
  /** Something stands there, but none of these. */
  not?: unknown | unknown[];
  /** `true`: the body is a JSON object. `false`: it is no JSON, such as a page of HTML. */
  json?: boolean;
}

/**
 * Where something stands in an answer: a JSON pointer (RFC 6901) into the body, such as `/user/id`,
 * the empty one for the whole; or a header.
 */
export type Place = string | HeaderPlace;

/**
 * A place in a response header. Of another origin, the server has to expose it
 * (`Access-Control-Expose-Headers`).
 */
export interface HeaderPlace {
  /** The name of the header. */
  header: string;
  /** Its value is JSON in base64; a signed token is not, see `user`. */
  base64?: boolean;
  /** A JSON pointer into that, or into the claims of the token that it is. Default: the whole. */
  at?: string;
}

/** The opaque public name of a session, which a server compares with the cookie. */
export interface Handle {
  /** Where it stands in the answer of the session endpoint. */
  at: Place;
  /** The header that names it in requests. Default: requests do not. */
  header?: string;
}

/**
 * One limit of the session. A moment in the past, a negative span and anything that is no number (of
 * `iso`: no date) say nothing: so servers write what has no end.
 */
export interface Expiry {
  /** Where it stands. */
  at?: Place;
  /** Which limit it is. Default: `session`. */
  of?: Limit;
  /** How it is written. Default: `in_s`. */
  unit?: Unit;
  /** How far it can be trusted. Default: `exact`. */
  trust?: Trust;
  /** Seconds that the server still accepts the session afterwards (and may extend it). */
  tolerance?: number;
  /** Seconds to assume where nothing is said: the lifetime that you configured on the server. */
  assume?: number;
}

/** What ends. */
export type Limit = 'session' | 'idle' | 'absolute';

/** How a moment or a span is written. */
export type Unit = 'iso' | 's' | 'ms' | 'in_s' | 'in_ms';

/** How far a limit can be trusted. */
export type Trust = 'exact' | 'upper' | 'lower';

/**
 * The token that proves that a request comes from the page: out of a `cookie`, `prime`d by a
 * request, or out of the header of an `answer`. It goes with every request but `GET`, `HEAD` and
 * `OPTIONS`, as `header` or as `field`.
 *
 * A cookie is read when a request is sent. Of several with the name, which hosts and paths can set, the next
 * one is taken once the server has refused the one before. What was fetched is forgotten with each login,
 * refresh and logout, since servers change it then. A request refused for its token is sent once more
 * with a new one, and never makes anything refresh.
 */
export interface Csrf {
  /** The cookie that carries it, readable by script: of this host, or of a domain above it. */
  cookie?: string;
  /** Another cookie for the refresh (flask-jwt-extended, `AuthX`). */
  refreshCookie?: string;
  /**
   * The content of the `<meta>` of this name: the token of the page, until one was fetched or came with an
   * answer (Rails).
   */
  meta?: string;
  /** The cookie is URL-encoded, and the header wants it decoded (Laravel). */
  decode?: boolean;
  /** The path of a `GET` that sets the cookie, or that answers with the token. */
  prime?: string;
  /** Where it stands in that answer, where no cookie can be read. */
  at?: Place;
  /** The header of any answer that brings it (`SuperTokens`). */
  answer?: string;
  /** The header that it is sent in. */
  header?: string;
  /** Another header for the refresh (flask-jwt-extended). Default: the same. */
  refreshHeader?: string;
  /**
   * Each form has a token of its own: it is fetched for every request, and this parameter in the query of
   * `prime` says for which path.
   */
  forPath?: string;
  /** The field of the body that it is sent in, for session endpoints (Auth.js). */
  field?: string;
  /** How a refusal for want of it is recognised. */
  rejected?: Sign | Sign[];
}

/** A sign-in by navigation. */
export interface LoginPage {
  /** Begins with `/`, without the prefix. */
  path: string;
  /** The query parameter of the path to come back to. */
  returnTo?: string;
  /** The query parameter of `acrValues` (`acr_values` of OIDC), where the server passes it on. */
  acrValues?: string;
  /** The query parameter of `maxAge` (`max_age` of OIDC), where the server passes it on. */
  maxAge?: string;
}

/** A step of a logout: a request, or a navigation. */
export interface Step {
  /** Begins with `/`, without the prefix. */
  path?: string;
  /** The place in the answer to the step before that holds the address; where it is empty, this step is left out. */
  at?: Place;
  /** Default: `POST`. */
  method?: string;
  /** The query. */
  query?: Record<string, string>;
  /** Headers of this request alone. */
  headers?: Record<string, string>;
  /** The body. Default: none. */
  body?: unknown;
  /** The body for `logout({ everywhere: true })`, where the server can. */
  everywhere?: unknown;
  /** The body is sent as a form instead of as JSON. */
  form?: boolean;
  /**
   * How success is recognised. Default: any 2xx, and a redirect; "already out", that is the signs
   * `anonymous` and `over`, always counts as one.
   */
  ok?: Sign | Sign[];
  /** The page goes there: to this origin, or to another one by https. */
  navigate?: boolean;
  /** The navigation itself ends the session; otherwise the page goes once the session is over. */
  ends?: boolean;
  /**
   * The query parameter of the path to come back to: what `logout({ returnTo })` says. Where the page
   * goes, and the caller does not say: `/`; of a request, none.
   */
  returnTo?: string;
}
