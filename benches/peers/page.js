// The part of the bench that runs in the page: `open` is the contestant's.
import { open } from 'contestant';

const begun = performance.now();
const contestant = open();
const known = contestant.known.then((signedIn) => ({ signedIn, at: performance.now(), begun }));

const median = (numbers) => numbers.sort((a, b) => a - b)[Math.floor(numbers.length / 2)];
/** A body that is not read keeps its request open, until there are too many. */
const read = async (answer) => (answer instanceof Response ? (await answer.arrayBuffer(), answer.status) : answer);
const bare = async (path) => read(await fetch(path, { headers: { 'X-CSRF': '1' } }));
const request = async (path) => read(await contestant.request(path));

async function timed(act) {
  const start = performance.now();
  await act();
  return performance.now() - start;
}

window.bench = {
  known: () => known,
  signIn: () => contestant.signIn?.() ?? fetch('/bench/sign-in', { method: 'POST' }),

  /** One request after another, each beside a bare one; the order changes, so that neither is always the warm one. */
  async requests(pairs) {
    const ours = [];
    const theirs = [];
    const differences = [];
    for (let i = 0; i < pairs; i++) {
      const both = [() => timed(() => request('/api/item')), () => timed(() => bare('/api/item'))];
      const [a, b] = i % 2 ? [await both[0](), await both[1]()] : (await Promise.resolve([await both[1](), await both[0]()])).reverse();
      ours.push(a);
      theirs.push(b);
      differences.push(a - b);
    }
    // The noise floor: what two halves of the bare requests differ by.
    const halves = theirs.map((time, i) => (i % 2 ? time - theirs[i - 1] : undefined)).filter((time) => time !== undefined);
    return { ours: median(ours), bare: median(theirs), difference: median(differences), noise: Math.abs(median(halves)) };
  },

  /** Many in flight at once; the time for each, beside that of bare ones. */
  async crowd(count, runs) {
    const differences = [];
    for (let run = 0; run < runs; run++) {
      const all = (send) => timed(() => Promise.all(Array.from({ length: count }, () => send('/api/item'))));
      const [first, second] = run % 2 ? [request, bare] : [bare, request];
      const [a, b] = [await all(first), await all(second)];
      differences.push((run % 2 ? a - b : b - a) / count);
    }
    return median(differences);
  },

  /** Waits at the gate with the other tabs, then sends so many requests at once. */
  async storm(count) {
    // Of one address the cache of a browser asks once at a time, for seconds.
    await bare(`/bench/gate?${Math.random()}`);
    const start = Date.now();
    const outcomes = await Promise.allSettled(Array.from({ length: count }, () => request('/api/item')));
    const failed = outcomes.filter(({ status, value }) => status === 'rejected' || value !== 200).length;
    return { start, end: Date.now(), failed };
  },

  async many(count) {
    for (let i = 0; i < count; i += 50) await Promise.all(Array.from({ length: 50 }, () => request('/api/item')));
  },

  /** Instantiates a module from its bytes, as each session does. */
  async instantiate(url, runs) {
    const bytes = await (await fetch(url)).arrayBuffer();
    const imports = (module) => {
      const given = {};
      for (const { module: from, name } of WebAssembly.Module.imports(module)) (given[from] ??= {})[name] = () => 0;
      return given;
    };
    const times = [];
    for (let i = 0; i < runs; i++)
      times.push(
        await timed(async () => {
          const module = await WebAssembly.compile(bytes);
          await WebAssembly.instantiate(module, imports(module));
        }),
      );
    return median(times);
  },
};
