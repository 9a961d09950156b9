import { own } from './messages.js';
import type { Session } from './types.js';

/** The idle warning as a store: when the session ends, while that is imminent, else null. */
export interface IdleWarning {
  subscribe(onChange: () => void): () => void;
  getSnapshot(): number | null;
}

const warnings = /* @__PURE__ */ new WeakMap<object, IdleWarning>();

/** One per session, made once, so that who looks later still learns of a warning given before. */
export function idleWarning(session: Session<any>): IdleWarning {
  let warning = warnings.get(session);
  if (warning) return warning;
  let expiresAt: number | null = null;
  session.on('expiring', (event) => {
    if (event.limit === 'idle') expiresAt = event.expiresAt;
  });
  session.on('ended', () => {
    expiresAt = null;
  });
  warning = {
    subscribe(onChange) {
      const stop = [session.subscribe(onChange), session.on('expiring', onChange), session.on('ended', onChange)];
      return () => stop.forEach((each) => each());
    },
    getSnapshot() {
      const snapshot = session.getSnapshot();
      // A limit moved by activity, here or in another tab, takes the warning back.
      const moved = snapshot.status !== 'authenticated' || (snapshot.idleExpiresAt ?? 0) > expiresAt! + 999;
      return moved ? null : expiresAt;
    },
  };
  warnings.set(session, warning);
  return warning;
}

/** `text` is worth reading aloud (`aria-live`): it changes every ten seconds, `secondsLeft` every second. */
export interface IdleNotice {
  expiresAt: number;
  secondsLeft: number;
  text: string;
  extend: Session['extend'];
}

/** Tells of the warning: now, with each change, and each second while there is one. Returns how to stop. */
export function watchIdle(session: Session<any>, tell: (notice: IdleNotice | null) => void): () => void {
  const { subscribe, getSnapshot } = idleWarning(session);
  let timer: ReturnType<typeof setInterval> | undefined;
  const look = (): void => {
    const expiresAt = getSnapshot();
    clearInterval(timer);
    if (expiresAt !== null) timer = setInterval(look, 1000);
    tell(expiresAt === null ? null : idleNotice(session, expiresAt));
  };
  const stop = subscribe(look);
  look();
  return () => {
    stop();
    clearInterval(timer);
  };
}

export function idleNotice({ extend }: Session, expiresAt: number): IdleNotice {
  const { idle_warning: say = (seconds) => `You will be signed out in ${seconds} seconds.` } = own;
  const secondsLeft = Math.max(0, Math.ceil((expiresAt - Date.now()) / 1000));
  return { expiresAt, secondsLeft, text: say(Math.ceil(secondsLeft / 10) * 10), extend };
}
