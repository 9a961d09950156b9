import { SessionError, isSessionError, type SessionErrorCode } from './errors.js';
import type { Seconds, SessionOptions, WasmSource } from './types.js';

/** What the engine calls: at any time, synchronously, while it holds no lock of its own. */
export interface Sink {
  publish(
    status: 'loading' | 'authenticated' | 'unauthenticated',
    activity: 'idle' | 'checking' | 'refreshing' | 'ending' | 'paused',
    reason: 'none' | 'logged-out' | 'expired' | 'idle' | 'revoked' | '',
    claims: unknown,
    subject: string | null,
    /** Epoch ms; NaN for none. */
    expiresAt: number,
    idleExpiresAt: number,
    absoluteExpiresAt: number,
    error: SessionError | undefined,
  ): void;
  emit(type: string, a?: unknown, b?: unknown): void;
  error(code: SessionErrorCode, detail?: string, status?: number, retryAfter?: Seconds): SessionError;
  /** Only where the options bring a schema. A rejection means: not what the app can work with. */
  validate?(claims: unknown): Promise<unknown>;
  trace(event: string, detail?: unknown): void;
}

/** The options as the engine gets them: judged, URLs and origins as strings. */
export interface EngineOptions extends Pick<SessionOptions<any>, 'preset' | 'refresh' | 'idle'> {
  baseUrl?: string;
  origins: string[];
  name: string;
}

/** What to ask the engine for: the numbers of `call` in `input.rs`. */
export const enum Call {
  Check,
  Refresh,
  EnsureFresh,
  Extend,
  Login,
  Navigate,
  Logout,
  LogoutEverywhere,
}

/** What happened, as the page tells the engine. */
type Happening = [input: number, id: number, a: number, b: number, value: unknown, monotonic: number, wall: number];

/** The page as the engine sees it. */
export interface Page {
  /** Begins, with the engine's `push`. */
  start(push: (...happening: Happening) => number): void;
  /** Resolves after the outcome was published; a logout with `{ confirmed }`. Rejects with what `Sink.error` made. */
  call(kind: Call, argument?: Seconds | string): Promise<unknown>;
  fetch(input: RequestInfo | URL, init?: RequestInit): Promise<Response>;
  /** Stops everything; what is pending rejects with `disposed`. */
  dispose(): void;
}

export interface Engine {
  readonly page: Page;
  push(...happening: Happening): number;
  free(): void;
}

export interface EngineModule {
  default(argument: { module_or_path: unknown }): Promise<unknown>;
  Engine: new (options: EngineOptions, sink: Sink, early?: Promise<Response>) => Engine;
}

/** One module for all sessions of a page; a failure is not remembered. */
let engine: Promise<EngineModule> | undefined;

export function load(source: () => WasmSource | Promise<WasmSource>): Promise<EngineModule> {
  return (engine ??= start(source).catch((cause) => {
    engine = undefined;
    throw cause;
  }));
}

async function start(source: () => WasmSource | Promise<WasmSource>): Promise<EngineModule> {
  const [module, wasm] = await Promise.all([import('./engine.js'), source()]);
  await module.default({ module_or_path: wasm });
  return module;
}

/** Chromium and WebKit name the missing directive, Firefox says "blocked by CSP". */
export function blame(cause: unknown): SessionError {
  if (isSessionError(cause)) return cause;
  const text = String(cause);
  return /-eval|CSP/.test(text)
    ? new SessionError('wasm_blocked', "the page's CSP lacks script-src 'wasm-unsafe-eval'")
    : new SessionError('wasm_load_failed', text);
}
