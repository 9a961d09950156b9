import { CallKind, InputKind } from './generated/border.js';
import type { Preset } from './generated/preset.js';
import type { Complaint, Fault, Opened, Push, Sink, Wanted } from './surface.js';

/** What the calls need of the page. */
interface Needs {
  readonly _sink: Sink;
  readonly _push: Push;
  readonly _id: () => number;
  readonly _error: (complaint: Complaint) => Fault;
  readonly _want: (wanted?: Wanted) => void;
  /** The page was told to leave. */
  readonly _depart: () => void;
}

/** What the application asks of the engine, and waits for. */
export interface Calls {
  _call: Opened['call'];
  /** A call is done; of a logout, whether it is confirmed. */
  _resolve(id: number, a: number, confirmed: boolean): void;
  _fail(id: number, ...error: Complaint): void;
  /** The credentials of the call that waits: the engine never sees them. */
  _given(): unknown;
  /** Fails them all, each with an error of its own. */
  _drop(why: () => Fault): void;
}

/** One of them. */
type Call = [resolve: (value: unknown) => void, reject: (error: unknown) => void, given: unknown];

export function calls(page: Needs, preset: Preset): Calls {
  const waiting = new Map<number, Call>();

  const settle = (id: number, how: 0 | 1, value: unknown): void => {
    waiting.get(id)?.[how](value);
    waiting.delete(id);
  };

  return {
    _call: (kind, argument, signal) =>
      new Promise((resolve, reject) => {
        signal?.throwIfAborted();
        const id = page._id();
        const navigates = kind === CallKind.LoginByNavigation;
        // What the server has no way for is not asked of it.
        if ((kind === CallKind.Login && !preset.login) || (navigates && !preset.loginPage)) {
          throw page._sink.error('config_invalid', { message: 'the preset has no such login' });
        }
        // It leaves, were it first for where an earlier logout takes place.
        if (navigates || kind === CallKind.Logout) {
          page._depart();
          page._want(argument as Wanted);
        }
        waiting.set(id, [resolve, reject, kind === CallKind.Login && argument]);
        signal?.addEventListener('abort', () => {
          // It may be settled by now.
          if (!waiting.delete(id)) return;
          reject(signal.reason);
          page._push(InputKind.GivenUp, id);
        });
        page._push(InputKind.Called, id, kind, +((argument as Wanted)?.everywhere || argument!) || 0);
      }),
    _resolve: (id, _a, confirmed) => settle(id, 0, { confirmed: !!confirmed }),
    _fail: (id, ...error) => settle(id, 1, page._error(error)),
    _given() {
      for (const [, , text] of waiting.values()) if (text) return JSON.parse(text as string);
      return undefined;
    },
    _drop: (why) => waiting.forEach(([, reject]) => reject(why())),
  };
}
