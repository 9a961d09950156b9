// hallpass/angular, with Angular's own injector, router and HttpClient. A whole application: tests/tools.
import assert from 'node:assert/strict';
import { after, afterEach, test } from 'node:test';
import { Window } from 'happy-dom';
import './setup.mjs';

const window = new Window({ url: 'http://localhost/' });
const give = (name, value) => Object.defineProperty(globalThis, name, { value, configurable: true, writable: true });
give('window', window);
for (const name of ['document', 'location', 'navigator', 'Node', 'Element', 'HTMLElement', 'MouseEvent', 'KeyboardEvent', 'history']) give(name, window[name]);
after(() => window.happyDOM.close());

await import('@angular/compiler');
const { ApplicationRef, provideZonelessChangeDetection } = await import('@angular/core');
const { TestBed } = await import('@angular/core/testing');
const { BrowserTestingModule, platformBrowserTesting } = await import('@angular/platform-browser/testing');
const { HttpClient, HttpEventType, provideHttpClient, withInterceptors } = await import('@angular/common/http');
const { HttpTestingController, provideHttpClientTesting } = await import('@angular/common/http/testing');
const { provideRouter } = await import('@angular/router');
const { lastValueFrom, toArray } = await import('rxjs');
const { injectSession, provideSession, sessionGuard, sessionInterceptor } = await import('hallpass/angular');
const { SessionError } = await import('hallpass');
const { createTestSession } = await import('hallpass/testing');

TestBed.initTestEnvironment(BrowserTestingModule, platformBrowserTesting());
afterEach(() => TestBed.resetTestingModule());

const ADA = { status: 'authenticated', claims: { name: 'Ada', roles: ['staff'] } };
const provide = (session, options, ...more) =>
  TestBed.configureTestingModule({ providers: [provideZonelessChangeDetection(), provideSession(session, options), ...more] });
const inside = (act) => TestBed.runInInjectionContext(act);

test('the session comes as signals, until the app is destroyed', () => {
  const session = createTestSession({ status: 'loading' });
  provide(session);
  const injected = inside(() => injectSession());
  assert.equal(injected.session, session);
  assert.deepEqual([injected.status(), injected.claims()], ['loading', undefined]);
  session.set(ADA);
  assert.deepEqual([injected.status(), injected.claims()], ['authenticated', ADA.claims]);
  assert.equal(injected.snapshot(), session.getSnapshot());
  TestBed.resetTestingModule();
  session.set({ status: 'unauthenticated' });
  assert.equal(injected.status(), 'authenticated', 'nobody looks any more');
});

test('without a provider the error says what is missing', () => {
  TestBed.configureTestingModule({ providers: [provideZonelessChangeDetection()] });
  assert.throws(() => inside(() => injectSession()), /provideSession\(session\) is not among the providers/);
});

test('what the server knew is shown until the first render, then the session decides', () => {
  for (const initial of [{ ...ADA, activity: 'idle' }, () => ({ ...ADA, activity: 'idle' })]) {
    const session = createTestSession({ status: 'unauthenticated', reason: 'revoked' });
    provide(session, { initial });
    const { status } = inside(() => injectSession());
    assert.equal(status(), 'authenticated');
    TestBed.inject(ApplicationRef).tick();
    assert.equal(status(), 'unauthenticated');
    TestBed.resetTestingModule();
  }
});

/** A session whose `fetch` is the test's own. */
const fetching = (fetch) => Object.assign(createTestSession(ADA), { fetch });
function client(session) {
  provide(session, {}, provideHttpClient(withInterceptors([sessionInterceptor])), provideHttpClientTesting());
  return [TestBed.inject(HttpClient), TestBed.inject(HttpTestingController)];
}

test('a request of HttpClient goes through the session as it was meant', async () => {
  let sent;
  const [http, others] = client(fetching(async (url, init) => ((sent = new Request(new URL(url, 'http://localhost/'), init)), Response.json({ id: 7 }, { status: 201, headers: { 'x-a': 'b' } }))));
  const response = await lastValueFrom(http.put('/api/orders?a=1', { text: 'é' }, { params: { b: '2' }, headers: { 'x-c': ['d', 'e'] }, observe: 'response' }));
  assert.deepEqual([sent.method, sent.url, await sent.json()], ['PUT', 'http://localhost/api/orders?a=1&b=2', { text: 'é' }]);
  assert.deepEqual(['content-type', 'accept', 'x-c'].map((name) => sent.headers.get(name)), ['application/json', 'application/json, text/plain, */*', 'd,e']);
  assert.deepEqual([response.status, response.body, response.headers.get('x-a')], [201, { id: 7 }, 'b']);
  others.verify();
});

test('each kind of answer is what was asked for', async () => {
  const [http] = client(fetching(async () => new Response(`)]}',\n{"a":"é"}`, { headers: { 'content-type': 'application/json' } })));
  assert.deepEqual(await lastValueFrom(http.get('/')), { a: 'é' });
  const text = await lastValueFrom(http.get('/', { responseType: 'text' }));
  assert.equal(text, `)]}',\n{"a":"é"}`);
  assert.equal(await (await lastValueFrom(http.get('/', { responseType: 'blob' }))).text(), text);
  assert.equal(new TextDecoder().decode(await lastValueFrom(http.get('/', { responseType: 'arraybuffer' }))), text);
});

test('an empty answer is null, also where JSON was expected', async () => {
  const [http] = client(fetching(async (url) => new Response(url.endsWith('204') ? null : '', { status: url.endsWith('204') ? 204 : 200 })));
  assert.deepEqual([await lastValueFrom(http.get('/204')), await lastValueFrom(http.get('/200'))], [null, null]);
});

test('progress is told where that is wanted', async () => {
  const body = () => new ReadableStream({ start: (it) => ['ab', 'cde'].forEach((part) => it.enqueue(new TextEncoder().encode(part))) || it.close() });
  const [http] = client(fetching(async () => new Response(body(), { headers: { 'content-length': '5' } })));
  const events = await lastValueFrom(http.get('/', { observe: 'events', reportProgress: true, responseType: 'text' }).pipe(toArray()));
  assert.deepEqual(events.map(({ type, loaded, total, partialText }) => [HttpEventType[type], loaded, total, partialText]), [
    ['Sent', undefined, undefined, undefined], ['DownloadProgress', 2, 5, 'ab'], ['DownloadProgress', 5, 5, 'abcde'], ['Response', undefined, undefined, undefined],
  ]);
});

const failure = (observable) => lastValueFrom(observable).then(() => assert.fail('it succeeded'), (error) => error);

test('a refusal of the server is an HttpErrorResponse with what it said', async () => {
  const [http] = client(fetching(async (url) => new Response(url === '/text' ? 'no' : '{"code":"x"}', { status: 403 })));
  const { status, error, url } = await failure(http.get('/json'));
  assert.deepEqual([status, error, url], [403, { code: 'x' }, '/json']);
  assert.equal((await failure(http.get('/text'))).error, 'no');
});

test('an answer that is not the JSON which was expected is an error', async () => {
  const [http] = client(fetching(async () => new Response('<p>')));
  const { status, error } = await failure(http.get('/'));
  assert.deepEqual([status, error.text, error.error instanceof SyntaxError], [200, '<p>', true]);
});

test('a refusal of the session is an HttpErrorResponse that has its error', async () => {
  const gone = new SessionError('session_ended');
  const [http] = client(fetching(async () => { throw gone; }));
  const { status, error } = await failure(http.get('/api'));
  assert.deepEqual([status, error], [0, gone]);
});

test('a request to another origin goes on as if there were no session', async () => {
  const [http, others] = client(fetching(async () => { throw new SessionError('untrusted_origin'); }));
  const events = lastValueFrom(http.get('https://elsewhere.example/x', { observe: 'events' }).pipe(toArray()));
  // The refusal arrives in a microtask or two.
  let found = [];
  while (!found.length) {
    await new Promise((resolve) => setImmediate(resolve));
    found = others.match('https://elsewhere.example/x');
  }
  found[0].flush({ ok: true });
  assert.deepEqual((await events).map(({ type }) => HttpEventType[type]), ['Sent', 'Response']);
});

test('who unsubscribes aborts the request', async () => {
  let aborted;
  const [http] = client(fetching((_, { signal }) => new Promise((_, reject) => {
    aborted = new Promise((resolve) => signal.addEventListener('abort', () => resolve(reject(signal.reason))));
  })));
  http.get('/slow').subscribe({ error: () => assert.fail('nobody is told') }).unsubscribe();
  await aborted;
});

test('a request that takes longer than it may is an error', async () => {
  const [http] = client(fetching((_, { signal }) => new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason)))));
  const { status, error } = await failure(http.get('/slow', { timeout: 5 }));
  assert.deepEqual([status, error.name], [0, 'TimeoutError']);
});

/** What a guard says of a way to `/orders?page=2`. */
function judge(session, guard, initial) {
  provide(session, { initial }, provideRouter([]));
  return inside(() => guard({ routeConfig: {} }, { url: '/orders?page=2' }));
}

test('a guard lets pass who is signed in, and leads away who is not', async () => {
  const guard = sessionGuard({ login: '/sign-in' });
  assert.equal(await judge(createTestSession(ADA), guard), true);
  TestBed.resetTestingModule();
  const led = await judge(createTestSession({ status: 'unauthenticated' }), guard);
  assert.equal(String(led), '/sign-in?redirect=%2Forders%3Fpage%3D2');
});

test('a guard asks for a role, or for anything that the claims tell', async () => {
  const ways = [
    [sessionGuard({ login: '/sign-in', role: 'staff' }), 'true'],
    [sessionGuard({ login: '/sign-in', role: 'admin', denied: '/forbidden' }), '/forbidden'],
    [sessionGuard({ login: '/sign-in', when: ({ name }) => name === 'Bob' }), 'false'],
    [sessionGuard({ login: '/sign-in', when: (_, route) => route.routeConfig !== undefined }), 'true'],
  ];
  for (const [guard, said] of ways) {
    assert.equal(String(await judge(createTestSession(ADA), guard)), said);
    TestBed.resetTestingModule();
  }
});

test('a guard waits for a server that cannot say, and then throws its error', async () => {
  const error = new SessionError('server');
  const unknown = { status: 'unauthenticated', reason: 'unknown', error };
  await assert.rejects(judge(createTestSession(unknown), sessionGuard({ login: '/sign-in', patience: 0.01 })), error);
  TestBed.resetTestingModule();
  const session = createTestSession(unknown);
  const said = judge(session, sessionGuard({ login: '/sign-in' }));
  session.set(ADA);
  assert.equal(await said, true);
});

test('on a server a guard judges by what that knew, and without it lets everybody pass', async () => {
  const guard = sessionGuard({ login: '/sign-in' });
  // As there: `ready` resolves, and the snapshot is loading.
  const server = () => Object.assign(createTestSession(), { ready: async () => ({ status: 'loading', activity: 'checking' }) });
  assert.equal(await judge(server(), guard), true);
  TestBed.resetTestingModule();
  assert.match(String(await judge(server(), guard, { status: 'unauthenticated', activity: 'idle', reason: 'none' })), /^\/sign-in\?/);
});
