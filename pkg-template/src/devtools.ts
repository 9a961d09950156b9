import { createLog } from './devtools/log.js';
import { watch } from './devtools/watch.js';
import type { Session } from './types.js';

export { explain, type Explanation } from './devtools/explain.js';

/** How the panel is mounted. */
export interface DevtoolsOptions {
  /** Where the panel stands in the page. Default: at its lower edge, above everything. */
  target?: Element;
  /** Whether it is open at the start. Default: it is a button that opens it. */
  open?: boolean;
  /** The nonce of the page's `style-src`, for browsers without constructed style sheets. */
  nonce?: string;
}

/**
 * Shows what a session does, in a panel of its own: its status and clocks, what happened and why, and "why am I signed out?"
 * in one sentence. Returns how to take it away. The panel itself is loaded with the first call, so that an app that makes
 * none downloads nothing of it. It does nothing on a server.
 *
 * ```ts
 * if (import.meta.env.DEV) mountDevtools(session);
 * ```
 */
export function mountDevtools(session: Session<any>, options: DevtoolsOptions = {}): () => void {
  if (typeof document === 'undefined') return () => {};
  // From now on, and not from when the panel is there.
  const log = createLog();
  const stop = watch(session, log);
  let unmount: (() => void) | undefined;
  let gone = false;
  import('./devtools/panel.js').then(
    ({ mountPanel }) => gone || (unmount = mountPanel(session, log, options)),
    (cause) => console.warn('hallpass: the panel of hallpass/devtools could not be loaded.', cause),
  );
  return () => {
    gone = true;
    stop();
    unmount?.();
  };
}
