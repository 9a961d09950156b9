// What is measured of one contestant in one engine.
import { chromium } from '../../tests/e2e/harness/engine.mjs';
import { refreshes } from './contestants.mjs';
import { REFRESHES } from './server.mjs';
import { open } from './window.mjs';

export const median = (numbers) => numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)];
const CLAIMS = 300_000;

export async function measure(server, name, { loads, pairs, crowds, storms }) {
  const window = await open(server.url, name);
  try {
    const [tab] = window.tabs;
    const row = { name, ...(await start(server, window, loads)) };
    row.request = await tab.run((pairs) => bench.requests(pairs), pairs);
    row.crowd = await tab.run((runs) => bench.crowd(1000, runs), crowds);
    if (name === 'hallpass') row.instantiate = await tab.run((url) => bench.instantiate(url, 50), `${server.url}/session.wasm`);
    if (chromium) row.heap = await heap(window);
    server.weigh(CLAIMS);
    await window.load(tab);
    await tab.run(() => bench.known().then(() => {}));
    row.heavy = await tab.run((pairs) => bench.requests(pairs), Math.ceil(pairs / 2));
    server.weigh(0);
    if (refreshes(name)) {
      row.single = await storm(server, window, 50, storms);
      await window.close();
      const five = await open(server.url, name, 5);
      row.five = await storm(server, five, 10, storms).finally(five.close);
    }
    return row;
  } finally {
    server.weigh(0);
    await window.close().catch(() => {});
  }
}

/** Requests before a page can act, and when it knows who is signed in. */
async function start(server, { tabs: [tab], load }, loads) {
  const times = [];
  let requests;
  for (let i = 0; i < loads; i++) {
    server.take();
    await load(tab);
    const { at } = await tab.run(() => bench.known());
    const counts = server.take();
    requests = Object.values(counts).reduce((sum, count) => sum + count, 0) - (counts['GET /favicon.ico'] ?? 0);
    times.push(at);
  }
  return { known: median(times), requests };
}

/** Everything expires, and all tabs ask at once: how often it was refreshed, what failed, and how long it took. */
export async function rage(server, { tabs }, count) {
  const begun = await Promise.all(tabs.map((tab) => tab.run((count) => void (window.outcome = bench.storm(count)), count)));
  await server.gathered(begun.length);
  server.expire();
  server.take();
  server.open();
  const outcomes = [];
  for (const tab of tabs) outcomes.push(await tab.run(() => window.outcome));
  const counts = server.take();
  return {
    refreshes: REFRESHES.reduce((sum, route) => sum + (counts[route] ?? 0), 0),
    failed: outcomes.reduce((sum, outcome) => sum + outcome.failed, 0),
    time: Math.max(...outcomes.map(({ end }) => end)) - Math.min(...outcomes.map(({ start }) => start)),
  };
}

async function storm(server, window, count, runs) {
  const storms = [];
  for (let i = 0; i < runs; i++) storms.push(await rage(server, window, count));
  const mean = (what) => storms.reduce((sum, one) => sum + one[what], 0) / runs;
  return { time: median(storms.map(({ time }) => time)), refreshes: mean('refreshes'), failed: mean('failed') };
}

/** What 10,000 requests leave on the heap, in octets; of Chromium, which can be told to collect. */
async function heap({ driver, tabs: [tab] }) {
  const size = async () => {
    await driver.sendDevToolsCommand('HeapProfiler.collectGarbage', {});
    return (await driver.sendAndGetDevToolsCommand('Runtime.getHeapUsage', {})).usedSize;
  };
  await tab.run(() => bench.many(1000));
  const before = await size();
  await tab.run(() => bench.many(5000));
  await tab.run(() => bench.many(5000));
  return (await size()) - before;
}
