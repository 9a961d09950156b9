import { SHAPES } from './shapes.js';

/** The field of a preset that is wrong: its path, what is there, and what should be. */
export interface Problem {
  path: string;
  got: string;
  wanted: string;
}

const show = (value: unknown): string => JSON.stringify(value) ?? String(value);
const isObject = (value: unknown): value is Record<string, unknown> => Object(value) === value && !Array.isArray(value);

/** What a member may be, in people's words. */
const words = (kinds: string): string =>
  kinds
    .replace(/\? ?/, '')
    .replace(/=(\w+)/g, "'$1'")
    .replace(/(\S+)\[\]/g, 'a list of $1')
    .replace('texts', 'names and texts')
    .replace('any', 'anything')
    .split(/ (?=[^ol]|list$)/)
    .join(' or ')
    .replace(/\b([A-Z]\w+)/g, 'an object ($1)');

/** Of several problems the one that lies deepest: the alternative that was meant. */
function deepest(problems: (Problem | undefined)[]): Problem | undefined {
  if (problems.some((problem) => !problem)) return;
  return problems.sort((a, b) => b!.path.split(/[.[]/).length - a!.path.split(/[.[]/).length)[0];
}

/** Judges a value by the kinds that it may be. */
function judge(value: unknown, kinds: string, path: string): Problem | undefined {
  const wrong = { path, got: show(value), wanted: words(kinds) };
  return deepest(
    kinds.split(' ').map((kind) => {
      if (kind === 'any') return;
      if (kind.endsWith('[]')) {
        if (!Array.isArray(value)) return wrong;
        return value.map((item, i) => judge(item, kind.slice(0, -2), `${path}[${i}]`)).find(Boolean);
      }
      if (kind === 'texts') {
        if (!isObject(value)) return wrong;
        return Object.keys(value)
          .map((name) => judge(value[name], 'string', `${path}.${name}`))
          .find(Boolean);
      }
      if (SHAPES[kind]) return isObject(value) ? members(value, kind, path) : wrong;
      const right = kind[0] === '?' ? value === undefined : kind[0] === '=' ? value === kind.slice(1) : typeof value === kind;
      return right ? undefined : wrong;
    }),
  );
}

function members(value: Record<string, unknown>, part: string, path: string): Problem | undefined {
  const shape = SHAPES[part]!;
  const at = (name: string) => (path ? `${path}.${name}` : name);
  const stranger = Object.keys(value).find((name) => !shape[name]);
  if (stranger) return { path: at(stranger), got: show(value[stranger]), wanted: `one of ${Object.keys(shape).join(', ')}` };
  for (const name in shape) {
    const problem = judge(value[name], shape[name]!, at(name));
    if (problem) return problem;
  }
  return consistent(value, part, at);
}

/** What a header may be called (RFC 9110 §5.6.2). */
const TOKEN = /^[\w!#$%&'*+.^`|~-]+$/;

/** The members, of any part, that are the name of a header. */
const HEADERS = ['header', 'refreshHeader', 'answer'];

/** What no type can say. */
function consistent(value: any, part: string, at: (name: string) => string): Problem | undefined {
  const want = (right: unknown, name: string, wanted: string) =>
    right ? undefined : { path: at(name), got: show(value[name]), wanted };
  const alien = HEADERS.find((name) => value[name] !== undefined && !TOKEN.test(value[name]));
  if (alien) return want(false, alien, 'the name of a header');
  const stranger = Object.keys(value.headers ?? {}).find((name) => !TOKEN.test(name));
  if (stranger !== undefined) return { path: at('headers'), got: show(stranger), wanted: 'the name of a header' };
  const pointer = (text: unknown) => typeof text !== 'string' || /^($|\/)/.test(text);
  switch (part) {
    case 'Preset':
      return (
        want(value.authenticated || value.subject, 'subject', 'a place, unless `authenticated` says that a user is signed in') ||
        want(!value.refresh || value.expired, 'expired', 'a sign, since there is a `refresh`') ||
        ['user', 'subject', 'words']
          .map((name) => want(pointer(value[name]), name, 'a JSON pointer: empty, or beginning with /'))
          .find(Boolean)
      );
    case 'Endpoint':
    case 'LoginPage':
      return (
        want(value.path.startsWith('/'), 'path', 'a path that begins with /') ||
        want(value.method === undefined || /^[A-Z]+$/.test(value.method), 'method', 'a method in capitals') ||
        want(!/^(CONNECT|TRAC[EK])$/.test(value.method), 'method', 'a method that a page may send') ||
        want(value.body === undefined || !/^(GET|HEAD)$/.test(value.method), 'body', 'there, since its method has none')
      );
    case 'Step':
      return (
        want(value.path?.startsWith('/') || value.at !== undefined, 'path', 'a path that begins with /, or `at`') ||
        want(!value.ends || value.navigate, 'navigate', 'true, since it `ends` the session')
      );
    case 'Csrf':
      return (
        want(
          !(value.cookie || value.meta || value.prime || value.answer) || value.header || value.field,
          'header',
          'the header that takes the token, or a `field`',
        ) ||
        want(
          !value.forPath || (value.prime && value.at !== undefined),
          'prime',
          'the path whose answer has the token for a path',
        ) ||
        want(!value.at || value.prime, 'prime', 'the path whose answer has the token `at` a place')
      );
    case 'Sign':
    case 'Expiry':
    case 'Handle':
    case 'HeaderPlace':
      return want(pointer(value.at), 'at', 'a JSON pointer: empty, or beginning with /');
  }
  return;
}

/**
 * Looks for what is wrong with a preset, field by field; `undefined` is nothing.
 *
 * ```ts
 * check({ session: { path: 'me' }, subject: '/id' }); // { path: 'session.path', got: '"me"', wanted: 'a path that begins with /' }
 * ```
 */
export function check(preset: unknown): Problem | undefined {
  return judge(preset, 'Preset', '');
}

/** Says what is wrong with a preset, and where; `undefined` is nothing. */
export function complain(preset: unknown): string | undefined {
  const problem = check(preset);
  return problem && `preset.${problem.path} is ${problem.got}, not ${problem.wanted}`;
}
