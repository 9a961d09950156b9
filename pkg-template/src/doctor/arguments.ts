/** What was asked for. */
export interface Wanted {
  url: URL;
  preset: string;
  login?: Record<string, string>;
  origin?: string;
  stepUp?: string;
  json: boolean;
}

export const USAGE: string =
  'hallpass doctor URL [--preset NAME] [--login k=v …] [--origin ORIGIN] [--step-up [METHOD:]PATH] [--json]';

export const HELP: string = `${USAGE}

Asks a running back end the questions that hallpass depends on, as a browser would, and signs out at the end.

  URL          The origin of the back end, or the address below which the preset's paths stand
  --preset     How the back end speaks (docs/servers); default: hallpass, the contract
  --login      What a sign-in posts, such as: --login email=demo@example.com 'password=correct horse'
  --origin     The origin of the front end, where that is another one: CORS is asked for as well
  --step-up    A route that wants a recent sign-in, such as POST:/api/transfer
  --json       The report as JSON

Exit: 0 nothing is wrong, 1 something is, 2 the arguments are.
`;

/** A mistake in the arguments, in one line. */
export class Misuse extends Error {}

/** Reads the arguments behind `hallpass doctor`. */
export function read(args: readonly string[]): Wanted {
  const rest = [...args];
  const wanted: Partial<Wanted> & { preset: string; json: boolean } = { preset: 'hallpass', json: false };
  const value = (flag: string, expected: string): string => {
    const next = rest.shift();
    if (next === undefined || next.startsWith('--')) throw new Misuse(`${flag}: a value is missing; expected ${expected}`);
    return next;
  };
  while (rest.length) {
    const [flag = '', inline] = split(rest.shift()!);
    if (inline !== undefined) rest.unshift(inline);
    if (flag === '--json') wanted.json = true;
    else if (flag === '--preset') wanted.preset = value(flag, 'the name of a preset, such as better-auth');
    else if (flag === '--origin') wanted.origin = origin(value(flag, 'an origin, such as https://app.example'));
    else if (flag === '--step-up') wanted.stepUp = value(flag, 'a path, such as POST:/api/transfer');
    else if (flag === '--login') {
      const first = value(flag, 'k=v, such as email=demo@example.com');
      const pairs = [first];
      while (rest[0]?.includes('=') && !rest[0].startsWith('--')) pairs.push(rest.shift()!);
      wanted.login = { ...wanted.login, ...Object.fromEntries(pairs.map(pair)) };
    } else if (flag.startsWith('-')) throw new Misuse(`${flag}: there is no such option; expected ${USAGE}`);
    else if (wanted.url) throw new Misuse(`${flag}: a second address; expected ${USAGE}`);
    else wanted.url = url(flag);
  }
  if (!wanted.url) throw new Misuse(`the address of the back end is missing; expected ${USAGE}`);
  return wanted as Wanted;
}

/** `--flag=value` is `--flag value`. */
function split(argument: string): [flag: string, inline?: string] {
  const [, flag, inline] = /^(--[a-z-]+)=(.*)$/s.exec(argument) ?? [];
  return flag ? [flag, inline!] : [argument];
}

function pair(text: string): [string, string] {
  const at = text.indexOf('=');
  if (at < 1) throw new Misuse(`--login: "${text}" is no k=v; expected what the sign-in posts, such as email=demo@example.com`);
  return [text.slice(0, at), text.slice(at + 1)];
}

function url(text: string): URL {
  const found = URL.canParse(text) ? new URL(text) : undefined;
  if (!found || !/^https?:$/.test(found.protocol))
    throw new Misuse(`"${text}" is no address; expected http:// or https://, such as http://127.0.0.1:8080`);
  return found;
}

function origin(text: string): string {
  const found = URL.canParse(text) ? new URL(text).origin : 'null';
  if (found === 'null')
    throw new Misuse(`--origin: "${text}" is no origin; expected scheme, host and port, such as https://app.example`);
  return found;
}
