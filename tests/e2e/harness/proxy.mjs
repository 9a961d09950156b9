// What stands between a browser and a server: it takes notes, and it can be a bad network.
import { createServer, request } from 'node:http';

/** Starts a proxy for a server, which may be named later. To a browser it *is* the server: the `Host` is left as it is. */
export async function proxy(target) {
  const state = {
    target,
    /** Every request: method, path, headers; and, once answered, status and the cookies set. */
    log: [],
    /** Whether the request is to die: `(path) => boolean`. */
    cut: undefined,
    /** How many ms a request takes on its way; whoever gives it up meanwhile has not sent it: `(path) => number`. */
    delay: undefined,
    /** Answers in the server's place, if it returns true: `(request, response) => boolean`. */
    answer: undefined,
    /** Changes the headers of an answer: `(path, headers) => void`. */
    change: undefined,
  };
  const server = createServer(async (asked, answer) => {
    const { method, url: path, headers } = asked;
    const entry = { method, path, headers };
    state.log.push(entry);
    if (state.cut?.(path)) return answer.destroy();
    if (await state.answer?.(asked, answer)) return;
    const wait = state.delay?.(path);
    if (wait) await new Promise((resolve) => setTimeout(resolve, wait));
    if (answer.destroyed) return;
    const { hostname, port } = new URL(state.target);
    const passed = request({ hostname, port, method, path, headers }, (answered) => {
      state.change?.(path, answered.headers);
      Object.assign(entry, { status: answered.statusCode, cookies: answered.headers['set-cookie'] ?? [] });
      answer.writeHead(answered.statusCode, answered.headers);
      answered.on('error', () => answer.destroy());
      answered.pipe(answer);
    });
    passed.on('error', () => answer.destroy());
    asked.pipe(passed);
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  return Object.assign(state, {
    url: `http://127.0.0.1:${server.address().port}`,
    /** A good network again, and an empty book. */
    reset: () => Object.assign(state, { log: [], cut: undefined, delay: undefined, answer: undefined, change: undefined }),
    stop() {
      server.closeAllConnections();
      server.close();
    },
  });
}
