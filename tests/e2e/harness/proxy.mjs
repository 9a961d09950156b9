// What stands between a browser and a server: it takes notes, and it can be a bad network.
import { createServer, request } from 'node:http';

/** How long a request is waited for, in ms. */
const PATIENCE = 40_000;

/** Starts a proxy for a server, which may be named later. To a browser it *is* the server: the `Host` is left as it is. */
export async function proxy(target) {
  const state = {
    target,
    /** Another server for some paths, as an app has that renders and passes its API on: `(path) => target | undefined`. */
    route: undefined,
    /** Every request: method, path, headers, when it came; once answered, status and the cookies set; `gone` if its connection closed without. */
    log: [],
    /** Whether the request is to die: `(path) => boolean`. */
    cut: undefined,
    /** What a request waits for on its way; whoever gives it up meanwhile has not sent it: `(path) => Promise | undefined`. */
    hold: undefined,
    /** Answers in the server's place, if it returns true: `(request, response) => boolean`. */
    answer: undefined,
    /** Changes the headers of an answer, or its `statusCode`: `(path, headers, answered) => void`. */
    change: undefined,
    /** Takes a WebSocket in the server's place: `(request, socket, head) => void`. Without it there is none. */
    upgrade: undefined,
  };
  const waiting = new Set();
  const look = () => waiting.forEach((each) => each());
  const server = createServer(async (asked, answer) => {
    const { method, url: path, headers } = asked;
    const entry = { method, path, headers, at: performance.now() };
    state.log.push(entry);
    answer.on('close', () => {
      entry.gone = !answer.writableEnded;
      look();
    });
    look();
    await state.hold?.(path);
    if (answer.destroyed) return;
    if (state.cut?.(path)) return answer.destroy();
    if (await state.answer?.(asked, answer)) return;
    const { hostname, port } = new URL(state.route?.(path) ?? state.target);
    const passed = request({ hostname, port, method, path, headers }, (answered) => {
      state.change?.(path, answered.headers, answered);
      Object.assign(entry, { status: answered.statusCode, cookies: answered.headers['set-cookie'] ?? [] });
      look();
      answer.writeHead(answered.statusCode, answered.headers);
      answered.on('error', () => answer.destroy());
      answered.pipe(answer);
    });
    passed.on('error', () => answer.destroy());
    asked.pipe(passed);
  });
  server.on('upgrade', (asked, socket, head) => (state.upgrade ? state.upgrade(asked, socket, head) : socket.destroy()));
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  return Object.assign(state, {
    url: `http://127.0.0.1:${server.address().port}`,
    /** A good network again, and an empty book. */
    reset: () => Object.assign(state, { log: [], cut: undefined, hold: undefined, answer: undefined, change: undefined, upgrade: undefined }),
    /** Resolves with the first request of a path that `holds`, once there is one. */
    seen: (path, holds = () => true) =>
      new Promise((resolve, reject) => {
        const found = () => {
          const entry = state.log.find((entry) => entry.path === path && holds(entry));
          if (!entry) return;
          clearTimeout(timer);
          waiting.delete(found);
          resolve(entry);
        };
        const timer = setTimeout(() => reject(new Error(`no such request: ${path}`)), PATIENCE);
        waiting.add(found);
        found();
      }),
    stop() {
      server.closeAllConnections();
      server.close();
    },
  });
}
