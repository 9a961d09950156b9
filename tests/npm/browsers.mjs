// From which version on browsers have what the package uses, computed from its files and from MDN's compatibility data.
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import data from '@mdn/browser-compat-data' with { type: 'json' };
import { parse } from 'acorn';
import { full } from 'acorn-walk';
import { transformSync } from 'esbuild';
import { analyze } from 'eslint-scope';

export const BROWSERS = ['chrome', 'edge', 'firefox', 'safari', 'safari_ios'];

/** What is not for the users' browsers: a server's part, what tests and developers use. */
const ELSEWHERE = /^(server|msw|testing|devtools|doctor|page\/trace)/;

/** Entries of their own, which want more than the session does. */
export const DEMANDING = /^(ky|step-up|jwt\/)/;

/** What the session does without where it is missing. */
export const WITHOUT = {
  'api.AbortSignal.any_static': 'signals are joined by hand',
  'api.BroadcastChannel': 'tabs learn of each other by cookies, and when they are looked at',
  'api.BroadcastChannel.postMessage': 'the same',
  'api.LockManager.query': 'the same as for the locks',
  'api.LockManager.request': 'the same as for the locks',
  'api.Navigator.cookieEnabled': 'an older Safari always says yes; that it keeps no cookie shows at the sign-in',
  'api.Navigator.locks': 'a refresh is made in each tab, within the reuse window of the server',
  'api.Navigator.serviceWorker': 'asked for before it is used',
  'javascript.builtins.Symbol.dispose': '`dispose` by that name alone',
};

/** Global objects, and the interface that the data knows them by. */
const OBJECTS = { navigator: 'Navigator', document: 'Document', window: 'Window', self: 'Window', globalThis: 'Window', location: 'Location', history: 'History', performance: 'Performance', crypto: 'Crypto' };

/** Whose members are called on values of which the text alone does not tell what they are. */
const VALUES = [
  ...['Array', 'String', 'TypedArray', 'Promise', 'Map', 'Set', 'RegExp', 'Object', 'Number', 'Date'].map((name) => `javascript.builtins.${name}`),
  ...['AbortController', 'AbortSignal', 'BroadcastChannel', 'Crypto', 'Document', 'Element', 'Event', 'EventTarget', 'FormData', 'Headers', 'HTMLElement', 'LockManager', 'ReadableStream', 'ReadableStreamDefaultReader', 'Request', 'Response', 'SubtleCrypto', 'URL', 'URLSearchParams', 'Node', 'ParentNode', 'HTMLFormElement', 'HTMLInputElement', 'PageTransitionEvent', 'PerformanceNavigationTiming', 'Storage'].map((name) => `api.${name}`),
];

/** Members of our own that are called as newer ones of the platform are. */
const OURS = new Set(['bytes', 'login', 'when']);

export const entry = (key) => key.split('.').reduce((found, part) => found?.[part], data);

/** The first version that has it; Infinity for none. */
function since(key, browser) {
  const statements = [entry(key).__compat.support[browser]].flat();
  const plain = statements.filter((one) => one && !one.flags && !one.prefix && !one.alternative_name && !one.version_removed);
  const versions = plain.map(({ version_added: version }) => (typeof version === 'string' ? Number.parseFloat(version.replace('≤', '')) : Number.POSITIVE_INFINITY));
  return Math.min(...versions, Number.POSITIVE_INFINITY);
}

/** The keys of the compatibility data that a script uses. */
export function uses(code) {
  const ast = parse(code, { ecmaVersion: 'latest', sourceType: 'module', ranges: true });
  const free = new Set(analyze(ast, { ecmaVersion: 2022, sourceType: 'module' }).globalScope.through.map(({ identifier }) => identifier));
  const keys = new Set();
  const add = (...names) => {
    const key = names.find((name) => entry(name)?.__compat);
    if (key) keys.add(key);
  };
  for (const { name } of free) add(`api.${name}`, `javascript.builtins.${name}`, `api.Window.${name}`);
  full(ast, (node) => {
    if (node.type !== 'MemberExpression' || node.computed || node.property.type !== 'Identifier') return;
    const { name } = node.property;
    if (free.has(node.object)) {
      const of = OBJECTS[node.object.name] ?? node.object.name;
      add(`api.${of}.${name}_static`, `api.${of}.${name}`, `javascript.builtins.${of}.${name}`);
    } else if (!OURS.has(name)) {
      // Of all that have a member of that name, the one that is oldest: a lower bound.
      const named = VALUES.map((of) => `${of}.${name}`).filter((key) => entry(key)?.__compat);
      const [oldest] = named.sort((one, other) => since(one, 'chrome') - since(other, 'chrome'));
      if (oldest) keys.add(oldest);
    }
  });
  return keys;
}

/** The scripts of a package that a browser loads. */
export function scripts(dir) {
  const names = readdirSync(dir, { recursive: true }).filter((name) => name.endsWith('.js') && !ELSEWHERE.test(name) && !name.includes('node_modules'));
  return names.map((name) => ({ name, code: readFileSync(join(dir, name), 'utf8') }));
}

/** What a browser has to have at least, and why: `{ version, key }`. */
export function least(keys, browser) {
  const [newest] = keys.map((key) => ({ version: since(key, browser), key })).sort((one, other) => other.version - one.version);
  return newest;
}

/** Whether a browser of that version reads the syntax of a script as it stands. */
export function reads(code, target) {
  const write = (target) => transformSync(code, { target, format: 'esm', legalComments: 'none' }).code;
  try {
    return write(target) === write('esnext');
  } catch {
    return false;
  }
}

/** The extensions of WebAssembly that the module is built with. Of mutable globals, older than any of them, the data has nothing. */
export function extensions(build) {
  const known = {
    'bulk-memory': 'bulk-memory-operations',
    'bulk-memory-opt': 'bulk-memory-operations',
    'nontrapping-float-to-int': 'non-trapping-float-to-int-conversions',
    'sign-ext': 'sign-extension-operations',
    'reference-types': 'reference-types',
    multivalue: 'multi-value',
  };
  const enabled = [...build.matchAll(/"--enable-([a-z-]+)"/g)].map(([, name]) => name);
  return enabled.map((name) => `webassembly.${known[name] ?? name}`).filter((key) => key !== 'webassembly.mutable-globals');
}

