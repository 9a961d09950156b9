import { CHECK, ENSURE_FRESH, EXTEND, LOGIN, LOGOUT, LOGOUT_EVERYWHERE, NAVIGATE, REFRESH } from './calls.js';
import { SessionError } from './errors.js';
import { createStore } from './events.js';
import { blame, load, type Page, type Sink } from './load.js';
import { ask, judge } from './options.js';
import type { Session, SessionOptions, WasmSource } from './types.js';

/** What the arguments of an event are called. */
const FIELDS: Record<string, string> = {
  expiring: 'limit expiresAt',
  ended: 'reason',
  'identity-changed': 'from to',
  'step-up': 'acrValues maxAge',
  fault: 'error',
};

/** Of the engine's NaN, null: zero is a time like any other. */
const time = (at: number): number | null => (at === at ? at : null);

const noop = (): void => {};

/** The whole facade: judges the options, loads the engine, mirrors what it publishes. */
export function create<C>(options: SessionOptions<C>, source: () => WasmSource | Promise<WasmSource>): Session<C> {
  const settings = judge(options);
  const { claims: schema, debug } = options;
  const [observable, change, emit, settle, close, alive] = createStore<C>();
  let page: Page | undefined;
  let starting: Promise<Page> | undefined;
  let early: Promise<Response> | undefined;

  const sink: Sink = {
    publish(status, activity, reason, claims, subject, expiresAt, idleExpiresAt, absoluteExpiresAt, error) {
      change({
        status,
        activity,
        ...(status === 'authenticated'
          ? {
              claims,
              subject,
              expiresAt: time(expiresAt),
              idleExpiresAt: time(idleExpiresAt),
              absoluteExpiresAt: time(absoluteExpiresAt),
            }
          : reason && { reason }),
        ...(error && { error }),
      } as any);
    },
    emit(type, ...values) {
      const event: any = { type };
      FIELDS[type]?.split(' ').forEach((field, i) => (event[field] = values[i]));
      emit(event);
    },
    error: (...parts) => new SessionError(...parts),
  };
  if (schema)
    sink.validate = async (value) => {
      const result = await schema['~standard'].validate(value);
      if (result.issues) throw new Error(result.issues[0]?.message);
      return result.value;
    };

  const start = async (): Promise<Page> => {
    try {
      const { preset } = settings;
      const [[Page, exports], tracing, checking] = await Promise.all([
        load(source),
        debug && import('./trace.js'),
        // Of our own presets nobody doubts but who debugs.
        (debug || !preset.name) && import('./check.js'),
      ]);
      alive();
      const complaint = checking && checking.complain(preset);
      if (complaint) throw new SessionError('config_invalid', complaint);
      page = new Page(settings, sink, early);
      if (tracing) tracing.trace(page, sink, debug!);
      page.start(exports);
      return page;
    } catch (cause) {
      const error = blame(cause);
      starting = early = undefined;
      change({ status: 'unauthenticated', activity: 'idle', reason: 'none', error });
      emit({ type: 'fault', error });
      throw error;
    }
  };
  const use = async <T>(act: (page: Page) => Promise<T>): Promise<T> => {
    alive();
    const started = await (starting ??= start());
    alive();
    return act(started);
  };
  const call = (kind: number) => async (argument?: any) => {
    await use((page) => page.call(kind, argument));
    return observable.getSnapshot();
  };
  const dispose = (): void => {
    if (close()) page?.dispose();
  };

  if (typeof document === 'undefined') {
    settle();
    starting = Promise.reject(new SessionError('config_invalid', 'no document'));
  } else {
    try {
      early = ask(settings, observable.signal);
      early?.catch(noop);
    } catch {
      // Cookies are out of reach (a sandboxed frame): the engine will say so.
    }
    starting = start();
  }
  starting.catch(noop);

  return Object.assign(observable, {
    check: call(CHECK),
    refresh: call(REFRESH),
    ensureFresh: call(ENSURE_FRESH),
    login: ({ returnTo, acrValues, maxAge, ...credentials } = {}) => {
      const text = JSON.stringify(credentials);
      return text === '{}' ? call(NAVIGATE)(returnTo) : call(LOGIN)(text);
    },
    extend: call(EXTEND),
    logout: ({ everywhere } = {}) => use<any>((page) => page.call(everywhere ? LOGOUT_EVERYWHERE : LOGOUT)),
    fetch: (input, init) => use((page) => page.fetch(input, init)),
    dispose,
    // Where the symbol is missing, the name once more.
    [Symbol.dispose ?? 'dispose']: dispose,
  } as Omit<Session<C>, keyof typeof observable>);
}
