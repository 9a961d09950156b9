// Answers of session endpoints, made of what each preset says of them; and the built package, in a page of happy-dom.
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { after } from 'node:test';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { Window } from 'happy-dom';

const dir = process.env.HALLPASS_PACKAGE ?? fileURLToPath(new URL('../../pkg', import.meta.url));
export const window = new Window({ url: 'http://localhost/' });
const give = (name, value) => Object.defineProperty(globalThis, name, { value, configurable: true, writable: true });
give('window', window);
for (const name of ['document', 'location', 'navigator']) give(name, window[name]);
give('addEventListener', window.addEventListener.bind(window));
after(() => window.happyDOM.close());

const load = (file) => import(pathToFileURL(join(dir, file)));
export const { createSession } = await load('index.js');
export const { readSession, sessionScript } = await load('server.js');
export const presets = await Promise.all(
  readdirSync(join(dir, 'presets')).filter((name) => name.endsWith('.js')).map(async (name) => Object.values(await load(`presets/${name}`))[0]()),
);

const names = (pointer) => pointer.split('/').slice(1).map((name) => name.replace(/~1/g, '/').replace(/~0/g, '~'));
/** Puts a value where a place of a preset says, in the body or in a header of an answer. */
function put(answer, place, value) {
  if (place?.header) {
    const rest = place.at ? names(place.at).reduceRight((inner, name) => ({ [name]: inner }), value) : value;
    answer.headers[place.header] = place.base64 ? btoa(JSON.stringify(rest)) : String(rest);
    return;
  }
  const path = names(place ?? '');
  const last = path.pop();
  if (last === undefined) return void (answer.body = value);
  if (Object(answer.body) !== answer.body) answer.body = {};
  const holder = path.reduce((object, name) => (object[name] = Object(object[name]) === object[name] ? object[name] : {}), answer.body);
  holder[last] = value;
}
const list = (value) => [].concat(value ?? []);
const NOW = () => Date.now();
const UNITS = { iso: (s) => new Date(NOW() + s * 1000).toISOString(), s: (s) => Math.floor(NOW() / 1000) + s, ms: (s) => NOW() + s * 1000, in_s: (s) => s, in_ms: (s) => s * 1000 };

/** What a sign asks for, put into an answer. */
function bear(answer, sign) {
  if (sign.status !== undefined) answer.status = list(sign.status).find((status) => status) ?? 401;
  if (sign.is !== undefined) put(answer, sign.at, list(sign.is)[0]?.has ?? (Array.isArray(sign.is) ? sign.is[0] : sign.is));
  return answer;
}
const empty = () => ({ status: 200, headers: {}, body: {} });

/** Somebody is signed in. */
export function signedIn(preset) {
  const answer = empty();
  if (preset.user !== undefined) put(answer, preset.user, { name: 'Ada' });
  for (const sign of list(preset.authenticated)) bear(answer, sign);
  if (preset.subject !== undefined) put(answer, preset.subject, 'ada');
  if (preset.handle) put(answer, preset.handle.at, 'handle');
  const until = { session: 3600, idle: 1800, absolute: 28_800 };
  for (const { at, of = 'session', unit = 'in_s' } of list(preset.expiry)) if (at !== undefined) put(answer, at, UNITS[unit](until[of]));
  if (preset.pairs) answer.body = Object.entries(answer.body).map(([name, value]) => ({ [preset.pairs[0]]: name, [preset.pairs[1]]: value }));
  return answer;
}
/** The answers that a preset has a sign for. */
export const signs = (preset) => ['anonymous', 'expired', 'over', 'stepUp', 'mismatch'].flatMap((kind) => list(preset[kind]).map((sign) => bear(empty(), sign)));

export const respond = ({ status, headers, body }) =>
  new Response(status === 204 || body === undefined ? null : JSON.stringify(body), { status, headers: { 'content-type': 'application/json', date: new Date().toUTCString(), ...headers } });
