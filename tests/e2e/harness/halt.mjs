// A tab that stands still: frozen by Chromium's own protocol, and else its process stopped by a signal (Linux).
import assert from 'node:assert/strict';
import { readFileSync, readdirSync, readlinkSync } from 'node:fs';
import { inspect } from './cdp.mjs';
import { chromium, driverUrl } from './engine.mjs';

/** What a tab allocates to be told from the others, in bytes. */
const BALLAST = 64 << 20;

const pids = () => readdirSync('/proc').filter((name) => /^\d+$/.test(name));
/** Reads of a process that may be gone by now. */
const of = (pid, read) => {
  try {
    return read(`/proc/${pid}`);
  } catch {}
};
/** The fields of a process that follow its name: state, parent and so on. */
const stat = (pid) => of(pid, (dir) => readFileSync(`${dir}/stat`, 'utf8').replace(/.*\) /s, '').split(' ')) ?? [];
const resident = (pid) => of(pid, (dir) => Number(readFileSync(`${dir}/statm`, 'utf8').split(' ')[1]) * 4096) ?? 0;

/** Who listens on a port of this machine. */
function listener(port) {
  const wanted = `:${Number(port).toString(16).padStart(4, '0').toUpperCase()}`;
  const lines = ['tcp', 'tcp6'].flatMap((name) => readFileSync(`/proc/net/${name}`, 'utf8').split('\n').slice(1));
  const sockets = lines.map((line) => line.trim().split(/\s+/)).filter(([, local, , state]) => local?.endsWith(wanted) && state === '0A');
  const names = sockets.map((fields) => `socket:[${fields[9]}]`);
  return pids().find((pid) => of(pid, (dir) => readdirSync(`${dir}/fd`).some((fd) => names.includes(of(pid, () => readlinkSync(`${dir}/fd/${fd}`))))));
}

/** All that a process has started, and what that has. */
function descendants(root) {
  const all = new Set([root]);
  for (let known = 0; known < all.size; ) {
    known = all.size;
    for (const pid of pids()) if (all.has(stat(pid)[1])) all.add(pid);
  }
  all.delete(root);
  return [...all];
}

/** The process behind a tab: the one that grows by what the tab allocates. */
async function processOf(tab) {
  const { port } = new URL(await driverUrl());
  const family = descendants(listener(port));
  const before = new Map(family.map((pid) => [pid, resident(pid)]));
  const growing = () => family.filter((pid) => resident(pid) - before.get(pid) > BALLAST * 0.9);
  // What was garbage until then makes room for the first of it.
  for (let tries = 0; tries < 8 && !growing().length; tries++)
    await tab.run((size) => void (test.ballast ??= []).push(new Uint8Array(size).fill(1)), BALLAST);
  const grown = growing();
  await tab.run(() => void delete test.ballast);
  assert.equal(grown.length, 1, `${grown.length} processes grew by what the tab allocated`);
  return Number(grown[0]);
}

/** Has a tab stand still, and proves that it does; returns how to let it go on. */
export async function freeze(driver, tab, other) {
  if (!chromium) {
    const pid = await processOf(tab);
    assert.notEqual(await processOf(other), pid, 'both tabs would stand still');
    process.kill(pid, 'SIGSTOP');
    while (stat(pid)[0] !== 'T') await new Promise((resolve) => setTimeout(resolve, 1));
    return () => process.kill(pid, 'SIGCONT');
  }
  const target = await inspect(driver, tab);
  await other.show();
  assert.equal(await target.evaluate('document.visibilityState'), 'hidden', 'only a hidden page freezes');
  await target.evaluate(`globalThis.ticks = 0; const tick = () => (ticks++, setTimeout(tick, 10)); tick();
    document.addEventListener('freeze', () => (globalThis.froze = true)); 0`);
  await target.send('Page.setWebLifecycleState', { state: 'frozen' });
  assert.equal(await target.evaluate('globalThis.froze'), true, 'it was not frozen: this proves nothing');
  return async () => {
    await target.send('Page.setWebLifecycleState', { state: 'active' });
    target.close();
  };
}
