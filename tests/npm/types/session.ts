// Compiled by types.test.mjs; every @ts-expect-error is a promise.
import { createSession, isSessionError, safeReturnTo, SessionError, setMessages, type Claims, type Session, type SessionErrorCode, type SessionEvent, type SessionSnapshot, type StandardSchemaV1 } from 'hallpass';
import * as slim from 'hallpass/slim';
import preset from 'hallpass/presets/example';
import { wasmUrl } from 'hallpass/wasm-url';
import { z } from 'zod';

type Equal<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;
const is = <_T extends true>(): void => {};

// The status narrows.
declare const snapshot: SessionSnapshot<{ name: string }>;
if (snapshot.status === 'authenticated') {
  snapshot.claims.name satisfies string;
  snapshot.expiresAt satisfies number | null;
  snapshot.subject satisfies string | null;
} else if (snapshot.status === 'unauthenticated') {
  snapshot.reason satisfies 'none' | 'unknown' | 'logged-out' | 'expired' | 'idle' | 'revoked';
  is<Equal<typeof snapshot.claims, undefined>>();
} else {
  snapshot.status satisfies 'loading';
  // @ts-expect-error nobody has ended it
  snapshot.reason;
}

// Also when taken apart.
const { status, claims, activity } = snapshot;
if (status === 'authenticated') claims.name satisfies string;
// @ts-expect-error nobody may be signed in
claims.name;
activity satisfies 'idle' | 'checking' | 'refreshing' | 'ending' | 'paused';

switch (status) {
  case 'loading': case 'authenticated': case 'unauthenticated': break;
  default: status satisfies never;
}

// @ts-expect-error snapshots are read only
snapshot.status = 'loading';

// Claims: of the schema, of the type argument, or anything.
const schema = z.object({ email: z.string(), age: z.coerce.number() });
const judged = createSession({ claims: schema });
is<Equal<typeof judged, Session<{ email: string; age: number }>>>();
const typed = createSession<{ id: number }>();
is<Equal<typeof typed, Session<{ id: number }>>>();
const plain = createSession();
is<Equal<typeof plain, Session<Claims>>>();
is<Equal<Claims, Record<string, unknown>>>();
declare const own: StandardSchemaV1<unknown, { role: string }>;
is<Equal<ReturnType<typeof createSession<{ role: string }>>, Session<{ role: string }>>>();
createSession({ claims: own }).getSnapshot().claims?.role satisfies string | undefined;

// Options.
createSession({ preset, baseUrl: new URL('https://a.example'), origins: ['https://b.example'], name: 'x', debug: (entry) => entry.event satisfies string });
createSession({ idle: false, refresh: { when: 'visible', margin: 10 } });
createSession({ wasm: fetch('/x.wasm') });
// @ts-expect-error a preset is an object
createSession({ preset: 'authjs' });
// @ts-expect-error no such moment
createSession({ refresh: { when: 'never' } });
// @ts-expect-error an idle limit has a timeout
createSession({ idle: { warn: 3 } });
slim.createSession({ wasm: wasmUrl });
// @ts-expect-error slim has no module of its own
slim.createSession({});

// Methods.
typed.subscribe(() => {}) satisfies () => void;
typed.ready() satisfies Promise<SessionSnapshot<{ id: number }>>;
typed.login({ email: 'a', password: 'b', returnTo: '/' }) satisfies Promise<SessionSnapshot<{ id: number }>>;
typed.logout({ everywhere: true }).then(({ confirmed }) => confirmed satisfies boolean);
const drop: typeof fetch = typed.fetch;
drop satisfies unknown;
typed.signal satisfies AbortSignal;
{
  using scoped = createSession();
  scoped satisfies Session;
}
// @ts-expect-error seconds, not words
typed.ensureFresh('60');
// @ts-expect-error a path
typed.logout({ returnTo: 1 });

// Events.
typed.on('expiring', (event) => {
  event.limit satisfies 'session' | 'idle' | 'absolute';
  event.expiresAt satisfies number;
});
typed.on('ended', ({ by }) => by satisfies 'app' | 'tab' | 'server');
typed.on('ended', ({ reason }) => reason satisfies 'logged-out' | 'expired' | 'idle' | 'revoked');
typed.on('fault', ({ error }) => error.code satisfies string);
// @ts-expect-error no such event
typed.on('signed-in', () => {});
typed.on('refreshed', (event) => {
  // @ts-expect-error a refresh has no reason
  event.reason;
});
declare const event: SessionEvent;
if (event.type === 'identity-changed') event.from satisfies string | null;

safeReturnTo(['/a', null]) satisfies string;
safeReturnTo(undefined, '/orders') satisfies string;
// @ts-expect-error a path
safeReturnTo('/a', 1);

// Errors.
declare const caught: unknown;
if (isSessionError(caught)) {
  if (caught.code === 'rate_limited') caught.retryAfter satisfies number | undefined;
  // @ts-expect-error no such code
  if (caught.code === 'oops') caught;
  switch (caught.code) {
    case 'login_incomplete': case 'redirected': case 'wasm_unsupported': break;
    default: caught.code satisfies SessionErrorCode;
  }
  caught.body satisfies unknown;
}
new SessionError('network', { message: 'x', status: 503, retryAfter: 1, cause: caught }) satisfies Error;
// @ts-expect-error no such code
new SessionError('oops');
setMessages({ network: 'Keine Verbindung.', idle_warning: (seconds) => `Noch ${seconds.toFixed()} Sekunden.` });
// @ts-expect-error no such code
setMessages({ oops: '' });
