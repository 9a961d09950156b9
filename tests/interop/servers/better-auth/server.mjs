// better-auth behind Express, as its guide for Express sets it up; the memory adapter stands in for a database.
//
// SESSION_SECONDS: how long a session lives. UPDATE_SECONDS: how old it must be for a read to extend it.
// FRESH_SECONDS: how long after sign-in the sensitive routes answer. DEFER=1: reading does not extend, a POST does.
// UNVERIFIED=1: the account has yet to verify its address. TWO_FACTOR: the secret of the account's second factor.
import { betterAuth } from 'better-auth';
import { memoryAdapter } from 'better-auth/adapters/memory';
import { symmetricEncrypt } from 'better-auth/crypto';
import { fromNodeHeaders, toNodeHandler } from 'better-auth/node';
import { twoFactor } from 'better-auth/plugins';
import express from 'express';

const seconds = (name, fallback) => Number(process.env[name] ?? fallback);

const secret = 'a secret of the tests alone, which guards nothing';
const tables = { user: [], session: [], account: [], verification: [], twoFactor: [] };
const auth = betterAuth({
  baseURL: process.env.PUBLIC_URL,
  secret,
  database: memoryAdapter(tables),
  plugins: process.env.TWO_FACTOR ? [twoFactor()] : [],
  emailAndPassword: { enabled: true, autoSignIn: false, requireEmailVerification: process.env.UNVERIFIED === '1' },
  session: {
    expiresIn: seconds('SESSION_SECONDS', 60),
    updateAge: seconds('UPDATE_SECONDS', 0),
    freshAge: seconds('FRESH_SECONDS', 60),
    deferSessionRefresh: process.env.DEFER === '1',
  },
});
await auth.api.signUpEmail({ body: { name: 'Demo User', email: 'demo@example.com', password: 'correct horse battery' } });

if (process.env.TWO_FACTOR) {
  // As if the user had set an authenticator up, and confirmed it.
  const [user] = tables.user;
  const encrypted = (data) => symmetricEncrypt({ key: secret, data });
  user.twoFactorEnabled = true;
  tables.twoFactor.push({ id: '1', userId: user.id, secret: await encrypted(process.env.TWO_FACTOR), backupCodes: await encrypted('[]'), verified: true });
}

const app = express();
// Before any body parser, says the guide: better-auth reads the body itself.
app.all('/api/auth/*splat', toNodeHandler(auth));
app.get('/api/data', async (request, response) => {
  const session = await auth.api.getSession({ headers: fromNodeHeaders(request.headers) });
  if (!session) return response.status(401).json({ error: 'unauthorized' });
  response.json({ for: session.user.email });
});

const server = app.listen(0, '127.0.0.1', () => console.log(`listening on http://127.0.0.1:${server.address().port}`));
