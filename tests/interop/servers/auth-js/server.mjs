// Auth.js behind Express with the Credentials provider, as its guide for Express sets it up.
// Credentials leave no choice of strategy: the session is an encrypted token in a cookie, nothing is stored.
//
// SESSION_SECONDS: how long a session lives.
import { ExpressAuth, getSession } from '@auth/express';
import Credentials from '@auth/express/providers/credentials';
import express from 'express';

const USER = { id: '1', name: 'Demo User', email: 'demo@example.com' };
const PASSWORD = 'correct horse battery';

const config = {
  secret: 'a secret of the tests alone, which guards nothing',
  trustHost: true,
  session: { maxAge: Number(process.env.SESSION_SECONDS ?? 60) },
  providers: [
    Credentials({
      credentials: { email: {}, password: { type: 'password' } },
      authorize: ({ email, password }) => (email === USER.email && password === PASSWORD ? USER : null),
    }),
  ],
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
