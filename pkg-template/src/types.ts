/// <reference lib="esnext.disposable" preserve="true" />
import type { ActivityName, EndedBy, LimitName, ReasonName } from './border.js';
import type { SessionError } from './errors.js';
import type { InitialSession } from './initial.js';
import type { Preset } from './preset.js';

/** A span of time in seconds. */
export type Seconds = number;

/**
 * Gives every session of an app its claims, by augmentation:
 *
 * ```ts
 * declare module 'hallpass' { interface Register { claims: { email: string } } }
 * ```
 */
export interface Register {}

/** What the server says about the person, unless a session names its own type. */
export type Claims = Register extends { claims: infer C } ? C : Record<string, unknown>;

declare global {
  // A server has no declaration of it, unless it has the DOM's.
  namespace WebAssembly {
    interface Module {}
  }
}

/** Where the engine's module comes from. A URL is fetched, bytes and modules are taken as they are. */
export type WasmSource = URL | string | Response | Promise<Response> | ArrayBufferView | ArrayBuffer | WebAssembly.Module;

export interface SessionOptions<C = Claims> {
  /** Which back end this is; without one, a server that speaks the hallpass contract. */
  preset?: Preset;
  /** The prefix of the preset's paths: absolute, or on this origin. Default: the preset's own. */
  baseUrl?: string | URL;
  /** Further origins whose requests belong to this session. They get its credentials. */
  origins?: (string | URL)[];
  /** Validates what the server says: zod, valibot, arktype, or anything else that is a Standard Schema. */
  claims?: StandardSchemaV1<unknown, C>;
  /** Separates two sessions on one origin. */
  name?: string;
  /** When to refresh: seconds ahead of expiry, and whether hidden tabs take part. */
  refresh?: { margin?: Seconds; when?: 'visible' | 'always' | 'on-demand' };
  /**
   * An idle limit of the page's own, for a server that keeps none; `false` watches for no activity.
   *
   * `timeout`: a server that tells an idle limit of its own overrules it. `warn`: how long ahead to warn, 60 by default, at least
   * 20 (WCAG 2.2.1) and at most half of the limit. What is overruled, the console is told once.
   */
  idle?: { timeout: Seconds; warn?: Seconds } | false;
  /** The engine's module. Default: the bytes inlined in the package. */
  wasm?: WasmSource;
  /**
   * What the session endpoint answered when the server wrote the page; `'document'` reads it out of the element that
   * `sessionScript` of `hallpass/server` writes. With it the first snapshot is there at once, and nothing is asked on load. It
   * counts from when the document came, and is ignored, so that the server is asked as ever, when the document is old: out of a
   * cache, or loaded too long ago.
   */
  initial?: InitialSession | 'document';
  /** `true` writes what happens and what is decided to the console, a function receives it. Never a secret. */
  debug?: boolean | ((entry: TraceEntry) => void);
}

/** One step of the engine, for a person who debugs. Never a credential; the shape may change in a minor release. */
export interface TraceEntry {
  /** Epoch ms, this machine's clock. */
  readonly at: number;
  readonly event: string;
  readonly detail?: unknown;
}

export type EndReason = Exclude<ReasonName, 'none' | 'unknown'>;

/** What is known about the session at one moment: frozen, and the same object until something changes. */
export type SessionSnapshot<C = Claims> = {
  readonly activity: ActivityName;
  readonly error?: SessionError;
} & (
  | { readonly status: 'loading'; readonly claims?: undefined }
  | {
      readonly status: 'authenticated';
      readonly claims: C;
      readonly subject: string | null;
      /** Epoch ms, this machine's clock. */
      readonly expiresAt: number | null;
      readonly idleExpiresAt: number | null;
      readonly absoluteExpiresAt: number | null;
    }
  | { readonly status: 'unauthenticated'; readonly claims?: undefined; readonly reason: ReasonName }
);

export type SessionEvent =
  | { type: 'authenticated' }
  | { type: 'refreshed' }
  | { type: 'expiring'; limit: LimitName; expiresAt: number }
  /**
   * `by`: `'app'` after `logout()` in this page, `'tab'` after one in another tab, `'server'` for all else: its verdict, or
   * a limit.
   */
  | { type: 'ended'; reason: EndReason; by: EndedBy }
  | { type: 'identity-changed'; from: string | null; to: string | null }
  /** A request wants a stronger or a more recent sign-in; its `response` is the one that is handed back. */
  | { type: 'step-up'; acrValues?: string; maxAge?: Seconds; response?: Response }
  | { type: 'fault'; error: SessionError };

export interface LoginOptions {
  /** Where to land after a redirect: a path on this origin, as `safeReturnTo` reads it. Default: the page one is on. */
  returnTo?: string;
  /** Asks the sign-in page for a stronger sign-in (`acr_values` of OpenID Connect), where the preset knows how to say so. */
  acrValues?: string;
  /** Asks the sign-in page for a recent sign-in (`max_age` of OpenID Connect), where the preset knows how to say so. */
  maxAge?: Seconds;
  /**
   * Gives the sign-in up: `login()` rejects with its reason. What was not posted never is; what was may have worked, and the
   * snapshot shows what the session endpoint says of it.
   */
  signal?: AbortSignal;
  /** What a preset with a sign-in of its own posts, such as `email` and `password`. */
  [credential: string]: unknown;
}

export interface LogoutOptions {
  /** Ends the person's sessions on other devices too, where the server can. */
  everywhere?: boolean;
  /** Where to land if the server signs out by a redirect: a path on this origin. Default: `/`. */
  returnTo?: string;
}

export interface Session<C = Claims> {
  /** The present snapshot. */
  getSnapshot(): SessionSnapshot<C>;
  /** The snapshot a server renders with: always loading. */
  getServerSnapshot(): SessionSnapshot<C>;
  /** Calls back after each change; returns how to stop. */
  subscribe(onChange: () => void): () => void;
  /** Calls back for each event of a type; returns how to stop. */
  on<T extends SessionEvent['type']>(type: T, listener: (event: Extract<SessionEvent, { type: T }>) => void): () => void;
  /** Resolves once status is not, or no longer, `loading`; on a server at once, with the loading snapshot. */
  ready(): Promise<SessionSnapshot<C>>;
  /** Asks the server now: after a sign-in form of the app's own, say. */
  check(): Promise<SessionSnapshot<C>>;
  /** Refreshes now, or joins a refresh under way in any tab. */
  refresh(): Promise<SessionSnapshot<C>>;
  /** Refreshes unless the session stays valid for so long: before a WebSocket, SSE or a stream upload. */
  ensureFresh(minValidity?: Seconds): Promise<SessionSnapshot<C>>;
  /** `fetch` for the session's own origins: with credentials, waiting for a refresh, replaying once after one. */
  fetch(input: Request | string | URL, init?: RequestInit): Promise<Response>;
  /** Posts credentials, or navigates to the sign-in page: as the preset has it. */
  login(options?: LoginOptions): Promise<SessionSnapshot<C>>;
  /** Signs this page and every other tab out, at once; `confirmed: false` means the server will hear of it later. */
  logout(options?: LogoutOptions): Promise<{ confirmed: boolean }>;
  /** Says "I am still here" to the server. */
  extend(): Promise<SessionSnapshot<C>>;
  /** Aborts when this session ends; read it anew for the next one. */
  readonly signal: AbortSignal;
  /** Stops everything; the person stays signed in. Later calls reject with `disposed`. */
  dispose(): void;
  [Symbol.dispose](): void;
}

/** The interface shared by validators, see standardschema.dev; only what a session asks of it. */
export interface StandardSchemaV1<Input = unknown, Output = Input> {
  readonly '~standard': {
    readonly version: 1;
    readonly vendor: string;
    readonly validate: (value: unknown, ...rest: any[]) => StandardResult<Output> | Promise<StandardResult<Output>>;
    readonly types?: { readonly input: Input; readonly output: Output } | undefined;
  };
}

type StandardResult<Output> =
  | { readonly value: Output; readonly issues?: undefined }
  | { readonly issues: readonly { readonly message: string }[] };
