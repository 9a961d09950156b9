// From a navigation to a settled status, in a React app: told by the document, or asked of the server on load.
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { PACKAGE, bundle, here } from './contestants.mjs';
import { open } from './window.mjs';

const { sessionScript } = await import(pathToFileURL(join(PACKAGE, 'server.js')));

/** The requests by which the two libraries ask who is signed in. */
const QUESTIONS = ['GET /auth/session', 'GET /api/auth/session'];

/** What a document says, in the words of each server. */
const told = {
  hallpass: sessionScript({ authenticated: true, claims: { name: 'Ada' }, subject: 'u1', session: 'h1', expires_in: 3600 }),
  'next-auth': `<script type="application/json" id="session">${JSON.stringify({ user: { name: 'Ada' }, expires: new Date(Date.now() + 3_600_000) })}</script>`,
};

/** Each app, and whether its document says who is signed in. */
const PAGES = Object.keys(told).flatMap((app) => [true, false].map((says) => ({ app, says, path: `paint/${app}-${says ? 'told' : 'asks'}` })));

/** Bundles each app, and writes its page. */
export async function prepare(dir) {
  for (const { app, says, path } of PAGES) {
    const page = join(dir, path);
    mkdirSync(page, { recursive: true });
    await bundle(here('paint', `${app}.jsx`), page);
    const html = `<!doctype html><meta charset="utf-8"><title>paint</title>${says ? told[app] : ''}<body><script type="module" src="main.js"></script>`;
    writeFileSync(join(page, 'index.html'), html);
  }
}

const median = (numbers) => numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)];

/** Loads each page in turn, so that none has the quieter machine. */
export async function measure(server, loads) {
  const window = await open(server.url, 'hallpass');
  const rows = PAGES.map((page) => ({ ...page, times: [], asked: 0, loading: false }));
  try {
    const [tab] = window.tabs;
    for (let i = 0; i < loads; i++)
      for (const row of rows) {
        server.take();
        await tab.open(`${server.url}/${row.path}/`);
        const { states, at } = await tab.run(() => painted());
        const counts = server.take();
        row.times.push(at);
        row.asked += QUESTIONS.reduce((sum, question) => sum + (counts[question] ?? 0), 0) / loads;
        row.loading ||= states.includes('loading');
      }
  } finally {
    await window.close();
  }
  return rows;
}

const line = (cells) => `| ${cells.join(' | ')} |`;

export const table = (rows) =>
  [
    line(['who is signed in', 'questions on load', '`loading` shown', 'status settled, ms']),
    line(['---', '--:', '---', '--:']),
    ...rows.map(({ app, says, asked, loading, times }) =>
      line([`\`${app}\`, ${says ? 'told by the document' : 'asked on load'}`, asked.toFixed(1), loading ? 'yes' : 'no', median(times).toFixed(1)])),
  ].join('\n');
