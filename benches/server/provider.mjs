// An identity provider as a process of its own, and the sign-in by its form.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { start } from '../../tests/e2e/harness/process.mjs';
import { Client } from '../../tests/interop/harness/client.mjs';
import { front } from '../../tests/interop/harness/front.mjs';
import { browse } from '../../tests/interop/provider/harness.mjs';
import { CLIENT } from '../../tests/interop/provider/provider.mjs';

const PROGRAM = fileURLToPath(new URL('../../tests/interop/provider/serve.mjs', import.meta.url));
const USER = { login: 'ada', password: 'correct horse' };

/**
 * Starts it, for a server that starts afterwards: each has to know the other's address.
 *
 * `url` is the server's public address. The sign-in goes through there, and what is measured does not.
 */
export async function provide() {
  const dir = mkdtempSync(join(tmpdir(), 'hallpass-bench-provider-'));
  const secretFile = join(dir, 'secret');
  const through = await front();
  const end = () => {
    through.stop();
    rmSync(dir, { recursive: true });
  };
  const running = await start(process.execPath, [PROGRAM, through.url, '0', secretFile], /^listening on (.+)/).catch((error) => {
    end();
    throw error;
  });
  const [issuer, scope] = running.said.split(' for ');
  return {
    url: through.url,
    issuer,
    scope,
    client: CLIENT.id,
    secretFile,
    /** Signs a browser in to the server at a base, whose route `read` then has to tell who it is. */
    async signIn(browser, { login, read }) {
      through.target = browser.base.origin;
      const client = new Client(through.url);
      await browse(client, login, USER);
      browser.hold(await client.jar.getCookies(new URL(read, through.url).href));
      const said = await browser.ask('GET', read);
      if (!said.includes(`"${USER.login}"`)) throw new Error(`${read} does not know who signed in: ${said}`);
    },
    async stop() {
      await running.stop();
      end();
    },
  };
}
