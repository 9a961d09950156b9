import type { Session, SessionOptions } from './types.js';

/** The least that a warning comes ahead of the limit, as the engine has it (src/machine/idle.rs). */
const LEAST_WARNING = 20;

/** The two clocks that are compared are read at different moments, in milliseconds. */
const SLACK = 1000;

/**
 * Tells the console, once each, what of the option `idle` does not hold: the server's own limit comes before `timeout`, and
 * `warn` is at least 20 seconds and at most half of the limit. The engine decides; this compares what it publishes with what was
 * asked for.
 */
export function tell(
  session: Pick<Session<any>, 'getSnapshot' | 'subscribe'>,
  { timeout, warn }: Exclude<SessionOptions['idle'], false | undefined>,
): void {
  const earliest = performance.timeOrigin + timeout * 1000 - SLACK;
  const warning = warn && Math.min(Math.max(warn, LEAST_WARNING), timeout / 2);
  let told = warning === warn;

  const look = (): void => {
    const snapshot = session.getSnapshot();
    if (snapshot.status !== 'authenticated' || snapshot.idleExpiresAt === null) return;
    const { idleExpiresAt } = snapshot;
    const latest = Date.now() + timeout * 1000 + SLACK;
    // A limit of the page's own counts from activity, so it lies between these two.
    if (idleExpiresAt < earliest || idleExpiresAt > latest) {
      stop();
      const left = Math.round((idleExpiresAt - Date.now()) / 1000);
      console.warn(
        `hallpass: idle.timeout is ${timeout} s, but the server has an idle limit of its own, which counts: it ends the session in ${left} s.`,
      );
    } else if (!told) {
      told = true;
      console.warn(
        `hallpass: idle.warn is ${warn} s, but the warning comes ${warning} s ahead: at least ${LEAST_WARNING} s, and at most half of the limit.`,
      );
    }
  };
  const stop = session.subscribe(look);
  look();
}
