// NextAuth.js 4 with the Credentials provider. It is made for Next.js, whose handlers Express's are but for two things:
// a parsed body, and the rest of the path in the query.
//
// SESSION_SECONDS: how long a session lives.
// TWO_FACTOR=1: it wants a code beside the password. UNVERIFIED=1: the callback `signIn` leads to a page instead.
import express from 'express';
import { createRequire } from 'node:module';
import { totp } from '../../harness/totp.mjs';

const require = createRequire(import.meta.url);
const { default: NextAuth } = require('next-auth');
const { default: Credentials } = require('next-auth/providers/credentials');
const { getToken } = require('next-auth/jwt');

process.env.NEXTAUTH_URL = process.env.PUBLIC_URL;

const USER = { id: '1', name: 'Demo User', email: 'demo@example.com' };
const PASSWORD = 'correct horse battery';
const secret = 'a secret of the tests alone, which guards nothing';

/** The message of an error stands in the address that is answered. A user who was asked for a code sends everything again. */
function authorize({ email, password, code }) {
  if (email !== USER.email || password !== PASSWORD) return null;
  if (process.env.TWO_FACTOR && code !== totp()) throw new Error('second_factor');
  return USER;
}

const handler = NextAuth({
  secret,
  session: { strategy: 'jwt', maxAge: Number(process.env.SESSION_SECONDS ?? 60) },
  providers: [
    Credentials({
      credentials: { email: {}, password: { type: 'password' }, code: {} },
      authorize,
    }),
  ],
  callbacks: { signIn: () => (process.env.UNVERIFIED === '1' ? '/verify-email' : true) },
});

const cookies = ({ headers }) =>
  Object.fromEntries((headers.cookie ?? '').split('; ').filter(Boolean).map((pair) => [pair.slice(0, pair.indexOf('=')), decodeURIComponent(pair.slice(pair.indexOf('=') + 1))]));

const app = express();
app.use(express.json(), express.urlencoded());
app.use('/api/auth', (request, response) => {
  const query = { ...request.query, nextauth: request.path.slice(1).split('/') };
  Object.defineProperty(request, 'query', { value: query });
  request.cookies = cookies(request);
  return handler(request, response);
});
app.get('/api/data', async (request, response) => {
  request.cookies = cookies(request);
  const token = await getToken({ req: request, secret });
  if (!token) return response.status(401).json({ message: 'Not Authenticated' });
  response.json({ for: token.email });
});

const server = app.listen(0, '127.0.0.1', () => console.log(`listening on http://127.0.0.1:${server.address().port}`));
