// Auth.js behind Express with the Credentials provider, as its guide for Express sets it up.
// Credentials leave no choice of strategy: the session is an encrypted token in a cookie, nothing is stored.
//
// SESSION_SECONDS: how long a session lives.
// TWO_FACTOR=1: it wants a code beside the password. UNVERIFIED=1: the callback `signIn` leads to a page instead.
import { CredentialsSignin, ExpressAuth, getSession } from '@auth/express';
import Credentials from '@auth/express/providers/credentials';
import express from 'express';
import { totp } from '../../harness/totp.mjs';

const USER = { id: '1', name: 'Demo User', email: 'demo@example.com' };
const PASSWORD = 'correct horse battery';

/** Auth.js puts the code of such an error into the address. */
class CodeWanted extends CredentialsSignin {
  code = 'second_factor';
}

/** Credentials are judged at once: a user who was asked for a code sends all of them again. */
function authorize({ email, password, code }) {
  if (email !== USER.email || password !== PASSWORD) return null;
  if (process.env.TWO_FACTOR && code !== totp()) throw new CodeWanted();
  return USER;
}

const config = {
  secret: 'a secret of the tests alone, which guards nothing',
  trustHost: true,
  session: { maxAge: Number(process.env.SESSION_SECONDS ?? 60) },
  providers: [
    Credentials({
      credentials: { email: {}, password: { type: 'password' }, code: {} },
      authorize,
    }),
  ],
  callbacks: { signIn: () => (process.env.UNVERIFIED === '1' ? '/verify-email' : true) },
  // The server's log would tell of each wrong password that a test tries.
  logger: { error() {} },
};

const app = express();
app.set('trust proxy', true);
// The guide's '/auth/*' is Express 4's, and with Express 5's '/auth/*splat' the package mistakes the whole path for its
// base: it reads the first unnamed parameter, which is what a pattern like this still gives it.
app.use(/^\/auth\/(.*)/, ExpressAuth(config));
app.get('/api/data', async (request, response) => {
  const session = await getSession(request, config);
  if (!session?.user) return response.status(401).json({ message: 'Not Authenticated' });
  response.json({ for: session.user.email });
});

const server = app.listen(0, '127.0.0.1', () => console.log(`listening on http://127.0.0.1:${server.address().port}`));
