import { HEARD } from './inputs.js';

/** `BroadcastChannel`: hints between the tabs of one session; where there is none, nobody hears. */
export function channel(page, name) {
  let open;

  const listen = () => {
    try {
      open = new BroadcastChannel(name);
      // A frozen page may still hear, but is not to answer that it lives: nothing of it goes on.
      open.onmessage = ({ data }) => page._suspended || page._push(HEARD, 0, 0, 0, data);
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
  };
}
