import type { Place, Sign } from '../preset.js';
import type { Answer } from './browser.js';

/** What stands at a JSON pointer (RFC 6901); `undefined` if there is nothing. */
function at(value: unknown, pointer: string): unknown {
  const names = pointer
    .split('/')
    .slice(1)
    .map((name) => name.replaceAll('~1', '/').replaceAll('~0', '~'));
  return names.reduce<any>((found, name) => (Object.hasOwn(Object(found), name) ? found[name] : undefined), value);
}

/** What an answer has at a place. */
export function find({ body, headers }: Pick<Answer, 'body' | 'headers'>, place: Place = ''): unknown {
  if (typeof place === 'string') return at(body, place);
  let value: unknown = headers.get(place.header) ?? undefined;
  if (place.base64)
    try {
      value = JSON.parse(atob(String(value)));
    } catch {
      value = undefined;
    }
  return at(value, place.at ?? '');
}

const list = <T>(value: T | T[]): T[] => (Array.isArray(value) ? value : [value]);

const isSame = (value: unknown, wanted: any): boolean =>
  wanted?.has ? typeof value === 'string' && value.includes(wanted.has) : JSON.stringify(value) === JSON.stringify(wanted);

/** Whether a redirect stands for the status 0 of a sign. */
const led = (status: number): boolean => status >= 300 && status < 400;

/** Whether an answer bears a sign of a preset, or one of several. */
export function bears(answer: Answer, signs: Sign | Sign[] | undefined): boolean {
  return list(signs ?? []).some((sign) => {
    const { status } = answer;
    const found = find(answer, sign.at);
    const wanted =
      sign.status === undefined
        ? status >= 200 && status < 300
        : list(sign.status).some((one) => one === status || (one === 0 && led(status)));
    const isObject = answer.body !== null && typeof answer.body === 'object' && !Array.isArray(answer.body);
    return (
      wanted &&
      (sign.is === undefined || list(sign.is).some((value) => isSame(found, value))) &&
      (sign.not === undefined || (found !== undefined && !list(sign.not).some((value) => isSame(found, value)))) &&
      (sign.json === undefined || (sign.json ? isObject : answer.body === undefined))
    );
  });
}
