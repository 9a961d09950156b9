import { HEARD } from './inputs.js';

/** `BroadcastChannel`: hints between the tabs of one session; where there is none, nobody hears. */
export function channel(page, name) {
  let open;

  const resume = () => {
    try {
      open = new BroadcastChannel(name);
      open.onmessage = ({ data }) => page.push(HEARD, 0, 0, 0, data);
    } catch {
      // No channel: the others ask when they wake.
    }
  };
  const suspend = () => {
    open?.close();
    open = undefined;
  };
  resume();

  return {
    broadcast(...message) {
      open?.postMessage(message);
    },
    suspend,
    resume,
    /** A frozen page may still hear, but is not to answer that it lives: nothing of it goes on. */
    mute: suspend,
    unmute: resume,
  };
}
