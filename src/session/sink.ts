import type { Fault, Known, Shown, Sink, Told } from '../browser/page/surface.js';

/** What reads a token: its claims, or what is wrong with it. */
type Read = (text: string, answer: any) => Promise<{ value?: unknown; wrong?: { message: string } }>;

/** The sink of an application written in Rust. */
interface RustSink extends Sink {
  /** What is traced. */
  tell(entry: unknown): void;
  /** Tells nothing from now on. */
  forget(): void;
}

/** What a session rejects and aborts with. */
export const fault = (code: string, { message, request, ...known }: Known = {}): Fault =>
  Object.assign(new Error(message || request || ''), { name: 'SessionError', code, ...known });

/**
 * What a page tells its session. Once the session is gone, what the page still says is not passed on: the functions
 * that heard it are freed. `read` reads tokens, where the claims are one (`../browser/jwt/token.ts`).
 */
export const sink = (
  publish: ((snapshot: Shown) => void) | undefined,
  emit: ((event: Told) => void) | undefined,
  listen: ((entry: unknown) => void) | undefined,
  read: Read | undefined,
  signal: () => AbortSignal,
): RustSink => ({
  publish: (snapshot) => publish?.(snapshot),
  emit: (event) => emit?.(event),
  tell: (entry) => listen?.(entry),
  error: fault,
  send: (...request) => fetch(...request),
  signal,
  /** Something threw that the page cannot go on after. */
  broken(cause: any) {
    const error = fault('wasm_load_failed', { message: `The engine stopped: ${cause?.message}`, cause });
    publish?.({ status: 'unauthenticated', activity: 'idle', reason: 'unknown', error });
    emit?.({ type: 'fault', error });
    return error;
  },
  ...(read && {
    async validate(claims: unknown, answer: unknown) {
      if (typeof claims !== 'string') throw new Error('the claims are no token');
      const { value, wrong } = await read(claims, answer);
      if (wrong) throw new Error(wrong.message);
      return value;
    },
  }),
  forget() {
    publish = emit = listen = undefined;
  },
});
