// express-session with csrf-csrf behind Express, put together as their two README files say.
//
// SESSION_SECONDS: how long a session lives. ROLLING=1: every answer extends it.
// HTML=1: an expired request is sent to a sign-in page, as an app with server-rendered pages does, and a user who is signed in
// is sent away from signing in. TWO_FACTOR: the secret of the account's second factor.
// FORMS=1: a CSRF token is good for the path alone that it was asked for.
import cookieParser from 'cookie-parser';
import { doubleCsrf } from 'csrf-csrf';
import express from 'express';
import session from 'express-session';
import { timingSafeEqual } from 'node:crypto';
import { totp } from '../../harness/totp.mjs';

const SECRET = 'a secret of the tests alone, which guards nothing';
const USER = { email: 'demo@example.com', password: 'correct horse battery' };
const secure = process.env.PUBLIC_URL?.startsWith('https:');

/** The path that a token is for. */
const formOf = ({ path, query }) => (path === '/csrf' ? query.action : path);

const { generateCsrfToken, doubleCsrfProtection } = doubleCsrf({
  getSecret: () => SECRET,
  getSessionIdentifier: (request) => (process.env.FORMS === '1' ? `${request.session.id} ${formOf(request)}` : request.session.id),
  // The prefix __Host- demands https; the README says to drop it where there is none.
  cookieName: secure ? '__Host-psifi.x-csrf-token' : 'psifi.x-csrf-token',
  cookieOptions: { secure },
});

const same = (one, other) => {
  const [a, b] = [Buffer.from(String(one)), Buffer.from(other)];
  return a.length === b.length && timingSafeEqual(a, b);
};
const only = (request, response, next) => {
  if (request.session.user) return next();
  if (process.env.HTML === '1') return response.redirect('/login');
  response.status(401).json({ error: 'unauthorized' });
};

const app = express();
app.use(
  session({
    secret: SECRET,
    resave: false,
    saveUninitialized: true,
    rolling: process.env.ROLLING === '1',
    cookie: { maxAge: Number(process.env.SESSION_SECONDS ?? 60) * 1000, sameSite: 'lax', secure },
  }),
);
app.use(cookieParser());
app.use(express.json());

app.get('/csrf', (request, response) => response.json({ csrfToken: generateCsrfToken(request, response) }));
// A page as the server renders it, with the token of its user.
app.get('/page', (request, response) => {
  const token = generateCsrfToken(request, response);
  response.type('html').send(`<!doctype html><title>Shop</title><meta name="csrf-token" content="${token}"><script src="/prelude.js"></script><script type="module" src="/page.js"></script>`);
});
app.get('/login', (request, response) => response.type('html').send('<!doctype html><title>Sign in</title><form method="post"></form>'));
app.use(doubleCsrfProtection);

const guests = (request, response, next) => (process.env.HTML === '1' && request.session.user ? response.redirect('/home') : next());

/** Signs the user in, with a new id against fixation: a CSRF token from before is bound to the old one. */
const signIn = (request, response, next) =>
  request.session.regenerate((error) => {
    if (error) return next(error);
    request.session.user = { id: 1, email: USER.email };
    request.session.save((error) => (error ? next(error) : response.json(me(request))));
  });

app.post('/login', guests, (request, response, next) => {
  const { email, password } = request.body ?? {};
  if (!same(email, USER.email) || !same(password, USER.password)) return response.status(401).json({ error: 'invalid_credentials', message: 'Wrong email or password.' });
  if (!process.env.TWO_FACTOR) return signIn(request, response, next);
  request.session.pending = true;
  response.status(403).json({ code: 'second_factor_required', message: 'Enter the code of your authenticator.' });
});
app.post('/login/code', (request, response, next) => {
  const fits = request.session.pending && [0, -30_000].some((late) => same(request.body?.code, totp(Date.now() + late)));
  if (fits) return signIn(request, response, next);
  response.status(422).json({ code: 'wrong_code' });
});

const me = ({ session }) => ({ user: session.user, expires: session.cookie.expires });
app.get('/me', only, (request, response) => response.json(me(request)));
app.get('/api/data', only, (request, response) => response.json({ for: request.session.user.email }));
app.post('/api/data', only, (request, response) => response.json({ for: request.session.user.email }));
app.post('/touch', only, (request, response) => {
  request.session.touch();
  // Only a changed session sets its cookie anew where answers do not roll.
  request.session.touched = Date.now();
  response.json(me(request));
});
app.post('/logout', (request, response, next) => {
  request.session.destroy((error) => (error ? next(error) : response.clearCookie('connect.sid').status(204).end()));
});
app.use((error, request, response, next) => {
  if (error.code === 'EBADCSRFTOKEN') return response.status(403).json({ code: error.code, message: error.message });
  next(error);
});

const server = app.listen(0, '127.0.0.1', () => console.log(`listening on http://127.0.0.1:${server.address().port}`));
