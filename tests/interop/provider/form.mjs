// The provider's sign-in form: a name and a password, and a second factor where a stronger sign-in is wanted.
import { text } from 'node:stream/consumers';

const PASSWORD = 'correct horse';
const CODE = '123456';

const STYLE = `body { font: 1rem/1.5 system-ui; display: grid; place-items: center; min-height: 100vh; margin: 0; background: #f4f4f6 }
form { background: #fff; padding: 2rem; border-radius: .5rem; display: grid; gap: .75rem; width: 18rem; box-shadow: 0 1px 6px #0002 }
label { display: grid; gap: .25rem }
input, button { font: inherit; padding: .5rem } [role=alert] { color: #b00020; margin: 0 }`;

const page = (uid, strong, notice) => `<!doctype html><html lang="en"><meta charset="utf-8"><title>Example ID</title><link rel="icon" href="data:,"><style>${STYLE}</style>
<form method="post" action="/interaction/${uid}"><strong>Example ID</strong>${notice ? `<p role="alert">${notice}</p>` : ''}
<label>Name <input name="login" autocomplete="username" placeholder="ada" required></label>
<label>Password <input name="password" type="password" autocomplete="current-password" placeholder="${PASSWORD}" required></label>
${strong ? `<label>Code of your device <input name="code" inputmode="numeric" placeholder="${CODE}" required></label>` : ''}
<button type="submit">Sign in</button></form></html>`;

/** Answers what belongs to the form; false for everything else. */
export async function form(provider, users, strongContext, request, response) {
  const uid = /^\/interaction\/([\w-]+)$/.exec(new URL(request.url, 'http://a').pathname)?.[1];
  if (!uid) return false;
  let details;
  try {
    details = await provider.interactionDetails(request, response);
  } catch {
    response.writeHead(400, { 'content-type': 'text/plain' }).end('This sign-in is over. Go back to the app.');
    return true;
  }
  const strong = details.params.acr_values?.split(' ').includes(strongContext);
  const show = (notice) => response.writeHead(200, { 'content-type': 'text/html', 'cache-control': 'no-store' }).end(page(uid, strong, notice));
  if (request.method !== 'POST') {
    show();
    return true;
  }
  const filled = new URLSearchParams(await text(request));
  const login = filled.get('login');
  const right = Object.hasOwn(users, login) && filled.get('password') === PASSWORD && (!strong || filled.get('code') === CODE);
  if (right) {
    const acr = strong ? strongContext : undefined;
    await provider.interactionFinished(request, response, { login: { accountId: login, acr, amr: strong ? ['pwd', 'otp'] : ['pwd'] } });
  } else show('That does not belong together.');
  return true;
}
