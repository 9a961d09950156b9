// Who serves what was built: the reference server by itself, or the tool with the reference server behind it.
import { cpSync, existsSync, mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { freePort } from '../e2e/harness/engine.mjs';
import { listens, start } from '../e2e/harness/process.mjs';
import { proxy } from '../e2e/harness/proxy.mjs';
import { serve } from './server.mjs';

/** Without colours, and without asking anybody home. */
export const QUIET = { NO_COLOR: '1', FORCE_COLOR: '0', NEXT_TELEMETRY_DISABLED: '1', ASTRO_TELEMETRY_DISABLED: '1', STORYBOOK_DISABLE_TELEMETRY: '1', CI: '1' };

const CSP = 'content-security-policy';

/** The server, and in front of it the network: what a test holds back or changes, it does there. */
async function behind(args) {
  const server = await serve(args);
  const network = await proxy(server.url);
  return {
    network,
    async stop() {
      network.stop();
      await server.stop();
    },
  };
}

async function still(dir, { root, policy }) {
  const site = join(dir, root);
  mkdirSync(site, { recursive: true });
  const back = await behind(['--app', site]);
  return {
    ...back,
    url: back.network.url,
    async open() {
      // A bundler of scripts leaves the page as it is.
      if (!existsSync(join(site, 'index.html'))) cpSync(join(dir, 'index.html'), join(site, 'index.html'));
      const page = readFileSync(join(site, 'index.html'), 'utf8');
      if (policy) back.network.change = (_, headers) => (headers[CSP] = policy(headers[CSP], page));
    },
  };
}

/** What the back end answers, where one server stands in front of it and of the app. */
const OF_THE_BACK_END = /^\/(auth|api)\//;

async function served(dir, { command, ready, rewritesHost, inFront }) {
  const port = await freePort();
  // By the name that these tools print: a browser that follows it is on another origin than with the number.
  const url = `http://localhost:${port}`;
  const back = await behind(rewritesHost ? ['--app-origin', url] : []);
  let tool;
  let front;
  return {
    ...back,
    url,
    async open() {
      const [program, ...args] = command.map((part) => part.replace('{port}', port));
      const env = { ...QUIET, BACK_END: back.network.url, PORT: String(port) };
      const installed = join(dir, 'node_modules/.bin', program);
      tool = await start('env', ['--chdir', dir, existsSync(installed) ? installed : program, ...args], ready ?? (() => listens(port)), env);
      if (!inFront) return;
      front = await proxy(url);
      front.route = (path) => (OF_THE_BACK_END.test(path) ? back.network.url : undefined);
      this.url = front.url;
    },
    async stop() {
      front?.stop();
      await tool?.stop('SIGTERM');
      await back.stop();
    },
  };
}

/** Starts the back end of a row: a build may want to know where that is. */
export const serving = (dir, row) => (row.command ? served(dir, row) : still(dir, row));

/** Holds back what asks for a path; returns how to wait for the first such request, and how to let all go on. */
export function holding({ network }, path) {
  let free;
  const released = new Promise((resolve) => (free = resolve));
  network.log = [];
  network.hold = (asked) => (asked === path ? released : undefined);
  return {
    held: () => network.seen(path),
    release() {
      network.hold = undefined;
      free();
    },
  };
}
