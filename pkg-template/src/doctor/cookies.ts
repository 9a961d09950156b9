/** A cookie as a server sets it; attributes by their names in small letters. */
export interface SetCookie {
  readonly name: string;
  readonly value: string;
  readonly attributes: ReadonlyMap<string, string>;
}

/** Reads one `Set-Cookie` (RFC 6265 section 5.2). */
export function parse(line: string): SetCookie {
  const [pair = '', ...rest] = line.split(';');
  const split = pair.indexOf('=');
  const attributes = rest.map((attribute): [string, string] => {
    const [name = '', value = ''] = attribute.split('=');
    return [name.trim().toLowerCase(), value.trim()];
  });
  return { name: pair.slice(0, Math.max(split, 0)).trim(), value: pair.slice(split + 1).trim(), attributes: new Map(attributes) };
}

/** Whether no script can read it. */
export const isHidden = ({ attributes }: SetCookie): boolean => attributes.has('httponly');

/** Whether an answer deletes it. */
const isDeleted = ({ attributes, value }: SetCookie): boolean => {
  const age = attributes.get('max-age');
  if (age !== undefined) return Number(age) <= 0;
  const until = Date.parse(attributes.get('expires') ?? '');
  return value === '' || until <= Date.now();
};

/** Whether a browser keeps it: a prefix is a promise, and a cookie that breaks it is dropped in silence. */
const isKept = ({ name, attributes }: SetCookie): boolean => {
  const secure = attributes.has('secure');
  if (/^__host-/i.test(name)) return secure && attributes.get('path') === '/' && !attributes.get('domain');
  return !/^__secure-/i.test(name) || secure;
};

/** The cookies of a browser, for one host. */
export class Jar {
  readonly #kept = new Map<string, { cookie: SetCookie; path: string }>();

  copy(): Jar {
    const copy = new Jar();
    for (const [key, entry] of this.#kept) copy.#kept.set(key, entry);
    return copy;
  }

  /** Takes a cookie of an answer to a request for this path. */
  take(cookie: SetCookie, requested: string): void {
    const given = cookie.attributes.get('path');
    const path = given?.startsWith('/') ? given : requested.slice(0, requested.lastIndexOf('/')) || '/';
    const key = `${cookie.name};${path}`;
    if (isDeleted(cookie) || !isKept(cookie)) this.#kept.delete(key);
    else this.#kept.set(key, { cookie, path });
  }

  /** Puts another value where a cookie of this name was set, as an attacker who plants one would. */
  plant(cookie: SetCookie, value: string): void {
    this.take(
      { ...cookie, value, attributes: new Map([...cookie.attributes].filter(([name]) => !/^(max-age|expires)$/.test(name))) },
      '/',
    );
  }

  drop(name: string): void {
    for (const [key, { cookie }] of this.#kept) if (cookie.name === name) this.#kept.delete(key);
  }

  all(): SetCookie[] {
    return [...this.#kept.values()].map(({ cookie }) => cookie);
  }

  value(name: string): string | undefined {
    return this.all().find((cookie) => cookie.name === name)?.value;
  }

  /** The header `Cookie` of a request for a path; longer paths come first (RFC 6265 section 5.4). */
  header(path: string): string {
    const fits = (of: string): boolean => path === of || path.startsWith(of.endsWith('/') ? of : `${of}/`);
    return [...this.#kept.values()]
      .filter((entry) => fits(entry.path))
      .sort((a, b) => b.path.length - a.path.length)
      .map(({ cookie }) => `${cookie.name}=${cookie.value}`)
      .join('; ');
  }
}
