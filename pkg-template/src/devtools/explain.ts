import type { TraceEntry } from '../types.js';
import { causes, detailOf, isInput, questionOf } from './entries.js';

/** Why the session stands as it does. */
export interface Explanation {
  /** One sentence, for a person. */
  readonly sentence: string;
  /** The entries that prove it, in their order. */
  readonly lines: readonly TraceEntry[];
}

/** What an error code means, behind "it is not known who is signed in:". */
const ERRORS: Readonly<Record<string, string>> = {
  network: 'the server could not be reached',
  timeout: 'the server did not answer in time',
  server: 'the server answered with an error',
  rate_limited: 'the server asked for fewer requests',
  unexpected_response: 'what came was no answer of a session endpoint, but a page of a proxy or a portal, say',
  stale_response: 'the answer came out of a cache',
  redirected: 'the session endpoint led elsewhere',
  csrf_rejected: 'the server refused the request for want of a CSRF token',
  refresh_inconsistent: 'each refresh succeeds, and the session is expired all the same',
  wasm_blocked: 'the Content-Security-Policy does not let the engine run (script-src needs ‘wasm-unsafe-eval’)',
  wasm_load_failed: 'the engine could not be loaded',
  wasm_unsupported: 'this browser has no WebAssembly',
  config_invalid: 'the options of the session are wrong',
};

/** What made the session ask the server: where the chain of causes begins. */
function occasion(chain: readonly TraceEntry[]): string {
  const [first] = chain;
  const { call } = first ? detailOf(first) : {};
  switch (first?.event) {
    case 'input timeout':
      return ', which was due by the clock';
    case 'input requested': {
      const responded = chain.find(({ event }) => event === 'input responded');
      const { status, error } = responded ? detailOf(responded) : {};
      return error === 'session_ended'
        ? `, after ${status} ${error} to a request of the app`
        : ', after a request of the app had found it expired';
    }
    case 'input called':
      return `, for which the app called ${call}()`;
    case 'input heard':
      return ', after another tab had said something';
    case 'input became-visible':
    case 'input resumed':
    case 'input went-online':
    case 'input restored':
      return ', as the page came back';
    case 'input active':
      return ', as the user came back';
    default:
      return '';
  }
}

/** An answer in words: `401 session_ended`. */
const words = ({ status, error }: ReturnType<typeof detailOf>): string =>
  [status || 'a redirect', error].filter(Boolean).join(' ');

/** What there is to tell by: the trace, the last input before the snapshot, and what it came of. */
interface Evidence {
  readonly entries: readonly TraceEntry[];
  readonly input: TraceEntry | undefined;
  readonly chain: readonly TraceEntry[];
}

/** A visitor, or a sign-in that did not work. */
function visitor({ input, entries }: Evidence, error: string | undefined): string {
  const question = input && questionOf(entries, input);
  switch (error) {
    case 'invalid_credentials':
      return 'Nobody is signed in: the server refused the credentials.';
    case 'login_incomplete':
      return 'Nobody is signed in yet: the credentials were right, and the server wants more, such as a second factor.';
    case 'cookies_blocked':
      return 'Nobody is signed in: the sign-in worked, but this browser did not keep its cookie.';
  }
  return question && detailOf(question).intent === 'check'
    ? `Nobody was signed in when the page asked: the session endpoint answered ${words(detailOf(input))}.`
    : 'Nobody was signed in when the page asked.';
}

/** A sign-out, here or elsewhere. */
function signedOut({ input, chain }: Evidence): string {
  if (input?.event === 'input started')
    return 'A sign-out from before this page was loaded had not reached the server yet, so that it still counts.';
  const call = chain.findLast((entry) => detailOf(entry).call === 'logout');
  if (call)
    return detailOf(call).everywhere
      ? 'This page signed out, on all devices: the app called logout({ everywhere: true }).'
      : 'This page signed out: the app called logout().';
  return 'Another tab signed out, and this one was told.';
}

/** An end that the server has decided. */
function ended({ input, entries, chain }: Evidence, what: string): string {
  if (input?.event === 'input heard') return `Another tab found that ${what}.`;
  const begun = `${what.replace(/^t/, 'T')}: `;
  // To make sure, the session endpoint was asked as well.
  const refused = chain.findLast(
    (entry) => entry.event === 'input answered' && detailOf(questionOf(entries, entry)!).intent === 'refresh',
  );
  if (refused) return `${begun}it answered ${words(detailOf(refused))} to the refresh${occasion(chain)}.`;
  const question = input && questionOf(entries, input);
  if (!question) return `${begun}it said so.`;
  return `${begun}asked who is signed in, it answered ${words(detailOf(input))} to ${detailOf(question).path}${occasion(chain)}.`;
}

function sentenceOf(evidence: Evidence, reason: string | undefined, error: string | undefined): string {
  const { input, entries } = evidence;
  switch (reason) {
    case 'none':
      return visitor(evidence, error);
    case 'logged-out':
      return signedOut(evidence);
    case 'idle':
      return input?.event === 'input heard'
        ? 'Nobody used the app for as long as the idle limit allows: another tab found that out.'
        : 'Nobody used the app, in any tab, for as long as the idle limit allows.';
    case 'expired':
      return input?.event === 'input timeout'
        ? `A limit that the server had declared was reached${limitOf(entries)}.`
        : ended(evidence, 'the session had expired, and the server did not renew it');
    case 'revoked':
      return ended(evidence, 'the server has ended the session');
    default:
      return `It is not known who is signed in: ${ERRORS[error ?? ''] ?? error ?? 'the server could not tell'}; the session asks again by itself.`;
  }
}

/** Which limit it was, if the session has warned of one. */
function limitOf(entries: readonly TraceEntry[]): string {
  const warned = entries.findLast(({ event }) => event === 'event expiring');
  return warned && detailOf(warned).limit === 'absolute' ? ': the absolute one, which nothing extends' : '';
}

/**
 * Answers "why am I signed out?" out of the trace of a session (`debug`), in one sentence and with the entries that prove it.
 * Of a session that is signed in, or that nothing is known of yet, it says so. It is pure: equal entries, equal answers.
 */
export function explain(entries: readonly TraceEntry[]): Explanation {
  const last = entries.findLast(({ event }) => event === 'snapshot');
  if (!last || detailOf(last).status === 'loading') {
    const asked = entries.findLast(({ event }) => event === 'effect send');
    return {
      sentence: 'Nothing is known yet: the server is being asked who is signed in.',
      lines: inOrder(entries, [asked, last]),
    };
  }
  const { status, reason, error } = detailOf(last);
  if (status === 'authenticated') return signedIn(entries, last);
  // Back to where it became so: what follows tells of the same end.
  let at = entries.indexOf(last);
  for (let earlier = at; earlier >= 0; earlier--) {
    const entry = entries[earlier]!;
    if (entry.event !== 'snapshot') continue;
    const was = detailOf(entry);
    if (was.status !== 'unauthenticated' || was.reason !== reason || (error && was.error !== error)) break;
    at = earlier;
  }
  const snapshot = entries[at]!;
  const input = entries.slice(0, at).findLast(isInput);
  const chain = input ? causes(entries, input) : [];
  const ended = entries.slice(at).find(({ event }) => event === 'event ended');
  // A sign-in that was refused changes nothing of how things stand.
  const failed = entries
    .slice(at)
    .findLast((entry) => entry.event === 'effect fail' && causes(entries, entry).some((one) => detailOf(one).call === 'login'));
  const sentence = sentenceOf({ entries, input, chain }, reason, error ?? (failed && detailOf(failed).error));
  return { sentence, lines: inOrder(entries, [...chain, snapshot, ended, failed]) };
}

/** Each entry once, in the order of the trace. */
const inOrder = (entries: readonly TraceEntry[], some: readonly (TraceEntry | undefined)[]): TraceEntry[] =>
  entries.filter((entry) => some.includes(entry));

/** Of a user who is there: another one than before, perhaps, or with a fault that has ended nothing. */
function signedIn(entries: readonly TraceEntry[], last: TraceEntry): Explanation {
  const changed = entries.findLast(({ event }) => event === 'event identity-changed');
  const began = entries.findLast(({ event }) => event === 'event authenticated');
  if (changed && entries.indexOf(changed) >= (began ? entries.indexOf(began) - 3 : 0)) {
    return {
      sentence: 'A user is signed in, and it is another one than before: this page was moved over.',
      lines: inOrder(entries, [...causes(entries, changed), changed, last]),
    };
  }
  const { error } = detailOf(last);
  if (error)
    return {
      sentence: `A user is signed in; the last attempt to renew that failed: ${ERRORS[error] ?? error}.`,
      lines: inOrder(entries, [...causes(entries, last), last]),
    };
  return { sentence: 'A user is signed in.', lines: inOrder(entries, [...(began ? causes(entries, began) : []), began, last]) };
}
