// The floor: what a careful team writes by hand. One refresh over all tabs by a Web Lock, one replay.
let generation = 0;
const others = new BroadcastChannel('hand-written');
others.onmessage = ({ data }) => (generation = Math.max(generation, data));

const refresh = (seen) =>
  navigator.locks.request('refresh', async () => {
    if (generation > seen) return;
    const response = await fetch('/auth/refresh', { method: 'POST', headers: { 'X-CSRF': '1' } });
    if (!response.ok) throw new Error(`refresh: ${response.status}`);
    others.postMessage(++generation);
  });

async function request(path) {
  const seen = generation;
  const response = await fetch(path, { headers: { 'X-CSRF': '1' } });
  if (response.status !== 401) return response;
  await refresh(seen);
  return fetch(path, { headers: { 'X-CSRF': '1' } });
}

async function who() {
  const response = await fetch('/auth/session', { headers: { 'X-CSRF': '1' } });
  if (response.status !== 401) return (await response.json()).authenticated;
  await refresh(generation);
  return who();
}

export const open = () => ({ known: who(), request });
