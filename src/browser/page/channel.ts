import { InputKind } from './generated/border.js';
import type { Push } from './surface.js';

/** What the channel needs of the page. */
interface Needs {
  readonly _push: Push;
}

/** The hints between the tabs of one session. */
export interface Channel {
  _broadcast(...message: number[]): void;
  _mute(): void;
  _listen(): void;
  /** The page is frozen, or goes on. */
  _freeze(frozen: boolean): void;
}

/** `BroadcastChannel`: hints between the tabs of one session; where there is none, no tab hears. */
export function channel(page: Needs, name: string): Channel {
  let open: BroadcastChannel | undefined;
  let frozen = false;

  const listen = (): void => {
    try {
      open ??= new BroadcastChannel(name);
      // A frozen page may still hear, but is not to answer that it lives: nothing of it goes on.
      open.onmessage = ({ data }) => frozen || page._push(InputKind.Heard, 0, 0, 0, data);
    } catch {
      // No channel: the others ask when they wake.
    }
  };
  listen();

  return {
    _broadcast(...message) {
      open?.postMessage(message);
    },
    _mute() {
      open?.close();
      open = undefined;
    },
    _listen: listen,
    _freeze(now) {
      frozen = now;
    },
  };
}
