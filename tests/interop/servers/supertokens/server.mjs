// supertokens-node behind Express with an email and a password, sessions in cookies. Its core is a stand-in.
//
// ACCESS_SECONDS, REFRESH_SECONDS: how long the two tokens live.
// ANTI_CSRF: VIA_CUSTOM_HEADER (default) or VIA_TOKEN.
// UNVERIFIED=1: a session is good for nothing until its user has verified the address.
import express from 'express';
import supertokens from 'supertokens-node';
import { errorHandler, middleware } from 'supertokens-node/framework/express';
import EmailPassword from 'supertokens-node/recipe/emailpassword';
import EmailVerification from 'supertokens-node/recipe/emailverification';
import Session from 'supertokens-node/recipe/session';
import { verifySession } from 'supertokens-node/recipe/session/framework/express';
import { core } from './core.mjs';

const unverified = process.env.UNVERIFIED === '1';

const connectionURI = await core({
  email: 'demo@example.com',
  password: 'correct horse battery',
  verified: !unverified,
  accessSeconds: Number(process.env.ACCESS_SECONDS ?? 60),
  refreshSeconds: Number(process.env.REFRESH_SECONDS ?? 600),
});

supertokens.init({
  framework: 'express',
  supertokens: { connectionURI },
  telemetry: false,
  appInfo: { appName: 'interop', apiDomain: process.env.PUBLIC_URL, websiteDomain: process.env.PUBLIC_URL },
  recipeList: [
    EmailPassword.init(),
    ...(unverified ? [EmailVerification.init({ mode: 'REQUIRED' })] : []),
    Session.init({ antiCsrf: process.env.ANTI_CSRF ?? 'VIA_CUSTOM_HEADER', getTokenTransferMethod: () => 'cookie' }),
  ],
});

const app = express();
app.use(middleware());
// The SDK has no such route: its own client reads a response header instead.
app.get('/auth/me', verifySession(), ({ session }, response) => {
  response.json({ userId: session.getUserId(), sessionHandle: session.getHandle(), accessTokenPayload: session.getAccessTokenPayload() });
});
app.all('/api/data', verifySession(), ({ session }, response) => response.json({ for: session.getUserId() }));
app.use(errorHandler());

const server = app.listen(0, '127.0.0.1', () => console.log(`listening on http://127.0.0.1:${server.address().port}`));
