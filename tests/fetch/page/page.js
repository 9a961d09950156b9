// Makes each call twice, by `fetch` and by `session.fetch`, and says what came of it.
import { createSession } from '/hallpass/index.js';
import { build } from './call.js';
import { READ, failure, head } from './outcome.js';

const { listed, foreign, control: desk } = await (await fetch('/addresses')).json();
const ORIGINS = { own: location.origin, listed, foreign };
/** Of each lane a session of its own, which hears nothing of the others. */
const sessions = [];
async function renew(lane) {
  sessions[lane]?.dispose();
  sessions[lane] = createSession({ name: `${lane}`, baseUrl: `/auth/${lane}`, origins: [listed], refresh: { when: 'on-demand' }, idle: false });
  await sessions[lane].ready();
}
const native = fetch.bind(globalThis);
/** What the server is told by the test itself, over connections of its own. */
const tell = (what, key) => native(`${desk}/${what}/${key}`).then((response) => response.text());

const macrotask = () =>
  new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => (port1.close(), resolve());
    port2.postMessage(0);
  });

const SENDERS = {
  /** Calls once more where the session would refresh and replay. */
  native: async ({ expired, once, ...spec }, url, args) => {
    const promise = native(...args);
    if (!expired || once) return promise;
    const { status } = await promise;
    return status === 401 ? native(...build(spec, url).args) : promise;
  },
  session: (spec, url, args) => sessions[spec.lane].fetch(...args),
};

/** One call; `signal` aborts when the description says so. */
async function call(side, spec, key, url) {
  let built;
  try {
    built = build(spec, url);
  } catch (error) {
    // What a browser refuses before there is a call says nothing of the call.
    return { unbuilt: failure(error) };
  }
  const { args, control, change, after } = built;
  const { signal, abort } = control;
  const seen = {};
  let promise;
  try {
    promise = SENDERS[side](spec, url, args);
  } catch (error) {
    return { threw: failure(error, signal) };
  }
  seen.promise = promise instanceof Promise;
  change();
  let settled = false;
  promise.then(() => (settled = true), () => (settled = true));
  /** Aborts, and looks whether the caller has been told before the next task. */
  const stop = async (told = () => settled) => {
    abort();
    await macrotask();
    seen.prompt = told();
  };
  if (spec.abort === 'at once') await stop();
  if (spec.abort === 'held') {
    await tell('held', key);
    await stop();
  }
  let response;
  try {
    response = await promise;
  } catch (error) {
    return { ...seen, failed: failure(error, signal), after: after() };
  }
  seen.head = head(response);
  try {
    let reading;
    if (spec.abort === 'head') await stop(() => true);
    if (spec.abort === 'body') {
      const reader = response.body.getReader();
      await reader.read();
      let over = false;
      reading = reader.read().catch((error) => {
        over = true;
        throw error;
      });
      reading.catch(() => {});
      await stop(() => over);
      await reading;
    } else seen.body = await READ[spec.read ?? 'text'](response, () => tell('go', key));
  } catch (error) {
    seen.unread = failure(error, signal);
  }
  return { ...seen, after: after(), used: response.bodyUsed };
}

async function calls(side, spec, key) {
  if (spec.renew && side === 'session') await renew(spec.lane);
  const url = `${ORIGINS[spec.origin ?? 'own']}/x/${key}/${spec.expired ? 'expired/' : ''}${spec.answer ?? '200'}`;
  const seen = [];
  for (let time = 0; time < (spec.times ?? 1); time++) seen.push(await call(side, spec, key, url));
  // A body that is given up may be sent on for a while, over a connection that others wait for.
  if (spec.answer === 'endless') await tell('over', key);
  if (spec.later === 'history') history.replaceState(null, '', '/');
  return seen;
}

/** Runs cases, in so many lanes: each is `[key, description for native fetch, description for the session]`. */
async function run(cases, lanes) {
  const outcomes = new Array(cases.length);
  const walk = async (lane) => {
    await renew(lane);
    for (let at = lane; at < cases.length; at += lanes) {
      const [key, instead, spec] = cases[at];
      outcomes[at] = {
        url: new URL(`${ORIGINS[spec.origin ?? 'own']}/x/-/${spec.expired ? 'expired/' : ''}${spec.answer ?? '200'}`).href,
        native: await calls('native', instead, `${key}.n`),
        session: await calls('session', { ...spec, lane }, `${key}.s`),
      };
    }
  };
  await Promise.all(Array.from({ length: lanes }, (_, lane) => walk(lane)));
  return outcomes;
}

window.test = { run };
document.title = 'ready';
