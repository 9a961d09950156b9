import type { Seen } from './answers.js';
import type { Facts } from './facts.js';
import { SPOKEN } from './generated/border.js';
import type { Complaint, Fault, Sink } from './surface.js';

/** What an error tells of a request to a session endpoint. */
interface Outcome {
  /** The answer that it is about. */
  _said?: Seen | undefined;
  /** The server's words, or the page's own. */
  _words?: string | undefined;
  /** Why there is no answer. */
  _cause?: unknown;
}

/** Whether an option is the reason why a request could not be made. */
export const isInvalid = (cause: unknown): cause is Fault => (cause as Fault | undefined)?.code === 'config_invalid';

/** The last request to a session endpoint: what came of it, and the errors that tell so. */
export interface Latest {
  /** A request begins: what came of the last one may still be recalled. */
  _begin(): void;
  /** Keeps what a request is called in errors: method and address, without the query. */
  _asks(request: string): void;
  _answered(answer: Seen, facts: Facts): void;
  /** There is no answer; `words`: the page's own. */
  _failed(cause?: unknown, words?: string): void;
  /** The request was given up: it has failed for no cause. */
  _dropped(): void;
  /** The errors to come are about the request before the last one. */
  _recall(): void;
  /** What the page keeps of the last answer. */
  _kept(): Facts;
  /** Where the server last said that a logout leads. */
  _farewell(): string | undefined;
  /** `request`: method and address; those of the last one, if not said. */
  _error(complaint: Complaint, request?: string): Fault;
}

export function latest(sink: Sink): Latest {
  let asked: string | undefined;
  let now: Outcome = {};
  let former: Outcome = {};
  let known: Facts = {};
  let farewell: string | undefined;

  return {
    _begin() {
      former = now;
    },
    _asks(request) {
      asked = request;
    },
    _answered(answer, facts) {
      now = { _said: answer, _words: facts._words };
      known = facts;
      farewell = facts._farewell ?? farewell;
    },
    _failed(cause, words) {
      now = { ...now, _cause: cause, _words: words };
    },
    _dropped() {
      now = { ...now, _cause: undefined };
    },
    _recall() {
      now = former;
    },
    _kept: () => known,
    _farewell: () => farewell,
    _error([code, detail, status, wait], request = asked) {
      const { _cause: cause, _said: said, _words: words } = now;
      // The request could not be made: there is no answer to be unexpected.
      if (code === 'unexpected_response' && isInvalid(cause)) return cause;
      return sink.error(code, {
        request,
        message: detail || (status || SPOKEN.includes(code) ? words : undefined),
        status: status || undefined,
        retryAfter: wait / 1e3 || undefined,
        cause,
        ...(status && { response: said?.response, body: said?.body }),
      });
    },
  };
}
