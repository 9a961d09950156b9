// What the page is made with, what it tells, and what its engine sees of it.
import type { ActivityName, EndedBy, EngineErrorCode, EventName, LimitName, ReasonName, StatusName } from './generated/border.js';
import type { Preset, Step } from './generated/preset.js';
import type { Given } from './paint.js';

/** The options as the page gets them: judged, URLs and origins as strings. */
export interface Settings {
  preset: Preset;
  baseUrl?: string | undefined;
  origins: string[];
  name: string;
  /** Seconds. */
  refresh?: { margin?: number; when?: 'visible' | 'always' | 'on-demand' };
  /** Seconds; `false` watches for no activity. */
  idle?: { timeout: number; warn?: number } | false;
  /** What the server wrote into the page, or that it stands in the document; and what came of that. */
  initial?: object | null | 'document' | undefined;
  given?: Given | undefined;
}

/** A request to a server, by preset: an endpoint, or a step of a logout. */
export type Asked = Step;

/** The codes of errors that the page makes. */
export type PageErrorCode = EngineErrorCode | 'redirected';

/** What is known of an error beside its code. */
export interface Known {
  message?: string | undefined;
  /** Method and address of the request that it is about, without the query. */
  request?: string | undefined;
  status?: number | undefined;
  /** Seconds. */
  retryAfter?: number | undefined;
  cause?: unknown;
  response?: Response | undefined;
  body?: unknown;
}

/** An error as a session makes them. */
export interface Fault extends Error {
  readonly code: string;
  response?: Response;
}

/** How the session stands. */
export type Shown<E = Fault> = { readonly activity: ActivityName; readonly error?: E } & (
  | { readonly status: 'loading'; readonly claims?: undefined }
  | {
      readonly status: 'authenticated';
      readonly claims: any;
      readonly subject: string | null;
      /** Epoch milliseconds. */
      readonly expiresAt: number | null;
      readonly idleExpiresAt: number | null;
      readonly absoluteExpiresAt: number | null;
    }
  | { readonly status: 'unauthenticated'; readonly claims?: undefined; readonly reason: ReasonName }
);

/** What happened to the session, with what belongs to each event. */
interface Happened<E> {
  authenticated: {};
  refreshed: {};
  expiring: { limit: LimitName; expiresAt: number };
  ended: { reason: Exclude<ReasonName, 'none' | 'unknown'>; by: EndedBy };
  'identity-changed': { from: string | null; to: string | null };
  'step-up': { acrValues?: string; maxAge?: number; response?: Response };
  fault: { error: E };
}

/** One of them. An event of the engine that has no shape here does not compile. */
export type Told<E = Fault> = { [K in EventName]: { type: K } & Happened<E>[K] }[EventName];

/** What the page calls: at any time, synchronously, while the engine is not at work. `E`: the errors of the session. */
export interface Sink<E extends Fault = any> {
  /** Whenever something of it is new. */
  publish: (snapshot: Shown<E>) => void;
  emit: (event: Told<E>) => void;
  error: (code: PageErrorCode, known?: Known) => E;
  /**
   * Only where the options bring a schema. A rejection means: not what the application can work with. Of the answer that
   * carries a token, the claims take its place.
   */
  validate?(claims: unknown, answer: unknown): Promise<unknown>;
  /** Sends a request by the `fetch` of the page, which may be one of the application that calls the session again. */
  send: typeof fetch;
  /** The signal of the present session. */
  signal(): AbortSignal;
  /** What came with the document is out of date. */
  outdate?: (() => void) | undefined;
  /** A page is about to begin: how `hallpass/devtools` gets to see all of it. */
  began?: (page: Opened) => void;
  /** Something threw that the page cannot go on after; returns the error for what is pending. */
  broken: (cause: unknown) => E;
}

/** What happened: the number of its kind, and what belongs to it. */
export type Happening = [input: number, id?: number, a?: number, b?: number, value?: unknown, ago?: number];

/** Pushes what happened. */
export type Push = (...happening: Happening) => void;

/** Of a sign-in by navigation, and of a sign-out: where to land, how strong and how recent it is to be, how far it reaches. */
export interface Wanted {
  returnTo?: string | undefined;
  acrValues?: string | undefined;
  /** Seconds. */
  maxAge?: number | undefined;
  everywhere?: boolean | undefined;
}

/** What the page calls of an engine. */
export interface EngineExports {
  create(seed: number): void;
  push(input: number, id: number, a: number, b: number, monotonic: number, wall: number): number;
}

/** The page as its engine sees it; it asks at once who is signed in. */
export interface Opened {
  /** What the module of the engine imports. */
  readonly imports: WebAssembly.ModuleImports;
  /** Begins, with the exports of the module. */
  start(exports: WebAssembly.Exports): void;
  /** Takes what happened; returns when to call again. */
  handle(...happening: Happening): number;
  /** Carries out what the engine decides: an effect by number, its id, and what belongs to it. */
  perform(effect: number, ...values: unknown[]): unknown;
  /** Resolves after the outcome was published; a logout with `{ confirmed }`. Rejects with what `Sink.error` made, or with the reason of the signal. */
  call(kind: number, argument?: number | string | Wanted, signal?: AbortSignal): Promise<unknown>;
  /** `streams`: the body cannot be sent twice. `signal`: in place of the request's own. */
  fetch(request: Request, streams?: boolean, signal?: AbortSignal): Promise<Response>;
  /** What was asked ahead of the engine is out of date. */
  forget(): void;
  /** Stops everything; what is pending rejects with `disposed`. */
  dispose(): void;
}

/** What the engine says of an error. The wait is in milliseconds, NaN for none. */
export type Complaint = [code: EngineErrorCode, detail: string | undefined, status: number, wait: number];

/** How the engine says that the session stands. Times are epoch milliseconds. */
export type Standing = [
  status: StatusName,
  activity: ActivityName,
  reason: ReasonName,
  expiresAt: number | null,
  idleExpiresAt: number | null,
  absoluteExpiresAt: number | null,
];
