// Who serves what was built: the reference server by itself, or the tool with the reference server behind it.
import { cpSync, existsSync, mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { freePort } from '../e2e/harness/engine.mjs';
import { start } from '../e2e/harness/process.mjs';
import { proxy } from '../e2e/harness/proxy.mjs';
import { serve } from '../e2e/harness/server.mjs';

/** Without colours, and without asking anybody home. */
export const QUIET = { NO_COLOR: '1', FORCE_COLOR: '0', NEXT_TELEMETRY_DISABLED: '1', CI: '1' };

const CSP = 'content-security-policy';

async function still(dir, { root, policy }) {
  const site = join(dir, root);
  mkdirSync(site, { recursive: true });
  const server = await serve(site);
  const between = policy && (await proxy(server.url));
  return {
    server,
    url: (between || server).url,
    async open() {
      // A bundler of scripts leaves the page as it is.
      if (!existsSync(join(site, 'index.html'))) cpSync(join(dir, 'index.html'), join(site, 'index.html'));
      const page = readFileSync(join(site, 'index.html'), 'utf8');
      if (between) between.change = (_, headers) => (headers[CSP] = policy(headers[CSP], page));
    },
    async stop() {
      if (between) between.stop();
      await server.stop();
    },
  };
}

async function served(dir, { command, ready, rewritesHost }) {
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  // A tool that sends a Host of its own hides from the back end where the browser is.
  const server = await serve(dir, { args: rewritesHost ? ['--public-origin', url] : [] });
  let tool;
  return {
    server,
    url,
    async open() {
      const [program, ...args] = command.map((part) => part.replace('{port}', port));
      const env = { ...QUIET, BACK_END: server.url };
      tool = await start('env', ['--chdir', dir, join(dir, 'node_modules/.bin', program), ...args], ready, env);
    },
    async stop() {
      await tool?.stop('SIGTERM');
      await server.stop();
    },
  };
}

/** Starts the back end of a row: a build may want to know where that is. */
export const serving = (dir, row) => (row.command ? served(dir, row) : still(dir, row));
