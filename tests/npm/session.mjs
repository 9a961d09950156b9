// A session over a scripted engine, anew for each test.
import { beforeEach } from 'node:test';
import { built, playEngine, playPage, settled } from './setup.mjs';

export const { createSession, isSessionError } = await import('hallpass');
export const code = (code) => (error) => isSessionError(error) && error.code === code;

// The first import of the engine takes its time; the tests count on microtasks.
await Promise.all(['engine', 'inline'].map((name) => import(`${built}/${name}.js`)));

/** The page, the engines made and the modules loaded. */
export const stage = {
  /** Goes to a page with these cookies. */
  visit: (cookie) => (stage.page = playPage(cookie)),
  /** Has engines do as a test says. */
  play: (how) => Object.assign(stage, playEngine(how)),
  async start(options) {
    const session = createSession(options);
    await settled();
    return [session, stage.engines.at(-1)];
  },
};

beforeEach(() => {
  stage.visit();
  stage.play();
});
