import { InputKind } from './generated/border.js';
import type { Happening, Push } from './surface.js';
import { cancel, later } from './timers.js';

/** The longest single wait: a delay of 2^31 ms overflows, and an hour keeps to the clock. */
const LONGEST = 3_600_000;

/** How long a timer is relied on, in milliseconds: a timer that was set before the machine slept fires late. */
const TRUSTED = 1_000;

/** What the inbox needs of the page. */
interface Needs {
  /** Has the engine take what happened; returns when to call again. */
  readonly _handle: (...happening: Happening) => number;
  /** Something threw that the page cannot go on after. */
  readonly _broken: (cause: unknown) => void;
}

/** What happened and is not handled yet: one thing at a time, in order. */
export interface Inbox {
  /** Something happened. What happens meanwhile, in a listener say, waits its turn. */
  _push: Push;
  /** From now on there is an engine: this is the first that it takes, and then what happened before. */
  _open: Push;
  /** From now on there is none. */
  _close(): void;
}

export function inbox(page: Needs): Inbox {
  /** The first is being handled, if it is open. */
  const waiting: Happening[] = [];
  let open = false;
  let timer: unknown;
  /** When the timer fires, and until when it is relied on, by `performance.now()`. */
  let armed: number | undefined;
  let trusted: number;

  const arm = (due: number, now = performance.now()): void => {
    if (due === armed && now < trusted) return;
    armed = due;
    trusted = now + TRUSTED;
    cancel(timer);
    if (due < Infinity) timer = later(timeout, Math.min(due - now + 1, LONGEST));
  };

  const push: Push = (...happening) => {
    // Before there is an engine, what the other tabs say waits, and what the user wants of it.
    if (waiting.push(happening) < 2 && open) run();
  };

  const run = (): void => {
    try {
      let due = Infinity;
      // A listener may dispose of the session: nothing of it goes on.
      for (; open && waiting.length; waiting.shift()) due = page._handle(...waiting[0]!);
      if (open) arm(due);
    } catch (cause) {
      page._broken(cause);
    }
  };

  const timeout = (): void => {
    armed = undefined;
    push(InputKind.Timeout);
  };

  return {
    _push: push,
    _open(...first) {
      open = true;
      waiting.unshift(first);
      run();
    },
    _close() {
      open = false;
      cancel(timer);
    },
  };
}
