/** Web Locks of one page alone: granted in order, shared ones at once. */
export function locks() {
  const held = [];
  const queue = new Map();
  const grant = async (name, mode, act) => {
    const lock = { name, mode };
    held.push(lock);
    try {
      return await act(lock);
    } finally {
      held.splice(held.indexOf(lock), 1);
    }
  };
  return {
    request(name, ...rest) {
      const act = rest.pop();
      const [{ mode = 'exclusive', signal } = {}] = rest;
      if (mode === 'shared') return grant(name, mode, act);
      const before = queue.get(name) ?? Promise.resolve();
      const aborted = new Promise((_, reject) => signal?.addEventListener('abort', () => reject(signal.reason)));
      aborted.catch(() => {});
      const turn = Promise.race([before, aborted]).then(() => grant(name, mode, act));
      queue.set(name, Promise.allSettled([before, turn]));
      return turn;
    },
    query: async () => ({ held: held.map((lock) => ({ ...lock })), pending: [] }),
  };
}
