import { disclose } from './initial.js';
import { reading } from './reading.js';
import type { Settings, Shown } from './surface.js';
import { tombstones } from './tombstone.js';

/** How long after a document came it still says who is signed in, in milliseconds. */
const LATE = 30_000;

/** How long after that nothing need be asked, in milliseconds: other tabs may have said something that was not heard yet. */
const FRESH = 10_000;

/** What came with the document. */
export interface Given {
  /** When it came, by `performance.now()`. */
  _at?: number;
  /** The answer, for the engine to judge. */
  _response?: Response;
  /** The claims as JSON, as the server said them. */
  _written?: string;
  /** What it shows, where that could be told at once. */
  _snapshot?: Shown<any>;
}

/** As much of a Standard Schema as is asked here. */
export interface Schema {
  readonly '~standard': { validate(value: unknown, options: unknown): any };
}

/** When the document came from the server, by `performance.now()`; NaN for a copy of it, and where that cannot be told. */
const received = (): number => {
  const [entry] = performance.getEntriesByType('navigation') as any[];
  // There is none outside of browsers: what a test gives came just now.
  if (!entry) return performance.now();
  const { deliveryType, encodedBodySize, responseStart, transferSize, workerStart } = entry;
  // A service worker may have it from its cache. Not every engine tells whether one was asked.
  const worker = deliveryType === undefined ? navigator.serviceWorker?.controller : workerStart;
  // What came out of the cache was not transferred; of what was validated there, the head alone.
  return transferSize > encodedBodySize && !deliveryType && !worker ? responseStart : NaN;
};

/** What stands in the document: nothing, unless that is the element which the server writes. */
const written = (name: string): unknown => {
  const element = document.getElementById(`hallpass-${name}`);
  return element?.localName === 'script' ? JSON.parse(element.textContent!) : undefined;
};

/** The answer that came with the document, and what it shows; nothing if it says nothing, or nothing of now. */
const judge = ({ initial, name, preset }: Settings, schema: Schema | undefined): Given | undefined => {
  const at = received();
  // Whole milliseconds, as all times are that an application sees.
  const age = Math.floor(performance.now() - at);
  const given = initial === 'document' ? written(name) : initial;
  if (given === undefined || !(age < LATE)) return undefined;
  const now = Date.now() - age;
  const answer = disclose(given, now);
  const found = reading(preset, answer);
  if (found === undefined) return undefined;
  const { status, headers, body } = answer;
  headers.set('content-type', 'application/json');
  headers.set('date', new Date(answer.now).toUTCString());
  const response = new Response(JSON.stringify(body), { status, headers });
  const all: Given = age < FRESH ? { _at: at, _response: response } : {};
  if (!found) return { ...all, _snapshot: { status: 'unauthenticated', activity: 'idle', reason: 'none' } };
  const { subject, spans } = found;
  const ends = [0, 1, 2].map((i) => (spans[i] === undefined ? null : now + spans[i]!)) as [
    number | null,
    number | null,
    number | null,
  ];
  // It has ended since.
  if (ends.some((end) => end !== null && end <= Date.now())) return undefined;
  const judged = schema ? schema['~standard'].validate(found.claims, { libraryOptions: { answer } }) : { value: found.claims };
  // What takes its time, or rejects, has its say once the engine is there, which has it judge again.
  judged.then?.(null, () => {});
  if (judged.then || judged.issues) return all;
  const { value: claims } = judged;
  const [expiresAt, idleExpiresAt, absoluteExpiresAt] = ends;
  return {
    ...all,
    _written: JSON.stringify(found.claims),
    _snapshot: { status: 'authenticated', activity: 'idle', claims, subject, expiresAt, idleExpiresAt, absoluteExpiresAt },
  };
};

/** How a session stands whose user has logged out, before the engine is there. */
export const LEFT: Required<Pick<Given, '_snapshot'>> = {
  _snapshot: { status: 'unauthenticated', activity: 'ending', reason: 'logged-out' },
};

/** What came with the document, unless that is old or says nothing. A session that is to die wins over it (P14). */
export function paint(settings: Settings, schema: Schema | undefined): Given | undefined {
  try {
    return tombstones(settings.name).length ? { ...LEFT } : judge(settings, schema);
  } catch {
    // No JSON, or no preset; the schema threw; cookies are out of reach: the server is asked as ever, and that says what is wrong.
    return undefined;
  }
}
