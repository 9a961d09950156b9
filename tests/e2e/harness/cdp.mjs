// Chromium's own protocol, for what WebDriver has no words for. It does not bring a tab to the front.
import WebSocket from 'ws';

/** Speaks to the page of a tab. */
export async function inspect(driver, tab) {
  const { debuggerAddress } = (await driver.getCapabilities()).get('goog:chromeOptions');
  const socket = new WebSocket(`ws://${debuggerAddress}/devtools/page/${tab.handle}`);
  await new Promise((resolve, reject) => socket.once('open', resolve).once('error', reject));
  const waiting = new Map();
  let last = 0;
  socket.on('message', (data) => {
    const { id, result, error } = JSON.parse(data);
    const [resolve, reject] = waiting.get(id) ?? [];
    error ? reject?.(new Error(error.message)) : resolve?.(result);
    waiting.delete(id);
  });
  const send = (method, params) =>
    new Promise((resolve, reject) => {
      waiting.set(++last, [resolve, reject]);
      socket.send(JSON.stringify({ id: last, method, params }));
    });
  return {
    send,
    evaluate: async (expression) => (await send('Runtime.evaluate', { expression, returnByValue: true })).result.value,
    close: () => socket.terminate(),
  };
}
