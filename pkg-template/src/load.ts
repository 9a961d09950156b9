import { SessionError, isSessionError, type SessionErrorCode } from './errors.js';
import type { Preset } from './preset.js';
import type { LoginOptions, Seconds, SessionEvent, SessionOptions, SessionSnapshot, WasmSource } from './types.js';

/** What the engine calls: at any time, synchronously, while it holds no lock of its own. */
export interface Sink<C = any> {
  /** Whenever something of it is new. */
  publish(snapshot: SessionSnapshot<C>): void;
  emit(event: SessionEvent): void;
  error(code: SessionErrorCode, detail?: string, status?: number, retryAfter?: Seconds): SessionError;
  /**
   * Only where the options bring a schema. A rejection means: not what the app can work with. Of the answer that
   * carries a token, the claims take its place.
   */
  validate?(claims: unknown, answer: unknown): Promise<unknown>;
}

/** The options as the engine gets them: judged, URLs and origins as strings. */
export interface EngineOptions extends Pick<SessionOptions<any>, 'refresh' | 'idle'> {
  preset: Preset;
  baseUrl?: string;
  origins: string[];
  name: string;
}

/** What happened, by the numbers of `page/inputs.js`. */
export type Happening = [input: number, id?: number, a?: number, b?: number, value?: unknown, ago?: number];

/** Of a sign-in by navigation, and of a sign-out: where to land, and how strong and how recent it is to be. */
export type Wanted = Pick<LoginOptions, 'returnTo' | 'acrValues' | 'maxAge'>;

/** The page as its engine sees it; it asks at once who is signed in. */
export interface Page {
  /** What the module of the engine imports: an instance of its own for each session. */
  readonly imports: WebAssembly.ModuleImports;
  /** Begins, with the exports of the module. */
  start(exports: WebAssembly.Exports): void;
  /** Takes what happened; returns when to call again. */
  handle(...happening: Happening): number;
  /** Carries out what the engine decides: an effect by number, its id, and what belongs to it. */
  perform(effect: number, ...values: unknown[]): void;
  /** Resolves after the outcome was published; a logout with `{ confirmed }`. Rejects with what `Sink.error` made. */
  call(kind: number, argument?: Seconds | string | Wanted): Promise<unknown>;
  fetch(input: RequestInfo | URL, init?: RequestInit): Promise<Response>;
  /** Stops everything; what is pending rejects with `disposed`. */
  dispose(): void;
}

/** One module for all sessions of a page; a failure is not remembered. */
let compiled: Promise<WebAssembly.Module> | undefined;

export function load(source: () => WasmSource | Promise<WasmSource>): Promise<WebAssembly.Module> {
  return (compiled ??= compile(source).catch((cause) => {
    compiled = undefined;
    throw cause;
  }));
}

/** A module, wherever it comes from. */
export async function compile(source: () => WasmSource | Promise<WasmSource>): Promise<WebAssembly.Module> {
  const given = await source();
  let wasm = typeof given === 'string' || given instanceof URL ? await fetch(given) : given;
  if (wasm instanceof Response) {
    if (!wasm.ok) throw new SessionError('wasm_load_failed', wasm.url, wasm.status);
    wasm = await wasm.arrayBuffer();
  }
  return wasm instanceof WebAssembly.Module ? wasm : WebAssembly.compile(wasm);
}

/** Chromium and WebKit name the missing directive, Firefox says "blocked by CSP". */
export function blame(cause: unknown): SessionError {
  if (isSessionError(cause)) return cause;
  const text = String(cause);
  return /-eval|CSP/.test(text)
    ? new SessionError('wasm_blocked', "CSP lacks script-src 'wasm-unsafe-eval'")
    : new SessionError('wasm_load_failed', text);
}
