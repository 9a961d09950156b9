// Starts PHP's own server on a free port, with a folder of its own for the sessions.
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort } from '../../../e2e/harness/engine.mjs';

const sessions = mkdtempSync(join(tmpdir(), 'hallpass-php-'));
const port = await freePort();
const php = spawn('/usr/bin/php', ['-d', `session.save_path=${sessions}`, '-S', `127.0.0.1:${port}`, 'index.php'], {
  stdio: ['ignore', 'inherit', 'pipe'],
  env: { ...process.env, PHP_CLI_SERVER_WORKERS: 4 },
  detached: true,
});
process.on('exit', () => {
  // Its workers outlive it, and would keep this output open: they end with the group.
  try {
    process.kill(-php.pid, 'SIGKILL');
  } catch {
    // All of them have ended already.
  }
  rmSync(sessions, { recursive: true, force: true });
});
for (const signal of ['SIGTERM', 'SIGINT']) process.on(signal, () => process.exit());
php.on('exit', () => process.exit(1));
// Several workers, each of which says so.
let begun = false;
php.stderr.on('data', (said) => {
  if (!begun && (begun = String(said).includes('started'))) console.log(`listening on http://127.0.0.1:${port}`);
});
