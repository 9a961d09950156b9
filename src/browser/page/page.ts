import { addresses } from './addresses.js';
import { border } from './border.js';
import { calls } from './calls.js';
import { channel } from './channel.js';
import { type Early, early } from './early.js';
import type { Effects } from './effects.js';
import { DEADLINE, endpoint } from './endpoint.js';
import type { Endpoints } from './endpoint.js';
import { reader } from './facts.js';
import { type EffectKind, InputKind, News } from './generated/border.js';
import { handles } from './handles.js';
import { inbox } from './inbox.js';
import { latest } from './latest.js';
import { isVisible, listening, watch } from './lifecycle.js';
import { locks } from './locks.js';
import { navigation } from './navigation.js';
import type { Navigation } from './navigation.js';
import { other } from './other.js';
import type { Load, Other } from './other.js';
import { requests } from './requests.js';
import { showing } from './shown.js';
import type { EngineExports, Fault, Opened, Push, Settings, Sink } from './surface.js';
import { tombstone } from './tombstone.js';

/** Calls out of the page: what is thrown is reported like any uncaught error, and the session goes on. */
const guard = (call: () => unknown): void => {
  try {
    call();
  } catch (cause) {
    queueMicrotask(() => {
      throw cause;
    });
  }
};

/**
 * The page as the engine sees it: what happens goes in by `handle`, what the engine decides comes out by `perform`, one
 * timeout is armed. It carries out what the engine decides and decides nothing. Here its parts are put together: each takes
 * by name what it needs of those before it, and writes into none of them. `load` loads the part for other servers.
 */
export function createPage(settings: Settings, sink: Sink, load: Load): Opened {
  const { preset, origins, name, idle, given } = settings;
  // Encoded, so that no name contains those of another's cookies and locks.
  const scope = encodeURIComponent(name);
  const prefix = `hallpass:${scope}:`;
  /** The step of a logout that is a navigation. */
  const leave = [preset.logout ?? []].flat().find((step) => step.navigate) ?? {};
  /** Whether the body of a success may say that the session has lapsed, as those of GraphQL do. */
  const looks = [preset.expired ?? []].flat().some(({ status = [] }) => [status].flat().some((one) => one > 199 && one < 300));
  const stopped = new AbortController();
  const { imports, _enter: enter } = border(preset);
  let engine: EngineExports | undefined;
  let last = 0;
  /** The engine may have stopped halfway: no further input is safe. */
  const broken = (cause: unknown): Fault => {
    const error = sink.broken(cause);
    stop(() => error);
    return error;
  };

  const base = {
    _sink: sink,
    _id: () => ++last,
    ...inbox({ _handle: (...happening) => self.handle(...happening), _broken: broken }),
    ...handles(),
    ...addresses(preset, settings.baseUrl, origins, sink),
    ...reader(preset, leave),
    ...latest(sink),
  };
  const { _push: push } = base;
  const servers: Other = other(() => ({ ...base, ...asking, ...leaving }), preset, load);
  const asking: Endpoints = endpoint(
    { ...base, _other: servers, _given: () => waiting._given(), _early: () => first._answer() },
    preset,
  );
  const leaving: Navigation = navigation({ ...base, ...asking, _other: servers, _leave: leave }, preset);
  const waiting = calls({ ...base, ...leaving }, preset);
  const sent = requests({ ...base, _other: servers, _looks: looks });
  const lock = locks(base, prefix);
  const dying = tombstone({ ...base, ...leaving }, scope);
  const shown = showing(base);
  // Ahead: a failure shows where they are needed.
  servers().catch(() => {});
  let first!: Early;
  /** What came with the document, or was asked ahead of the engine, is out of date. */
  const forget = (news = News.Ended): void => {
    if (!engine) first?._forget(); // A page that could not be made has asked nothing.
    if (news !== News.Renewed) sink.outdate?.();
  };
  /** Once another tab says that the cookie was renewed, or that a user came or went, the server is asked anew. */
  const hear: Push = (...happening) => {
    const news = Number((happening[4] as any)?.[1]);
    if (news < News.Active) forget(news);
    push(...happening);
  };
  const on = listening(stopped.signal);
  on('pageshow', ({ persisted }) => persisted && forget());
  // Shown long after it was loaded, so that no page can tell what it has missed.
  on('prerenderingchange', () => {
    const old = first._ago() > DEADLINE;
    if (old || !engine) forget();
    if (old && engine) push(InputKind.Restored);
  });
  // Before anything is asked, and after what may fail: a channel that is left open keeps a process alive, Node's for one.
  const tabs = channel({ ...base, _push: hear }, prefix);
  first = early({ ...base, ...asking, ...dying, _stopped: stopped }, preset, given);

  /** In the order of `EffectKind`; an effect without an entry does not compile. */
  const effects: Effects & Record<EffectKind, unknown> = [
    asking._send,
    asking._abort,
    lock._acquireLock,
    lock._releaseLock,
    lock._publish,
    tabs._broadcast,
    sent._dispatch,
    sent._deliver,
    sent._reject,
    waiting._resolve,
    waiting._fail,
    base._recall,
    shown._adopt,
    dying._writeTombstone,
    dying._clearTombstone,
    dying._readTombstone,
    leaving._navigateToLogin,
    leaving._navigateAway,
    async () => (await servers())?._doubt(),
  ];

  /** Stops everything; the user stays signed in. */
  const stop = (why: () => Fault): void => {
    engine = undefined;
    // Ahead of what may fail.
    tabs._mute();
    waiting._drop(why);
    sent._drop(why);
    base._close();
    stopped.abort();
    // The tab that has the lock next is to find the cookies of what is in the air.
    asking._landed().then(lock._letGo);
  };

  const self: Opened = {
    perform: (effect, ...values) => (effects as any)[effect](...values),
    fetch: sent._fetch,

    /** Takes what happened; returns when to call again. */
    handle(input, id = 0, a = 0, b = 0, value, ago = 0) {
      const { _effects, _events, _snapshot, _error, _result } = enter(value, () =>
        engine!.push(input, id, a, b, performance.now() - ago, Date.now() - ago),
      );
      _effects.forEach((effect) => guard(() => self.perform(...effect)));
      // What was asked ahead is a question of the start, and of nothing that comes after it.
      first._take();
      shown._publish(_snapshot, _error);
      _events.forEach((event) => shown._emit(event, value));
      return _result;
    },

    /** What the module of its engine imports. */
    imports,
    forget,

    /** Begins, with the exports of the module. */
    start(exports) {
      const begun = exports as unknown as EngineExports;
      try {
        enter(settings, () => begun.create(Math.random() * 2 ** 32));
      } catch (cause) {
        throw broken(cause);
      }
      engine = begun;
      watch({ ...base, ...lock, ...tabs }, idle !== false, on);
      const ago = first._ago();
      // The engine starts at the time of the question that has been asked already. An old answer is none: then it is
      // asked anew, now.
      const counts = ago < DEADLINE;
      if (!counts) first._take();
      // A browser that does not know whether it is online is: what is not a number is not zero.
      base._open(InputKind.Started, 0, +isVisible(), +navigator.onLine, dying._read(), counts ? ago : 0);
    },

    /** Asks the engine for something. */
    call: waiting._call,

    dispose: () => stop(() => sink.error('disposed')),
  };
  return self;
}
